/**
 * Wishes: what views ask for. They go up as events with one of these names, and main fulfills them.
 *
 * - `wish-command` {control, deviceName, value}: a command, asked for by a person
 * - `wish-check` {id}: what became of a command
 * - `wish-dismiss` {id}: an outcome was seen
 * - `wish-retry`: connect now
 * - `wish-page` {page, view}: go to another page, which shows that much of what it can
 * - `wish-view` {…changes}: show something else of this page
 * - `wish-act` {act}: what only the page that is shown can do
 * - `wish-layout` {…layout}: the overview arranged like that from now on
 * - `wish-reload`: load the new version
 * - `wish-help`: tell the keys
 * - `wish-search`: find something by its name
 * - `wish-ask` {method, path, body, answer}: something of the REST interface; `answer` is called with what it says
 * - `wish-log-in` {password, answer}: the same user again
 * - `wish-log-out` {everywhere, answer}
 * - `wish-account`: show who one is
 * - `wish-keys` {on}: whether single keys do something
 *
 * An input wishes for a value with `wish-value` {value}; its control makes a command of it.
 *
 * @param {EventTarget} from
 * @param {string} name
 * @param {object} [detail]
 */
export const wish = (from, name, detail = {}) =>
  from.dispatchEvent(new CustomEvent(`wish-${name}`, { detail, bubbles: true, composed: true }));
