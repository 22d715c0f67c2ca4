/** A channel as a row of the table: name, value, place in its range, the last minutes, age, quality in words. */
import { LitElement, css, html, nothing } from 'lit';
import { iconOf } from '../../part/icons.js';
import { trendsLink } from '../../part/page-link.js';
import { facts } from '../../part/same.js';
import { base } from '../../part/theme.js';
import '../../part/tile/sparkline.js';
import { hatched, valueStyles } from '../../part/value-styles.js';
import { rangeBar } from './range-bar.js';

const ICON = { delayed: 'clock', stale: 'unplugged', bad: 'fault', uncertain: 'about', never: 'wait' };

/** The columns of the table; its head has the same. */
export const columns = css`
  display: grid;
  grid-template-columns: minmax(8rem, 1.3fr) minmax(7rem, 1fr) minmax(7rem, 1.2fr) minmax(6rem, 1.2fr) 6rem minmax(7rem, 1fr);
  gap: 0 16px;
  align-items: center;
`;

export class FerruleChannelRow extends LitElement {
  static properties = {
    /** @type {import('./facts.js').Row} */
    row: facts,
    channel: { attribute: false },
    trace: { attribute: false },
    filled: { attribute: false },
    time: { attribute: false },
    /** {length, text}: what the sparkline shows. */
    span: { attribute: false },
  };

  static styles = [
    base,
    valueStyles,
    css`
      :host {
        ${columns}
        min-height: 44px;
        padding: 4px 12px;
        /* What is not in view is not drawn. */
        content-visibility: auto;
        contain-intrinsic-size: auto 44px;
      }
      :host([data-state='stale']) {
        ${hatched}
      }
      a {
        color: inherit;
        text-decoration-color: var(--line);
        text-underline-offset: 3px;
      }
      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .name a {
        display: inline-block;
        padding: 4px 0;
      }
      .value {
        justify-content: flex-end;
      }
      .number {
        font-size: 1.286rem;
      }
      .unit {
        font-size: 1rem;
      }
      .range {
        display: flex;
        align-items: center;
        gap: 6px;
        font-size: 0.857rem;
        color: var(--text-2);
      }
      .bar {
        flex: 1;
        min-width: 0;
        overflow: visible;
        stroke: var(--line);
      }
      .bar rect {
        fill: var(--live);
        stroke: none;
      }
      .doubtful rect {
        fill: var(--surface);
        stroke: var(--live);
        stroke-dasharray: 2 1.5;
      }
      .age {
        color: var(--text-2);
        white-space: nowrap;
      }
      .note {
        white-space: normal;
      }
      ferrule-sparkline {
        height: 28px;
      }
      @container (width < 820px) {
        :host {
          grid-template: 'name value' auto 'note age' auto 'range line' auto / minmax(0, 1fr) minmax(0, 1fr);
          gap: 2px 16px;
          padding: 8px 12px;
          contain-intrinsic-size: auto 96px;
        }
        .name {
          grid-area: name;
        }
        .value {
          grid-area: value;
        }
        [data-cell='range'] {
          grid-area: range;
        }
        [data-cell='line'] {
          grid-area: line;
        }
        .age {
          grid-area: age;
          text-align: right;
        }
        .note {
          grid-area: note;
        }
      }
    `,
  ];

  render() {
    const { age, quality, tile } = this.row;
    const icon = ICON[tile.state];
    return html`
      <div role="rowheader" class="name">${trendsLink([tile.channel], tile.name)}</div>
      <div role="cell" class="value">
        <span class="number" data-part="value">${tile.digits || '–'}</span>
        ${tile.unit ? html`<span class="unit" data-part="unit">${tile.unit}</span>` : nothing}
      </div>
      <div role="cell" data-cell="range">
        <span class="sr">${tile.last || (tile.low === undefined ? 'no range' : `${tile.low} to ${tile.high}`)}</span>${rangeBar(tile)}
      </div>
      <div role="cell" data-cell="line">
        <span class="sr">last ${this.span.text}</span>
        <ferrule-sparkline
          .trace=${this.trace}
          .channel=${this.channel}
          .filled=${this.filled}
          .time=${this.time}
          .span=${this.span.length}
          .state=${tile.state}
        ></ferrule-sparkline>
      </div>
      <div role="cell" class="age digits" data-part="age">${age}</div>
      <div role="cell" class="note" data-part="quality">${icon ? iconOf(icon) : nothing}${quality}</div>
    `;
  }

  updated(changed) {
    if (!changed.has('row')) return;
    const { channel, state } = this.row.tile;
    Object.assign(this.dataset, { channel, state });
  }
}
customElements.define('ferrule-channel-row', FerruleChannelRow);
