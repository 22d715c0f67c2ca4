/** One device: all its channels as rows, its controls, how its link does, and what happened to it. */
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isTrusted } from '../../model/connection.js';
import { standingText } from '../../model/device.js';
import { aboutDevice, entriesOf } from '../../model/events.js';
import { durationText, momentText } from '../../model/moments.js';
import { spanFor } from '../../model/sparkline.js';
import { ask } from '../../part/ask.js';
import '../../part/control/control.js';
import '../../part/empty.js';
import '../../part/event/event-list.js';
import { EventFeed, PACE } from '../../part/event/feed.js';
import { iconOf } from '../../part/icons.js';
import { deviceLink, eventsLink, trendsLink } from '../../part/page-link.js';
import { base, buttons } from '../../part/theme.js';
import { disclosure } from '../../part/tool-styles.js';
import { DAY, availabilityText, isOutage, notable, stoodText, stretchesOf } from './availability.js';
import './channel-row.js';
import './day-strip.js';
import { deviceOf } from './facts.js';
import { detailsOf, figuresOf, answerTime, readingRate } from './health.js';
import { LinkWatch } from './link-watch.js';
import './raw-view.js';
import { deviceStyles } from './styles.js';

const LINK_ICON = { up: 'full', connecting: 'open', silent: 'half', down: 'off', refused: 'fault' };

/** How often sparklines and the strip move on, ms. */
const STEP = 2000;
const STRIP_STEP = 30_000;

/** Events that are shown before somebody asks for more. */
const FIRST = 20;

const step = (time, length) => Math.floor(time / length) * length;

export class FerruleDevice extends LitElement {
  static properties = {
    /** What the page knows. */
    facts: { attribute: false },
    /** @type {import('./address.js').DeviceView} */
    view: { attribute: false },
    all: { state: true },
  };

  static styles = [base, buttons, disclosure, deviceStyles];

  #ask = (path) => ask(this, 'GET', path);
  #again = () => this.requestUpdate();
  #feed = new EventFeed(this.#ask, this.#again);
  #link = new LinkWatch(this.#ask, this.#again);
  #followedAt;
  #stretches = [];
  #stretchesOf;

