/** Events: what was commanded and what became of it, how devices were, who logged in; newest first, and going on. */
import { LitElement, html, nothing } from 'lit';
import { isAtLeast, isLoggedIn } from '../../model/access/caller.js';
import { isTrusted } from '../../model/connection.js';
import { KINDS } from '../../model/events.js';
import { ask } from '../../part/ask.js';
import '../../part/event/event-list.js';
import { EventFeed, PACE } from '../../part/event/feed.js';
import { iconOf } from '../../part/icons.js';
import { facts } from '../../part/same.js';
import { base, buttons } from '../../part/theme.js';
import { tools, trouble } from '../../part/tool-styles.js';
import { wish } from '../../part/wish.js';
import { isPattern } from './address.js';
import { eventsStyles } from './styles.js';

export class FerruleEvents extends LitElement {
  static properties = {
    dictionary: { attribute: false },
    caller: facts,
    /** @type {import('./address.js').EventsView} */
    view: facts,
    /** The gateway's clock, in steps of {@link PACE}. */
    time: { attribute: false },
    connected: { attribute: false },
    mistake: { state: true },
  };

  static styles = [base, buttons, tools, trouble, eventsStyles];

  #feed = new EventFeed(
    (path) => ask(this, 'GET', path),
    () => this.requestUpdate(),
  );

  constructor() {
    super();
    this.mistake = '';
  }

  /** What a key asks for. @param {'search'} act */
  act(act) {
    if (act === 'search') this.renderRoot.querySelector('input').focus();
  }

  willUpdate(changed) {
    this.#feed.look(this.view);
    if (changed.has('view')) this.mistake = '';
  }

  updated(changed) {
    if (this.connected && (changed.has('time') || changed.has('view') || changed.has('connected'))) this.#feed.follow();
  }

  render() {
    const feed = this.#feed;
    const fault = this.mistake || feed.fault;
    return html`
      <h1 class="sr">Events</h1>
      ${this.#tools()}
      ${fault ? html`<p class="fault" role="alert" data-part="fault">${iconOf('warn')}<span>${fault}</span></p>` : nothing}
      ${feed.isEmpty ? html`<p class="none" data-part="empty">Nothing of this kind is recorded.</p>` : nothing}
      ${feed.events.length
        ? html`<ferrule-event-list .events=${feed.events} .dictionary=${this.dictionary} .time=${this.time}></ferrule-event-list>`
        : nothing}
      ${feed.hasOlder
        ? html`<button class="older" data-action="older" @click=${() => feed.older()}>Show older ones</button>`
        : nothing}
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
        aria-label="Only about these channels, devices or users"
        placeholder="Channel, device or user: boiler.*"
        .value=${about}
        @change=${({ target }) => this.#about(target.value.trim())}
      />
    </div>`;
  }

  #about(about) {
    if (isPattern(about)) wish(this, 'view', { about });
    else this.mistake = 'Small letters, digits, . _ - and * for anything; a comma between several.';
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
