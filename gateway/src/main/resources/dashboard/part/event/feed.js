/**
 * The events that a view shows: the newest, those that came since, and older ones when they are asked for. Owner of them;
 * asks the gateway in the view's name.
 *
 * @typedef {{kind: string, about: string}} EventsView
 */
import { faultOf, isOk } from '../../model/access/accounts.js';
import { eventsPath, merged, readEvents } from '../../model/events.js';
import { same } from '../same.js';

/** How often is looked for new ones, ms. */
export const PACE = 3000;

/** A view keeps at most so many. */
const MOST = 2000;

export class EventFeed {
  #ask;
  #changed;
  /** @type {EventsView|undefined} what the events are of */
  #of;
  #before;
  #isLoading = false;
  #isLoaded = false;

  /** @type {import('../../model/events.js').Event[]} newest first */
  events = [];
  /** Why there are none, in words; empty when there is nothing wrong. */
  fault = '';

  /**
   * @param {(path: string) => Promise<import('../../model/access/accounts.js').Answer>} ask
   * @param {() => void} changed  called when there is something else to show
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Says what to look at; another view begins anew. @param {EventsView} view */
  look(view) {
    if (same(this.#of, view)) return;
    this.#of = view;
    this.#before = undefined;
    this.#isLoading = this.#isLoaded = false;
    this.events = [];
    this.fault = '';
  }

  /** Whether there are older ones to ask for. */
  get hasOlder() {
    return this.#before !== undefined;
  }

  /** Whether the gateway was asked, and has none. */
  get isEmpty() {
    return this.#isLoaded && !this.events.length && !this.fault;
  }

  /** Looks for new ones; the first time for the newest. */
  follow() {
    const newest = this.events[0]?.seq;
    return this.#load(newest === undefined ? '' : `after=${newest}`, newest === undefined);
  }

  older() {
    return this.#load(`before=${this.#before}`, true);
  }

  async #load(where, tellsOlder) {
    if (this.#isLoading || !this.#of) return;
    this.#isLoading = true;
    const of = this.#of;
    const answer = await this.#ask(eventsPath(of, where));
    if (of !== this.#of) return;
    this.#isLoading = false;
    this.#isLoaded = true;
    this.fault = isOk(answer) ? '' : faultOf(answer).text;
    if (isOk(answer)) {
      const { before, events } = readEvents(answer.body);
      if (tellsOlder) this.#before = this.events.length + events.length < MOST ? before : undefined;
      if (events.length) this.events = merged(this.events, events).slice(0, MOST);
    }
    this.#changed();
  }
}
