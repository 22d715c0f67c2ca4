/**
 * How a person wants the overview; what they did not arrange is as proposed. The gateway keeps it for them as it is here.
 *
 * @typedef {object} Layout
 * @property {'comfortable'|'compact'} density
 * @property {string[]|undefined} keys  channels on top, at most {@link MOST_KEYS}; undefined: as proposed
 * @property {string[]} pinned  devices that stand before all others
 * @property {string[]} hidden  devices that are not shown while nothing is wrong with them
 * @property {string[]} order  devices as they were arranged; all others follow
 * @property {Record<string, number>} wide  columns of devices that were given a size
 */

export const MOST_KEYS = 6;
const MOST_DEVICES = 256;
const MOST_WIDE = 6;

/** @type {Layout} */
export const PROPOSED = { density: 'comfortable', keys: undefined, pinned: [], hidden: [], order: [], wide: {} };

const ids = (value, most) =>
  Array.isArray(value) ? [...new Set(value.filter((id) => typeof id === 'string' && id.length <= 100))].slice(0, most) : [];

/** Makes the best of what was kept, perhaps by another version. @param {unknown} kept @returns {Layout} */
export const layoutOf = (kept) => {
  const { density, keys, pinned, hidden, order, wide } = typeof kept === 'object' && kept ? kept : {};
  const sizes = Object.entries(typeof wide === 'object' && wide ? wide : {})
    .filter(([, columns]) => Number.isInteger(columns) && columns >= 1 && columns <= MOST_WIDE)
    .slice(0, MOST_DEVICES);
  return {
    density: density === 'compact' ? 'compact' : 'comfortable',
    keys: Array.isArray(keys) ? ids(keys, MOST_KEYS) : undefined,
    pinned: ids(pinned, MOST_DEVICES),
    hidden: ids(hidden, MOST_DEVICES),
    order: ids(order, MOST_DEVICES),
    wide: Object.fromEntries(sizes),
  };
};

const without = (list, id) => list.filter((each) => each !== id);
const toggled = (list, id) => (list.includes(id) ? without(list, id) : [...list, id]);

/** @param {Layout} layout @param {string} id  of a device */
export const pinToggled = (layout, id) => ({ ...layout, pinned: toggled(layout.pinned, id) });

/** @param {Layout} layout @param {string} id  of a device */
export const hiddenToggled = (layout, id) => ({ ...layout, hidden: toggled(layout.hidden, id) });

/** A device with so many columns. @param {Layout} layout @param {string} id @param {number} columns */
export const resized = (layout, id, columns) => ({
  ...layout,
  wide: { ...layout.wide, [id]: Math.min(MOST_WIDE, Math.max(1, columns)) },
});

/**
 * A device moved to the place of another, in what is shown now.
 *
 * @param {Layout} layout
 * @param {string[]} shown  devices in their present order
 * @param {string} id
 * @param {string} before  the device that it is put before, or that is put before it when it comes from there
 */
export const moved = (layout, shown, id, before) => {
  const from = shown.indexOf(id);
  const to = shown.indexOf(before);
  if (from < 0 || to < 0 || from === to) return layout;
  const order = without(shown, id);
  order.splice(to, 0, id);
  return { ...layout, order: order.slice(0, MOST_DEVICES) };
};

/** A channel on top, or not. @param {Layout} layout @param {string[]} shown  keys that are shown now @param {string} id */
export const keyToggled = (layout, shown, id) => ({ ...layout, keys: toggled(shown, id).slice(-MOST_KEYS) });

/** Devices from which on a page is too long to be seen at once, and key values are worth their room. */
const MANY = 9;

/** Fewer are no row. */
const FEWEST_KEYS = 3;

/** Key values that nobody chose: the first of each device that has most to tell. @param {import('../dictionary.js').Dictionary} dictionary */
const proposedKeys = ({ devices, byDevice }) => {
  if (devices.size < MANY) return [];
  const told = [...byDevice.values()].filter(([{ device }]) => devices.has(device));
  const keys = told
    .map((channels) => channels.filter(({ kind, readable, unit }) => readable && kind === 'number' && unit))
    .filter((channels) => channels.length > ROOM)
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_KEYS)
    .map(([{ id }]) => id);
  return keys.length < FEWEST_KEYS ? [] : keys;
};

/** What a room has: its values are no more worth than those of the next. */
const ROOM = 4;

/** @param {Layout} layout @param {import('../dictionary.js').Dictionary} dictionary @returns {string[]} */
export const keysOf = (layout, dictionary) =>
  (layout.keys ?? proposedKeys(dictionary)).filter((id) => dictionary.byId.get(id)?.readable);
