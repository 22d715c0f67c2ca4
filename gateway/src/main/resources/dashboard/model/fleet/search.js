/**
 * Everything that has a name, and how well it is what somebody types.
 *
 * @typedef {object} Found
 * @property {'page'|'area'|'device'|'channel'} kind
 * @property {string} id  of the page, area, device or channel
 * @property {string} text  its name
 * @property {string} about  where it is
 * @property {string} haystack  what is looked through
 */

/** Answers that have room. */
const MOST = 12;

const plain = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

const entry = (kind, id, text, about) => ({ kind, id, text, about, haystack: plain([text, about, id].join(' ')) });

/**
 * All that can be found.
 *
 * @param {{name: string, title: string}[]} pages
 * @param {import('../dictionary.js').Dictionary|undefined} dictionary
 * @returns {Found[]}
 */
export const indexOf = (pages, dictionary) => {
  const devices = [...(dictionary?.devices.values() ?? [])];
  const areas = [...new Set(devices.map(({ area }) => area).filter(Boolean))];
  const channels = [...(dictionary?.byId.values() ?? [])];
  const nameOf = (id) => dictionary.devices.get(id)?.name ?? id;
  return [
    ...pages.map(({ name, title }) => entry('page', name, title, 'Page')),
    ...areas.map((area) => entry('area', area, area, 'Area')),
    ...devices.map(({ id, name, area }) => entry('device', id, name || id, area)),
    ...channels.map(({ id, device, name }) => entry('channel', id, name, nameOf(device))),
  ];
};

/** How well: the less the better; undefined when not at all. Every word must be somewhere. */
const scoreOf = ({ haystack, text }, words) => {
  let score = 0;
  for (const word of words) {
    const at = haystack.indexOf(word);
    if (at < 0) return undefined;
    const isWordStart = at === 0 || /[\s._-]/.test(haystack[at - 1]);
    score += (at === 0 ? 0 : isWordStart ? 1 : 3) + (plain(text).includes(word) ? 0 : 2);
  }
  return score;
};

/**
 * The best matches, best first; of equals, what comes first in the index.
 *
 * @param {Found[]} index
 * @param {string} typed
 * @returns {Found[]}
 */
export const search = (index, typed) => {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return index.filter(({ kind }) => kind === 'page' || kind === 'area').slice(0, MOST);
  return index
    .map((found, i) => ({ found, i, score: scoreOf(found, words) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => a.score - b.score || a.i - b.i)
    .slice(0, MOST)
    .map(({ found }) => found);
};
