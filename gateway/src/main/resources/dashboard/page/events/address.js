/**
 * What the address of the events says: of which kind, and about what.
 *
 * @typedef {object} EventsView
 * @property {string} kind  one of {@link KINDS}; empty for all
 * @property {string} about  patterns over channels, devices and users, separated by commas; empty for all
 */
import { KINDS } from '../../model/events.js';

/** What the gateway takes as patterns. */
const PATTERN = /^[\w.\/*-]{1,98}(?:,[\w.\/*-]{1,98}){0,7}$/;

/** @param {string} about */
export const isPattern = (about) => about === '' || PATTERN.test(about);

/** @type {import('../../model/route.js').Address} */
export const eventsAddress = {
  /** @returns {EventsView} */
  read: (query) => {
    const kind = query.get('k') ?? '';
    const about = query.get('a') ?? '';
    return { kind: KINDS.some(({ name }) => name === kind) ? kind : '', about: isPattern(about) ? about : '' };
  },
  write: ({ kind, about }) => {
    const query = new URLSearchParams();
    if (kind) query.set('k', kind);
    if (about) query.set('a', about);
    return query;
  },
};
