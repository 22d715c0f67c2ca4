/** A seeded generator (mulberry32) with the few draws that the property tests need. */
export const random = (seed) => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  /** An integer from `low` to `high`, both included. */
  const integer = (low, high) => low + Math.floor(next() * (high - low + 1));
  return { integer, chance: (p) => next() < p, pick: (list) => list[integer(0, list.length - 1)] };
};

/** The seed of this run: FERRULE_SEED, or a fixed one. Properties name it when they fail. */
export const SEED = Number(process.env.FERRULE_SEED ?? 20260101);
