/** Trends: up to eight channels over the same time, live or paused, as charts and as tables. */
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isTrusted } from '../../model/connection.js';
import { standingText } from '../../model/device.js';
import { momentText, zoneName } from '../../model/moments.js';
import '../../part/empty.js';
import { pastPath } from '../../model/past.js';
import { ask } from '../../part/ask.js';
import { iconOf } from '../../part/icons.js';
import { base, buttons } from '../../part/theme.js';
import { disclosure, tools } from '../../part/tool-styles.js';
import { wish } from '../../part/wish.js';
import { LONGEST, RANGES, SHORTEST } from './address.js';
import './channel-picker.js';
import './chart.js';
import { PastView } from './past-view.js';
import { fullName, panesOf, seriesOf } from './series.js';
import { trendsStyles } from './styles.js';
import { dataTable, legend } from './tables.js';

const HEIGHTS = [0, 420, 280, 210, 180];

export class FerruleTrends extends LitElement {
  static properties = {
    /** What the page knows. */
    facts: { attribute: false },
    /** @type {import('./address.js').TrendsView} */
    view: { attribute: false },
    at: { state: true },
    tabled: { state: true },
  };

  static styles = [base, buttons, tools, disclosure, trendsStyles];

  #past = new PastView(
    (path) => ask(this, 'GET', path),
    () => this.requestUpdate(),
  );

  /** What a key asks for. @param {'live'|'shorter'|'longer'|'in'|'out'|'search'} act */
  act(act) {
    switch (act) {
      case 'live':
        return this.#live();
      case 'shorter':
        return this.#ranged(-1);
      case 'longer':
        return this.#ranged(1);
      case 'in':
        return this.#zoom(0.5);
      case 'out':
        return this.#zoom(2);
      case 'search':
        return this.#search();
    }
  }

  firstUpdated() {
    this.renderRoot.querySelector('details.picker').open = wide.matches || !this.view.channels.length;
  }

  render() {
    const { facts, view } = this;
    const channels = view.channels.map((id) => facts.dictionary.byId.get(id)).filter((channel) => channel?.readable);
    const to = view.until ?? facts.time;
    const from = to - view.range;
    const isPast = PastView.isOf(view, facts.time);
    if (isPast) this.#past.look({ ...view, channels: channels.map(({ id }) => id) }, facts);
    const traceOf = (id) => {
      const live = facts.readings.trace(id);
      return isPast ? this.#past.trace(id, live) : live;
    };
    return html`
      <h1 class="sr">Trends</h1>
      <details class="picker">
        <summary>Channels (${channels.length})</summary>
        <ferrule-channel-picker .dictionary=${facts.dictionary} .chosen=${channels.map(({ id }) => id)}></ferrule-channel-picker>
      </details>
      <div class="main">
        ${this.#tools(from, to)}
        ${channels.length
          ? html`${this.#troubles(channels)} ${isPast ? this.#pastTrouble() : nothing} ${this.#charts(channels, from, to, traceOf)}
              ${legend(channels, facts, from, to, this.at ?? view.until, traceOf)}
              <details @toggle=${(event) => (this.tabled = event.target.open)}>
                <summary>Values as a table</summary>
                ${this.tabled ? dataTable(channels, facts, from, to, zoneName(to), traceOf) : nothing}
              </details>`
          : html`<p class="none" data-part="empty">Choose up to eight channels from the list to see them here.</p>`}
      </div>
    `;
  }

  #tools(from, to) {
    const { range, until } = this.view;
    const { time } = this.facts;
    const live = until === undefined;
    return html`<div class="tools">
      <div role="group" aria-label="Time range" class="group">
        ${RANGES.map(
          ({ length, name, text }) => html`<button
            data-range=${name}
            aria-pressed=${length === range ? 'true' : 'false'}
            @click=${() => wish(this, 'view', { range: length })}
          >
            ${text}
          </button>`,
        )}
      </div>
      <div role="group" aria-label="Move in time" class="group">
        <button aria-label="Earlier" data-action="earlier" @click=${() => this.#move(-1)}>◀</button>
        <button aria-label="Later" data-action="later" aria-disabled=${live ? 'true' : 'false'} @click=${() => live || this.#move(1)}>▶</button>
        <button aria-label="Show less time" data-action="zoom-in" @click=${() => this.#zoom(0.5)}>+</button>
        <button aria-label="Show more time" data-action="zoom-out" @click=${() => this.#zoom(2)}>−</button>
        <button data-action="live" aria-pressed=${live ? 'true' : 'false'} @click=${() => this.#live()}>Live</button>
      </div>
      <p class="span digits" data-part="span">
        ${momentText(from, time)} – ${momentText(to, time)} ${zoneName(to)}${live ? '' : ', paused'}
      </p>
      ${this.view.channels.length
        ? html`<a class="export" data-part="export" download href=${pastPath(this.view.channels, from, to, 'format=csv')}>Save as CSV</a>`
        : nothing}
    </div>`;
  }

  #pastTrouble() {
    if (this.#past.trouble) {
      return html`<p class="trouble" data-part="past-trouble">${iconOf('warn')}<span>The past cannot be shown: ${this.#past.trouble}</span></p>`;
    }
    if (!this.#past.isThere) return html`<p class="span" data-part="past-loading" role="status">Asking the gateway for the past…</p>`;
    return this.#past.isEmpty ? html`<p class="span" data-part="past-empty">The gateway remembers nothing of this time.</p>` : nothing;
  }

  /** Lines that do not go on need their reason: the devices behind them that are not up. */
  #troubles(channels) {
    const { dictionary, phase, time } = this.facts;
    const devices = [...new Set(channels.map(({ device }) => device))].map((id) => dictionary.devices.get(id));
    return devices
      .filter((device) => device && device.state !== 'up' && isTrusted(phase))
      .map(
        (device) => html`<p class="trouble" data-part="trouble" data-device=${device.id}>
          ${iconOf('warn')}<span>${device.name || device.id}: ${standingText(device, true, time)}</span>
        </p>`,
      );
  }

  #charts(channels, from, to, traceOf) {
    const { devices } = this.facts.dictionary;
    const panes = panesOf(channels, devices);
    return repeat(
      panes,
      ({ series }) => series.map(({ channel }) => channel.id).join(),
      (pane) => html`<section class="pane" aria-label=${pane.series.map(({ name }) => name).join(', ')}>
        <h2>${pane.unit || fullName(pane.series[0].channel, devices)}</h2>
        <ferrule-chart
          .pane=${pane}
          .tables=${pane.series.map(({ channel }) => seriesOf(traceOf(channel.id), channel, from, to))}
          .from=${from}
          .to=${to}
          .height=${HEIGHTS[Math.min(panes.length, HEIGHTS.length - 1)]}
          @zoomed=${({ detail }) => this.#zoomed(detail)}
          @pointed=${(event) => (this.at = event.detail ?? undefined)}
        ></ferrule-chart>
      </section>`,
    );
  }

  /** Puts the cursor where a channel can be looked for. */
  #search() {
    const picker = this.renderRoot.querySelector('details.picker');
    picker.open = true;
    picker.querySelector('ferrule-channel-picker').focusSearch();
  }

  /** Pauses where the present is, or goes on with it. */
  #live() {
    const { until } = this.view;
    wish(this, 'view', { until: until === undefined ? Math.round(this.facts.time) : undefined });
  }

  /** One range shorter or longer, as far as there are any. */
  #ranged(way) {
    const { range } = this.view;
    const next = way > 0 ? RANGES.find(({ length }) => length > range) : RANGES.findLast(({ length }) => length < range);
    if (next) wish(this, 'view', { range: next.length });
  }

  /** So many times the range, around the middle of what is shown; live it stays at the present. */
  #zoom(by) {
    const { range, until } = this.view;
    const next = Math.min(LONGEST, Math.max(SHORTEST, Math.round((range * by) / 1000) * 1000));
    const end = until === undefined ? undefined : Math.round(until + (next - range) / 2);
    wish(this, 'view', { range: next, until: end === undefined || end >= this.facts.time ? undefined : end });
  }

  /** A stretch of the picture, or more than the picture. */
  #zoomed(stretch) {
    if (!stretch) {
      this.#zoom(2);
      return;
    }
    const range = Math.max(SHORTEST, Math.round((stretch.to - stretch.from) / 1000) * 1000);
    wish(this, 'view', { range, until: Math.round(stretch.to) });
  }

  /** Half a range to and fro; where the present begins, it is live again. */
  #move(way) {
    const { range, until: end = this.facts.time } = this.view;
    const until = end + (way * range) / 2;
    wish(this, 'view', { until: until >= this.facts.time ? undefined : Math.round(until) });
  }
}

const wide = matchMedia('(width >= 900px)');

customElements.define('ferrule-trends', FerruleTrends);

/** Draws the page. @param {object} facts @param {import('./address.js').TrendsView} view */
export const render = (facts, view) =>
  facts.dictionary.devices.size
    ? html`<ferrule-trends .facts=${facts} .view=${view}></ferrule-trends>`
    : html`<ferrule-empty></ferrule-empty>`;
