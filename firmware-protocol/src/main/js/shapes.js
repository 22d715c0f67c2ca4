/**
 * Shapes of what comes from the gateway: a shape is a function that says whether a value has it. Fields that no shape names
 * are ignored, as the protocol asks.
 */

export const text = (value) => typeof value === 'string' && value.length <= 1000;
export const number = (value) => typeof value === 'number' && Number.isFinite(value);
export const integer = (low, high) => (value) => Number.isInteger(value) && value >= low && value <= high;
export const truth = (value) => typeof value === 'boolean';
export const one = (...words) => (value) => words.includes(value);
export const optional = (shape) => (value) => value === undefined || value === null || shape(value);
export const list = (shape, most) => (value) => Array.isArray(value) && value.length <= most && value.every(shape);
export const object = (shapes) => (value) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(shapes).every(([name, shape]) => shape(value[name]));

/** Characters that turn the text behind them around, or end a line: a board chooses its names. */
const MISLEADING = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const writtenOut = (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON knows null where the types here know undefined; text reads as it stands there. */
export const plain = (_, value) => {
  if (typeof value === 'string') return value.replace(MISLEADING, writtenOut);
  return value === null ? undefined : value;
};

/** The same of what was parsed already. @param {unknown} value */
export const cleaned = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value), plain));