  get #device() {
    return this.facts.dictionary.devices.get(this.view.device);
  }

  willUpdate() {
    const device = this.#device;
    if (!device) return;
    this.#feed.look({ kind: '', about: aboutDevice(device.id) });
  }

  /** Nothing is painted, and nothing asked for, while nobody looks. */
  updated() {
    const device = this.#device;
    const { now, phase, time } = this.facts;
    if (!device || !isTrusted(phase)) return;
    this.#link.look(device, now, time);
    const turn = `${device.id} ${step(time, PACE)}`;
    if (turn === this.#followedAt) return;
    this.#followedAt = turn;
    this.#feed.follow();
  }

  render() {
    const device = this.#device;
    if (!device) return this.#choice();
    const shown = deviceOf(this.facts, device);
    const { controls, rows } = shown;
    return html`
      ${this.#head(shown)}
      <div class=${controls.length ? 'columns' : 'columns alone'}>
        ${this.#channels(rows)}
        ${controls.length
          ? html`<section aria-labelledby="controls">
              <h2 id="controls">Controls</h2>
              ${repeat(
                controls,
                ({ channel }) => channel.id,
                (control) => html`<ferrule-control .control=${control} .deviceName=${shown.name}></ferrule-control>`,
              )}
            </section>`
          : nothing}
      </div>
      ${this.#linkHealth(device, rows)}
      ${this.facts.kiosk ? nothing : html`${this.#events(device)} ${this.#raw(device)}`}
    `;
  }

  #head({ about, id, known, name, standing, state, trends }) {
    const isUp = known && state === 'up';
    return html`<div class="head">
      <h1>${name}</h1>
      <span class=${isUp ? 'state' : 'state abnormal'} data-part="state" data-state=${state}>${iconOf(known ? LINK_ICON[state] : 'open')}<span>${standing}</span></span>
      <span class="links">${trends.length ? trendsLink(trends, 'Trends of its channels') : nothing}</span>
      <dl class="about" data-part="about" data-device=${id}>
        ${about.map(([word, text]) => html`<div><dt>${word}</dt><dd>${text}</dd></div>`)}
      </dl>
    </div>`;
  }

  #channels(rows) {
    const { dictionary, readings, time } = this.facts;
    const span = spanFor(readings.oldest(), time);
    return html`<section aria-labelledby="channels" data-part="channels">
      <h2 id="channels">Channels</h2>
      ${rows.length
        ? html`<div role="table" aria-labelledby="channels">
            <div role="row" class="row-head">
              <span role="columnheader">Name</span>
              <span role="columnheader" data-right>Value</span>
              <span role="columnheader">Range</span>
              <span role="columnheader">Last ${span.text}</span>
              <span role="columnheader">Age</span>
              <span role="columnheader">Quality</span>
            </div>
            ${repeat(
              rows,
              ({ tile }) => tile.channel,
              (row) => {
                const trace = readings.trace(row.tile.channel);
                return html`<ferrule-channel-row
                  role="row"
                  .row=${row}
                  .channel=${dictionary.byId.get(row.tile.channel)}
                  .trace=${trace}
                  .filled=${trace.length > 0}
                  .time=${step(time, STEP)}
                  .span=${span}
                ></ferrule-channel-row>`;
              },
            )}
          </div>`
        : html`<p class="empty" data-part="no-channels">${this.#device.state === 'up' ? 'This device has no channels.' : 'Its channels appear as soon as it answers. Check its cable and its power.'}</p>`}
    </section>`;
  }

  #linkHealth(device, rows) {
    const { readings, time } = this.facts;
    const { counting } = this.#link;
    const rate = readingRate(
      rows.map(({ tile }) => readings.trace(tile.channel)),
      time,
    );
    const figures = figuresOf(counting, rate, answerTime(entriesOf(this.#feed.events)), time);
    const details = detailsOf(counting);
    return html`<section aria-labelledby="link" data-part="link-health">
      <h2 id="link">Link</h2>
      ${figures.length
        ? html`<dl class="figures digits">${figures.map(figureOf)}</dl>`
        : html`<p class="empty">The gateway has not told yet what came over it.</p>`}
      ${this.#day(device)}
      ${details.length
        ? html`<div class="day">
            <details>
              <summary>What the driver counts</summary>
              <dl class="figures digits">${details.map(figureOf)}</dl>
            </details>
          </div>`
        : nothing}
    </section>`;
  }

  #day(device) {
    const { recorded } = this.#link;
    if (!recorded) return html`<div class="day"><p role="status">Asking the gateway for the last 24 h…</p></div>`;
    const stretches = this.#stretchesAt(recorded, device);
    const text = availabilityText(stretches);
    const list = notable(stretches);
    return html`<div class="day" data-part="day">
      <p data-part="availability">${text}</p>
      <ferrule-day-strip .stretches=${stretches} .text=${text}></ferrule-day-strip>
      <p class="axis" aria-hidden="true"><span>24 h ago</span><span>12 h</span><span>now</span></p>
      ${list.length
        ? html`<details>
            <summary>${list.length === 1 ? 'One stretch' : `${list.length} stretches`} when it was not up, or not known to be</summary>
            <ul class="stretches digits" data-part="stretches">
              ${list.map((stretch) => this.#stretch(stretch))}
            </ul>
          </details>`
        : nothing}
    </div>`;
  }

  /** The same object as long as it is the same picture. */
  #stretchesAt(recorded, device) {
    const { phase, time } = this.facts;
    const at = step(time, STRIP_STEP);
    const of = [recorded, device, isTrusted(phase), at];
    if (!this.#stretchesOf || of.some((each, i) => each !== this.#stretchesOf[i])) {
      this.#stretchesOf = of;
      this.#stretches = stretchesOf(recorded, time - DAY, time, isTrusted(phase) ? device : undefined);
    }
    return this.#stretches;
  }

  #stretch(stretch) {
    const { from, state, to, why } = stretch;
    return html`<li class=${isOutage(stretch) ? 'abnormal' : ''}>
      <span>${momentText(from, this.facts.time)}</span><span>${stoodText(state)}</span><span>${durationText(to - from)}</span>
      <span class="why">${why}</span>
    </li>`;
  }

  #events(device) {
    const feed = this.#feed;
    return html`<section aria-labelledby="events" data-part="device-events">
      <header class="head">
        <h2 id="events">Events and commands</h2>
        <span class="links">${eventsLink(aboutDevice(device.id), 'All events of this device')}</span>
      </header>
      ${feed.fault ? html`<p class="empty abnormal" role="alert">${feed.fault}</p>` : nothing}
      ${feed.isEmpty ? html`<p class="empty" data-part="no-events">Nothing is recorded of this device yet.</p>` : nothing}
      ${feed.events.length
        ? html`<ferrule-event-list
            .events=${feed.events.slice(0, this.all ? undefined : FIRST)}
            .dictionary=${this.facts.dictionary}
            .time=${step(this.facts.time, STRIP_STEP)}
          ></ferrule-event-list>`
        : nothing}
      ${feed.events.length > FIRST && !this.all
        ? html`<p class="empty"><button data-action="more-events" @click=${() => (this.all = true)}>Show ${feed.events.length - FIRST} more</button></p>`
        : nothing}
    </section>`;
  }

  #raw({ driver, id }) {
    const { caller, now, phase } = this.facts;
    return html`<section aria-labelledby="raw" data-part="raw-section">
      <h2 id="raw">Bytes of the line</h2>
      <ferrule-raw-view .device=${{ id, driver }} .caller=${caller} .now=${step(now, 500)} .connected=${isTrusted(phase)}></ferrule-raw-view>
    </section>`;
  }

  /** No device is named, or none that there is. */
  #choice() {
    const { dictionary, phase, time } = this.facts;
    const { device } = this.view;
    return html`
      <h1>${device ? `There is no device ${device}` : 'Which device?'}</h1>
      <ul class="devices" data-part="choice">
        ${[...dictionary.devices.values()].map(
          (each) => html`<li>${deviceLink(each.id, each.name || each.id)}<span>${standingText(each, isTrusted(phase), time)}</span></li>`,
        )}
      </ul>
    `;
  }
}

const figureOf = ({ name, note, value, wrong }) => html`<div class=${wrong ? 'wrong' : ''}>
  <dt>${name}</dt>
  <dd class="figure">${value}</dd>
  ${note ? html`<dd class="note">${note}</dd>` : nothing}
</div>`;

customElements.define('ferrule-device', FerruleDevice);

/** Draws the page. @param {object} facts @param {import('./address.js').DeviceView} view */
export const render = (facts, view) =>
  facts.dictionary.devices.size ? html`<ferrule-device .facts=${facts} .view=${view}></ferrule-device>` : html`<ferrule-empty></ferrule-empty>`;
