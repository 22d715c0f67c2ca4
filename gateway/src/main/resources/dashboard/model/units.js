/** Units for people. The wire says UCUM; a screen says what stands on the instrument. */

const WORDS = new Map([
  ['1', ''],
  ['Cel', '°C'],
  ['[degF]', '°F'],
  ['deg', '°'],
  ['Ohm', 'Ω'],
  ['[pH]', 'pH'],
  ['[ppm]', 'ppm'],
  ['[ppb]', 'ppb'],
  ['bit_s', 'bit'],
  ['mm[Hg]', 'mmHg'],
  ['m[H2O]', 'mH₂O'],
  ['[g]', 'g'],
  ['[psi]', 'psi'],
  ['[in_i]', 'in'],
  ['[ft_i]', 'ft'],
]);

const SUPERSCRIPT = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶' };

const term = (code) => {
  const bare = code.replace(/\{(.*?)\}/g, '$1');
  if (WORDS.has(bare)) return WORDS.get(bare);
  const [, symbol, exponent] = /^(.*?)(-?\d+)?$/.exec(bare);
  const word = WORDS.get(symbol) ?? symbol.replace(/^u(?=[A-Za-z])/, 'µ').replace(/Ohm$/, 'Ω').replace(/[[\]]/g, '');
  return word + [...(exponent ?? '')].map((digit) => SUPERSCRIPT[digit] ?? digit).join('');
};

/**
 * A UCUM code as a person writes it: `Cel` is °C, `m/s2` is m/s², `uT` is µT, `1` is nothing.
 *
 * @param {string} code
 */
export const prettyUnit = (code) =>
  WORDS.get(code) ??
  code
    .split('/')
    .map((part) => part.split('.').map(term).join('·'))
    .join('/');
