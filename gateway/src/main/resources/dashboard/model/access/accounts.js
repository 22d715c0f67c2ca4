/**
 * Users, tokens and sessions as REST tells them, checked.
 *
 * @typedef {{name: string, role: string, devices: string[], created: number}} User
 * @typedef {{id: string, name: string, role: string, devices: string[], created: number, expires: number, used: number|undefined}} Token
 *   `used`: when it was last shown, to some minutes; undefined: never
 * @typedef {{id: string, name: string, created: number, used: number, expires: number, from: string, browser: string, own: boolean}} LoginSession
 *   `own`: of this browser
 *
 * @typedef {{status: number, body: unknown, link?: string}} Answer  of the gateway, with the header of that name; status 0 when
 *   there was none
 * @typedef {{text: string, field: string}} Fault  words, and the name of the field that they are about; may be empty
 */
import { cleaned, list, object, optional, text, truth } from '@ferrule/client/shapes.js';

const name = (value) => text(value) && value.length > 0;
const moment = (value) => text(value) && Number.isFinite(Date.parse(value));
const grant = { role: text, devices: list(text, 64) };

const SHAPES = {
  users: object({ name, ...grant, created: moment }),
  tokens: object({ id: name, name, ...grant, created: moment, expires: moment, used: optional(moment) }),
  sessions: object({ id: name, name, created: moment, used: moment, expires: moment, from: text, agent: text, own: truth }),
};

const moments = (row) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, ['created', 'expires', 'used'].includes(key) && value !== undefined ? Date.parse(value) : value]),
  );

/**
 * The rows of a list. What is not of its shape is left out.
 *
 * @param {'users'|'tokens'|'sessions'} what
 * @param {unknown} body
 * @returns {object[]|undefined} nothing when it is no such list
 */
export const readRows = (what, body) => {
  const rows = cleaned(body)?.[what];
  if (!Array.isArray(rows)) return undefined;
  return rows.filter(SHAPES[what]).map((row) => ({ ...moments(row), ...(row.agent === undefined ? {} : { browser: browserText(row.agent) }) }));
};

/** The kind of a problem: the last word of its type. @param {Answer} answer */
export const kindOf = ({ body }) => (text(body?.type) ? body.type.slice(body.type.lastIndexOf('/') + 1) : '');

export const isOk = ({ status }) => status >= 200 && status < 300;

/** What the gateway says to programs, in words for people. */
const FOR_PEOPLE = new Map([
  ['login-needed', 'You are logged out. Log in and try again.'],
  ['password-needed', 'This takes your password, which was not given. Nothing was changed.'],
]);

/** What went wrong, and at which field. @param {Answer} answer @returns {Fault} */
export const faultOf = (answer) => {
  const { status } = answer;
  const body = object({})(answer.body) ? cleaned(answer.body) : {};
  if (!status) return { text: 'The gateway did not answer. Nothing was changed.', field: '' };
  const words = [body.detail, body.hint].filter((each) => text(each) && each).join(' ');
  return {
    text: FOR_PEOPLE.get(kindOf(answer)) || words || `The gateway refused (status ${status}).`,
    field: text(body.place) ? (/^\/(\w+)/.exec(body.place)?.[1] ?? '') : '',
  };
};

const BROWSERS = [
  ['Edge', /\bEdgA?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|Chromium|HeadlessChrome|CriOS)\//],
  ['Safari', /\bSafari\//],
];

const SYSTEMS = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
];

const LONGEST = 40;

/** "Firefox on Windows", out of what a browser calls itself; its own words when it is none of these. @param {string} agent */
export const browserText = (agent) => {
  const find = (table) => table.find(([, shape]) => shape.test(agent))?.[0];
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)];
  if (!browser) return agent.length > LONGEST ? `${agent.slice(0, LONGEST)}…` : agent || 'Unknown browser';
  return system ? `${browser} on ${system}` : browser;
};

/** A list of patterns, as people type it. @param {string} typed */
export const readPatterns = (typed) => typed.toLowerCase().split(/[\s,;]+/).filter(Boolean);
