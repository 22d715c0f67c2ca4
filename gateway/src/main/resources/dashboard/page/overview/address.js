/**
 * What the address of the overview says: which devices, and in which order.
 *
 * @typedef {object} OverviewView
 * @property {'all'|'abnormal'|import('../../model/fleet/standing.js').Condition} show
 * @property {'area'|'worst'|'age'|'name'} sort
 * @property {string} area  whose devices alone are shown; empty for all
 */
import { CONDITIONS } from '../../model/fleet/standing.js';

/** What can be shown, with its words. */
export const SHOWN = [
  ['all', 'All'],
  ['abnormal', 'Abnormal'],
  ...CONDITIONS.map(([name, word]) => [name, word.replace(/^./, (first) => first.toUpperCase())]),
];

/** The orders, with their words. */
export const SORTS = [
  ['area', 'By area'],
  ['worst', 'Worst first'],
  ['age', 'Oldest first'],
  ['name', 'By name'],
];

const oneOf = (table, name) => (table.some(([each]) => each === name) ? name : table[0][0]);

/** @type {import('../../model/route.js').Address} */
export const overviewAddress = {
  /** @returns {OverviewView} */
  read: (query) => ({
    show: oneOf(SHOWN, query.get('show')),
    sort: oneOf(SORTS, query.get('sort')),
    area: (query.get('area') ?? '').slice(0, 64),
  }),
  write: ({ show, sort, area }) => {
    const query = new URLSearchParams();
    if (show !== SHOWN[0][0]) query.set('show', show);
    if (sort !== SORTS[0][0]) query.set('sort', sort);
    if (area) query.set('area', area);
    return query;
  },
};
