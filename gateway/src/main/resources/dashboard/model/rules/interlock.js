/**
 * What stands against an output's use before anybody tries: the conditions that it needs and the outputs that must be off
 * meanwhile (PROTOCOL.md, B3), in the operator's words. The gateway decides; this only says it beforehand.
 *
 * @typedef {import('../dictionary.js').Channel} Channel
 *
 * @typedef {object} Known  What is known of another channel.
 * @property {Channel|undefined} channel
 * @property {number|undefined} value  as it is; undefined when nobody should believe it
 */
import { isWordy, wordFor } from '../dictionary.js';
import { quantity } from '../numbers.js';

const COMPARISON = /([a-z][\w/-]*\.[a-z]\w*) (!=|<=|>=|=|<|>) (-?[\d.]+(?:[eE][+-]?\d+)?)/g;

const WORDS = { '=': '', '!=': 'not', '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least' };

const HOLDS = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const said = (channel, value) => (isWordy(channel) ? wordFor(channel, value) : quantity(value, channel));

/** "Pump on and Pressure above 1 bar". @param {string} needs @param {(id: string) => Known} know @param {(id: string) => string} nameOf */
export const needsText = (needs, know, nameOf) =>
  needs.replace(COMPARISON, (_, id, sign, number) => {
    const { channel } = know(id);
    const value = channel ? said(channel, Number(number)) : number;
    return [nameOf(id), WORDS[sign], value].filter(Boolean).join(' ');
  });

/** Comparisons that do not hold now, or of which nobody knows; none for a condition that has more to it than `and`. */
const brokenOf = (needs, know) => {
  if (/\b(or|not)\b|[()]/.test(needs)) return [];
  return [...needs.matchAll(COMPARISON)].filter(([, id, sign, number]) => {
    const { value } = know(id);
    return value === undefined || !HOLDS[sign](value, Number(number));
  });
};

const nowText = (id, know, nameOf) => {
  const { channel, value } = know(id);
  return channel && value !== undefined ? `${nameOf(id)} is ${said(channel, value)}` : `${nameOf(id)} is not known`;
};

/**
 * Why a command away from the safe value would be refused now; empty when nothing is known to be against it.
 *
 * @param {Channel} channel
 * @param {(id: string) => Known} know
 * @param {(id: string) => string} nameOf
 */
export const againstText = ({ needs, others }, know, nameOf) => {
  const broken = brokenOf(needs, know);
  if (broken.length) {
    const wanted = broken.map(([comparison]) => needsText(comparison, know, nameOf)).join(' and ');
    const now = [...new Set(broken.map(([, id]) => id))].map((id) => nowText(id, know, nameOf)).join(', ');
    return `Needs ${wanted}; ${now}`;
  }
  const on = others.find((id) => {
    const { channel, value } = know(id);
    return channel?.safe !== undefined && value !== undefined && value !== channel.safe;
  });
  return on ? `Not together: ${nowText(on, know, nameOf)}` : '';
};
