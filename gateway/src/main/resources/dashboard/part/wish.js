/**
 * Wishes: what views ask for. They go up as events with one of these names, and the page fulfills them.
 *
 * - `wish-command` {channel, value}: a command, asked for by a person
 * - `wish-check` {id}: what became of a command
 * - `wish-dismiss` {id}: an outcome was seen
 * - `wish-retry`: connect now
 * - `wish-route` {changes}: show something else
 * - `wish-reload`: load the new version
 *
 * @param {EventTarget} from
 * @param {string} name
 * @param {object} [detail]
 */
export const wish = (from, name, detail = {}) =>
  from.dispatchEvent(new CustomEvent(`wish-${name}`, { detail, bubbles: true, composed: true }));
