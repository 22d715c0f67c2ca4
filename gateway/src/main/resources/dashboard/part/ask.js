/** Asks the gateway's REST interface from a view: a wish with an answer. */
import { wish } from './wish.js';

/**
 * @param {EventTarget} from
 * @param {string} method
 * @param {string} path  relative
 * @param {object} [body]
 * @returns {Promise<import('../model/access/accounts.js').Answer>}
 */
export const ask = (from, method, path, body) => new Promise((answer) => wish(from, 'ask', { method, path, body, answer }));
