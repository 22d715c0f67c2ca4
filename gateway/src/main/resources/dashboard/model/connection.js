/**
 * How the connection looks to people: the client's part is what it is and when it tries again. Moments (`now`) are
 * milliseconds of a clock that never jumps.
 *
 * @typedef {import('@ferrule/client/connection.js').Connection} Connection
 * @typedef {'connecting'|'live'|'delayed'|'offline'|'resync'|'restored'} Phase
 *   connecting: the page was just opened; live: something was heard within 6 s; delayed: within 12 s; offline: neither,
 *   or closed; resync: open again, the readings are not here yet; restored: live again, for 8 s.
 */
import { SILENT_AFTER } from '@ferrule/client/connection.js';

export const DELAYED_AFTER = 6000;
const NOTICE = 8000;

/** What closed it, in words; empty when the code says nothing to a person. @param {Connection} c */
export const whyClosed = ({ code }) => {
  switch (code) {
    case 1001:
    case 1012:
      return 'The gateway is restarting.';
    case 1013:
    case 4429:
      return 'The gateway is busy.';
    case 4401:
      return 'You are logged out.';
    case 4413:
      return 'This page could not keep up.';
    case 1008:
    case 1009:
    case 4400:
      return `The gateway refused this page (code ${code}).`;
    default:
      return '';
  }
};

/** @param {Connection} c @param {number} now @returns {Phase} */
export const phaseOf = (c, now) => {
  if (c.socket !== 'open') return c.everSynced || c.attempts ? 'offline' : 'connecting';
  if (now - c.heardAt > SILENT_AFTER) return 'offline';
  if (!c.synced) return c.everSynced || c.attempts ? 'resync' : 'connecting';
  if (now - c.heardAt > DELAYED_AFTER) return 'delayed';
  return c.restoredAt !== undefined && now - c.restoredAt < NOTICE ? 'restored' : 'live';
};

/** Whether what is on screen may be taken as the present, and controls may be used. @param {Phase} phase */
export const isTrusted = (phase) => phase === 'live' || phase === 'restored' || phase === 'delayed';
