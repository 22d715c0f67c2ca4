/** Numbers for people: a true minus, decimals that do not jump, input that takes a comma as well. */

/** What stands in place of digits that must not be shown. */
export const NO_DIGITS = '–––';

/** Between a number and its unit: narrow, and never the end of a line. */
export const THIN = '\u202f';

/**
 * @param {number} value
 * @param {number} decimals  0 to 9
 */
export const digits = (value, decimals) => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? NO_DIGITS : value > 0 ? '∞' : '−∞';
  const text = Math.abs(value).toFixed(decimals);
  const [whole, fraction] = text.split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  const negative = value < 0 && Number(text) !== 0;
  return (negative ? '−' : '') + grouped + (fraction ? `.${fraction}` : '');
};

/** Each with as many decimals as tell all of them apart: the ticks of an axis. @param {number[]} values */
export const alikeDigits = (values) => {
  const places = Math.max(0, ...values.map((value) => (value.toFixed(9).replace(/0+$/, '').split('.')[1] ?? '').length));
  return values.map((value) => digits(value, places));
};

/** Digits and unit, as in "8.42 bar". @param {number} value @param {{decimals: number, unit: string}} channel */
export const quantity = (value, { decimals, unit }) => digits(value, decimals) + (unit ? THIN + unit : '');

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'];

/** "12.3 MB", in powers of a thousand, as disks are sold. @param {number} bytes */
export const bytesText = (bytes) => {
  const power = bytes < 1000 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  return digits(amount, power && amount < 99.5 ? 1 : 0) + THIN + SIZES[power];
};

/** Decimals that go with steps of `resolution`: 0.1 has 1, 1/256 has 2. @param {number} resolution */
export const decimalsFor = (resolution) => Math.min(9, Math.max(0, Math.round(-Math.log10(resolution))));

/**
 * What a person typed. Takes a comma or a point before the decimals, and both signs for minus.
 *
 * @param {string} text
 * @returns {number|undefined} undefined when it is no number
 */
export const parseNumber = (text) => {
  const plain = text.replace(/[\s\u202f]/g, '').replace('−', '-').replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined;
};
