/** What the status bar and the connection bar say. */
import { DELAYED_AFTER, whyClosed } from './connection.js';
import { durationText, momentText } from './moments.js';

/**
 * @typedef {import('./connection.js').Connection} Connection
 * @typedef {import('./connection.js').Phase} Phase
 */

/**
 * The one word about the connection, at the same place on every page.
 *
 * @param {Phase} phase
 * @param {Connection} connection
 * @param {number} now  steady ms
 */
export const linkWord = (phase, connection, now) => {
  switch (phase) {
    case 'live':
    case 'restored':
      return 'Live';
    case 'delayed':
      return `Delayed ${Math.max(DELAYED_AFTER / 1000, Math.floor((now - connection.heardAt) / 1000))} s`;
    case 'offline':
      return 'Offline';
    case 'resync':
      return 'Updating…';
    case 'connecting':
      return 'Connecting…';
  }
};

const lostAt = ({ lostAt, heardAt }) => lostAt ?? heardAt;

/** Since when there is no connection, to stand behind the word where there is room. Empty when there is one. */
export const linkSince = (phase, connection, now, wall) => (phase === 'offline' ? sinceText('', connection, now, wall) : '');

const sinceText = (word, connection, now, wall) => {
  const since = wall(lostAt(connection));
  return since === undefined ? word : `${word} since ${momentText(since, wall(now))}`;
};

/**
 * What the connection bar says, or an empty text when there is nothing to say.
 *
 * @param {Phase} phase
 * @param {Connection} connection
 * @param {number} now
 * @param {(steady: number) => number|undefined} wall  a steady moment on the gateway's clock
 */
export const connectionText = (phase, connection, now, wall) => {
  switch (phase) {
    case 'offline': {
      const old = connection.everSynced ? ' The values shown are old.' : '';
      return `${sinceText('Not connected to gateway', connection, now, wall)}.${old} ${whyClosed(connection)}`.trimEnd();
    }
    case 'resync':
      return 'Updating…';
    case 'restored':
      return `Reconnected after ${durationText(Math.max(1000, connection.away))}.`;
    default:
      return '';
  }
};

/** When the page tries again. Apart from the sentence, because it changes every second and is not to be read aloud. */
export const retryText = (phase, { socket, retryAt }, now) => {
  if (phase !== 'offline') return '';
  return socket === 'closed' && retryAt > now ? `Retrying in ${Math.ceil((retryAt - now) / 1000)} s.` : 'Trying now.';
};
