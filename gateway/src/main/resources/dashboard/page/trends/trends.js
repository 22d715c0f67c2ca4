/** Trends: up to eight channels over the same time, live or paused, as charts and as tables. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { momentText, zoneName } from '../../model/moments.js';
import { RANGES } from '../../model/route.js';
import { base, buttons } from '../../part/theme.js';
import { wish } from '../../part/wish.js';
import './channel-picker.js';
import './chart.js';
import { panesOf, seriesOf } from './series.js';
import { trendsStyles } from './styles.js';
import { dataTable, legend } from './tables.js';

const HEIGHTS = [0, 420, 280, 210, 180];

export class FerruleTrends extends LitElement {
  static properties = {
    /** @type {import('../../model/route.js').Route} */
    route: { attribute: false },
    dictionary: { attribute: false },
    readings: { attribute: false },
    /** The gateway's clock. */
    time: { attribute: false },
    at: { state: true },
    tabled: { state: true },
  };

  static styles = [base, buttons, trendsStyles];

  /** Puts the cursor where a channel can be looked for. */
  search() {
    const picker = this.renderRoot.querySelector('details.picker');
    picker.open = true;
    picker.querySelector('ferrule-channel-picker').focusSearch();
  }

  firstUpdated() {
    this.renderRoot.querySelector('details.picker').open = wide.matches || !this.route.channels.length;
  }

  render() {
    const { route } = this;
    const channels = route.channels.map((id) => this.dictionary.byId.get(id)).filter((channel) => channel?.readable);
    const to = route.until ?? this.time;
    const from = to - route.range;
    return html`
      <h1 class="sr">Trends</h1>
      <details class="picker">
        <summary>Channels (${channels.length})</summary>
        <ferrule-channel-picker .dictionary=${this.dictionary} .chosen=${channels.map(({ id }) => id)}></ferrule-channel-picker>
      </details>
      <div class="main">
        ${this.#tools(from, to)}
        ${channels.length
          ? html`${this.#charts(channels, from, to)} ${legend(channels, this.readings, from, to, this.at)}
              <details @toggle=${(event) => (this.tabled = event.target.open)}>
                <summary>Values as a table</summary>
                ${this.tabled ? dataTable(channels, this.readings, from, to, zoneName(to)) : nothing}
              </details>`
          : html`<p class="none" data-part="empty">Choose up to eight channels from the list to see them here.</p>`}
      </div>
    `;
  }

  #tools(from, to) {
    const { range, until } = this.route;
    const live = until === undefined;
    return html`<div class="tools">
      <div role="group" aria-label="Time range" class="group">
        ${RANGES.map(
          ({ length, name, text }) => html`<button
            data-range=${name}
            aria-pressed=${length === range ? 'true' : 'false'}
            @click=${() => wish(this, 'route', { range: length })}
          >
            ${text}
          </button>`,
        )}
      </div>
      <div role="group" aria-label="Move in time" class="group">
        <button aria-label="Earlier" data-action="earlier" @click=${() => this.#move(-1)}>◀</button>
        <button aria-label="Later" data-action="later" aria-disabled=${live ? 'true' : 'false'} @click=${() => live || this.#move(1)}>▶</button>
        <button
          data-action="live"
          aria-pressed=${live ? 'true' : 'false'}
          @click=${() => wish(this, 'route', { until: live ? Math.round(this.time) : undefined })}
        >
          Live
        </button>
      </div>
      <p class="span digits" data-part="span">
        ${momentText(from, this.time)} – ${momentText(to, this.time)} ${zoneName(to)}${live ? '' : ', paused'}
      </p>
    </div>`;
  }

  #charts(channels, from, to) {
    const panes = panesOf(channels);
    return repeat(
      panes,
      ({ series }) => series.map(({ channel }) => channel.id).join(),
      (pane) => html`<section class="pane" aria-label=${pane.series.map(({ channel }) => channel.name).join(', ')}>
        <h2>${pane.unit || pane.series[0].channel.name}</h2>
        <ferrule-chart
          .pane=${pane}
          .tables=${pane.series.map(({ channel }) => seriesOf(this.readings.trace(channel.id), channel, from, to))}
          .from=${from}
          .to=${to}
          .height=${HEIGHTS[Math.min(panes.length, HEIGHTS.length - 1)]}
          @pointed=${(event) => (this.at = event.detail ?? undefined)}
        ></ferrule-chart>
      </section>`,
    );
  }

  /** Half a range to and fro; where the present begins, it is live again. */
  #move(way) {
    const until = (this.route.until ?? this.time) + (way * this.route.range) / 2;
    wish(this, 'route', { until: until >= this.time ? undefined : Math.round(until) });
  }
}

const wide = matchMedia('(width >= 900px)');

customElements.define('ferrule-trends', FerruleTrends);
