/**
 * Quality codes and their words (PROTOCOL.md, 0.1).
 *
 * @typedef {'good'|'uncertain'|'bad'|'stale'} QualityClass
 */

/** @type {QualityClass[]} */
const CLASSES = ['good', 'uncertain', 'bad', 'stale'];

const REASONS = [
  '',
  'clock not set',
  'out of range',
  'open circuit',
  'short circuit',
  'link down',
  'no data',
  'no value yet',
  'not a number',
  'device restarted',
  'command outcome unknown',
];

/** @param {number} code @returns {QualityClass} */
export const qualityClass = (code) => CLASSES[code >> 6];

/** The reason in words; empty when the code gives none. @param {number} code */
export const qualityReason = (code) => {
  const reason = code & 63;
  return REASONS[reason] ?? (reason < 32 ? '' : `device code ${reason}`);
};
