/** Events: what was commanded and what became of it, how devices were, who logged in; newest first, and going on. */
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { faultOf, isOk } from '../../model/access/accounts.js';
import { isAtLeast, isLoggedIn } from '../../model/access/caller.js';
import { isTrusted } from '../../model/connection.js';
import { KINDS, afterFirst, entriesOf, eventsPath, merged, outcomeOf, readEvents, titleOf, weightOf, whyOf } from '../../model/events.js';
import { momentText } from '../../model/moments.js';
import { ask } from '../../part/ask.js';
import { iconOf } from '../../part/icons.js';
import { facts, same } from '../../part/same.js';
import { base, buttons } from '../../part/theme.js';
import { tools } from '../../part/tool-styles.js';
import { wish } from '../../part/wish.js';
import { isPattern } from './address.js';
import { eventsStyles } from './styles.js';

/** How often is looked for new ones, ms of the gateway's clock. */
const PACE = 3000;

/** The page keeps at most so many. */
const MOST = 2000;

export class FerruleEvents extends LitElement {
  static properties = {
    dictionary: { attribute: false },
    caller: facts,
    /** @type {import('./address.js').EventsView} */
    view: facts,
    /** The gateway's clock, in steps of {@link PACE}. */
    time: { attribute: false },
    connected: { attribute: false },
    events: { state: true },
    fault: { state: true },
  };

  static styles = [base, buttons, tools, eventsStyles];

  /** Which view the events are of; another one begins anew. */
  #of;
  #before;
  #loading = false;

  constructor() {
    super();
    this.events = [];
    this.fault = '';
  }

  /** What a key asks for. @param {'search'} act */
  act(act) {
    if (act === 'search') this.renderRoot.querySelector('input').focus();
  }

  willUpdate() {
    if (!same(this.#of, this.view)) {
      this.#of = this.view;
      this.#before = undefined;
      this.events = [];
      this.#loading = false;
    }
  }

  updated(changed) {
    if (this.connected && (changed.has('time') || changed.has('view') || changed.has('connected'))) this.#follow();
  }

  render() {
    const entries = entriesOf(this.events);
    return html`
      <h1 class="sr">Events</h1>
      ${this.#tools()}
      ${this.fault ? html`<p class="fault" role="alert" data-part="fault">${iconOf('warn')}<span>${this.fault}</span></p>` : nothing}
      ${this.events.some(({ trusted }) => !trusted)
        ? html`<p class="who" data-part="clock">Nobody kept the clock of the gateway for some of these: their times may be off, their order is not.</p>`
        : nothing}
      ${entries.length
        ? html`<ol data-part="events">
            ${repeat(entries, ({ last }) => last.id || last.seq, (entry) => this.#entry(entry))}
          </ol>`
        : this.#of && !this.#loading && !this.fault
          ? html`<p class="none" data-part="empty">Nothing of this kind is recorded.</p>`
          : nothing}
      ${this.#before === undefined
        ? nothing
        : html`<button class="older" data-action="older" @click=${() => this.#older()}>Show older ones</button>`}
    `;
  }

  #tools() {
    const { kind, about } = this.view;
    const isAdmin = !isLoggedIn(this.caller) || isAtLeast(this.caller, 'admin');
    return html`<div class="tools">
      <div role="group" aria-label="Kind of events" class="group">
        ${KINDS.filter(({ admin }) => !admin || isAdmin).map(
          ({ name, text }) => html`<button
            data-kind=${name}
            aria-pressed=${name === kind ? 'true' : 'false'}
            @click=${() => wish(this, 'view', { kind: name })}
          >
            ${text}
          </button>`,
        )}
      </div>
      <input
        type="search"
        aria-label="Only about this channel, device or user"
        placeholder="Channel, device or user: boiler.*"
        .value=${about}
        @change=${({ target }) => this.#about(target.value.trim())}
      />
    </div>`;
  }

  #about(about) {
    if (isPattern(about)) wish(this, 'view', { about });
    else this.fault = 'Small letters, digits, . _ - and * for anything.';
  }

  #entry(entry) {
    const { last, life } = entry;
    const why = whyOf(last);
    const row = html`
      <span class="moment digits">${momentText(last.time, this.time)}</span>
      <span class="title">${life.length > 1 ? html`<span class="more" aria-hidden="true"></span>` : nothing}${titleOf(last, this.dictionary)}${why ? html`<span class="why">${why}</span>` : nothing}</span>
      <span class="who">${last.actor}</span>
      <span class="outcome">${weightOf(last) === 'wrong' ? iconOf('warn') : nothing}${outcomeOf(last)}</span>
    `;
    return html`<li data-weight=${weightOf(last)} data-kind=${last.kind}>
      ${life.length > 1
        ? html`<details>
            <summary>${row}</summary>
            <ul class="life digits">
              ${life.map((event) => html`<li>${this.#step(entry, event)}</li>`)}
            </ul>
          </details>`
        : html`<div class="row">${row}</div>`}
    </li>`;
  }

  #step(entry, event) {
    const after = afterFirst(entry, event);
    return `${outcomeOf(event)} ${after === undefined ? momentText(event.time, this.time) : `after ${after} ms`}`;
  }

  /** Looks for new ones; the first time for the newest. */
  async #follow() {
    const newest = this.events[0]?.seq;
    await this.#load(newest === undefined ? '' : `after=${newest}`, newest === undefined);
  }

  #older() {
    return this.#load(`before=${this.#before}`, true);
  }

  async #load(where, tellsOlder) {
    if (this.#loading) return;
    this.#loading = true;
    const of = this.#of;
    const answer = await ask(this, 'GET', eventsPath(this.view, where));
    if (of !== this.#of) return;
    this.#loading = false;
    this.fault = isOk(answer) ? '' : faultOf(answer).text;
    if (isOk(answer)) {
      const { before, events } = readEvents(answer.body);
      if (tellsOlder) this.#before = this.events.length + events.length < MOST ? before : undefined;
      if (events.length) this.events = merged(this.events, events).slice(0, MOST);
    }
    this.requestUpdate();
  }
}
customElements.define('ferrule-events', FerruleEvents);

/** Draws the page. @param {object} facts  what the page knows @param {import('./address.js').EventsView} view */
export const render = ({ caller, dictionary, phase, time }, view) => html`<ferrule-events
  .dictionary=${dictionary}
  .caller=${caller}
  .view=${view}
  .time=${Math.floor(time / PACE) * PACE}
  .connected=${isTrusted(phase)}
></ferrule-events>`;
