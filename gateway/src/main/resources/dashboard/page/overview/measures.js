/**
 * How large a card is, from what is in it alone, so that a page is laid out before anything of it is drawn, and lies still
 * afterwards. Breadths are columns of the page, heights are rem.
 *
 * @typedef {import('../../model/dictionary.js').Channel} Channel
 *
 * @typedef {object} Size
 * @property {number} wide  columns
 * @property {number} high  rem
 */

export const HEAD = 2.1;
/** Of the line that says why a device is not up. */
export const REASON = 1.7;
export const TILE = { comfortable: 5.9, compact: 3.5 };
/** A control beside its value, and one below it. */
export const CONTROL = { switch: 5.9, counter: 8.4, number: 8.4, enum: 8.4 };
const NOTHING = 3.4;

/** The grid of cards: a row of it, the room between cards, and the least breadth of a column. */
export const ROW = 0.5;
export const GAP = 0.75;
export const COLUMN = 22.5;

/** Tiles beside each other in a column. */
export const ABREAST = 3;

/** A card that is not higher needs no more columns; not quite four small ones. */
const HIGH_ENOUGH = 29;

/** How many thirds of a column a tile takes, so that its name and its value are not cut. @param {Channel} channel */
export const breadthOf = ({ name, unit, kind, min, max, decimals, labels }) => {
  const widest = Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0), kind === 'counter' ? 1e6 : 100);
  const words = Math.max(0, ...[...labels.values()].map((word) => word.length));
  const places = words || Math.ceil(Math.log10(widest)) + (decimals ? decimals + 1 : 0) + unit.length * 0.6;
  return Math.min(ABREAST, Math.max(Math.ceil(name.length / 15), Math.ceil(places / 9)));
};

/** Rows that things of these breadths take, in their order. */
const rowsOf = (breadths, room) => {
  let rows = 0;
  let left = 0;
  for (const breadth of breadths) {
    if (breadth > left) {
      rows++;
      left = room;
    }
    left -= breadth;
  }
  return rows;
};

const controlsHigh = (controls, wide) => {
  let high = 0;
  for (let i = 0; i < controls.length; i += wide) {
    high += Math.max(...controls.slice(i, i + wide).map(({ kind }) => CONTROL[kind]));
  }
  return high;
};

const highOf = ({ tiles, controls, told }, density, wide) =>
  HEAD +
  (told ? REASON : 0) +
  rowsOf(tiles.map(breadthOf), ABREAST * wide) * TILE[density] +
  controlsHigh(controls, wide) +
  (tiles.length + controls.length ? 0 : NOTHING);

/**
 * The fewest columns in which a card is no higher than it should be, or all that there are.
 *
 * @param {{tiles: Channel[], controls: Channel[], told: boolean}} card
 * @param {'comfortable'|'compact'} density
 * @param {number} columns  of the page
 * @param {number} [wished]  columns that a person gave it
 * @returns {Size}
 */
export const sizeOf = (card, density, columns, wished) => {
  let wide = Math.min(columns, wished ?? 1);
  if (wished === undefined) while (wide < columns && highOf(card, density, wide) > HIGH_ENOUGH) wide++;
  return { wide, high: highOf(card, density, wide) };
};

/** Rows of the grid that a card takes with the room below it. @param {number} high  rem */
export const rowsHigh = (high) => Math.ceil((high + GAP) / ROW - 1e-9);

/** Columns that a page has. @param {number} width  of it, px @param {number} rem  px */
export const columnsIn = (width, rem) => Math.max(1, Math.floor((width + GAP * rem) / ((COLUMN + GAP) * rem)));
