/** One channel: name, value, place in its range, the last minutes, and whether it may be believed. */
import { LitElement, css, html, nothing } from 'lit';
import { iconOf } from '../icons.js';
import { facts } from '../same.js';
import { base } from '../theme.js';
import { hatched, valueStyles } from '../value-styles.js';
import { rangeBar } from './range-bar.js';
import './sparkline.js';

const NOTE_ICON = { delayed: 'clock', stale: 'unplugged', bad: 'fault', uncertain: 'about', never: 'wait' };

export class FerruleTile extends LitElement {
  static properties = {
    /** @type {import('../../model/tile.js').Tile} */
    tile: facts,
    channel: { attribute: false },
    trace: { attribute: false },
    /** Whether the trace has anything; that it grows, `time` tells. */
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
        display: grid;
        grid-template-rows: auto auto 1.3rem 1fr auto;
        gap: 2px;
        min-width: 0;
        /* Digits that change concern nobody else. */
        contain: content;
        container-type: inline-size;
        padding: 10px 12px 6px;
      }
      :host([data-state='stale']) {
        ${hatched}
      }
      .name {
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      /* A long number gets smaller instead of losing its unit. */
      .number {
        font-size: min(2rem, calc(var(--room) / var(--places) / 0.64));
      }
      .value {
        --room: calc(100cqi - 24px);
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
      .span {
        margin-left: auto;
        font-size: 0.857rem;
        font-weight: 400;
        color: var(--text-2);
      }
      ferrule-sparkline {
        align-self: end;
        margin-top: 4px;
      }
      @media (width < 600px) {
        :host {
          grid-template: 'name value' auto 'note value' 1.45rem 'range range' 1.3rem 'line line' auto / 1fr auto;
        }
        .name {
          align-self: end;
        }
        .value {
          --room: 62cqi;
          grid-area: value;
          align-self: center;
        }
        .range {
          grid-area: range;
        }
        ferrule-sparkline {
          grid-area: line;
        }
        .note {
          grid-area: note;
        }
        .span {
          display: none;
        }
      }
    `,
  ];

  render() {
    const { tile } = this;
    const icon = NOTE_ICON[tile.state];
    return html`
      <h3 class="name" title=${tile.name}>${tile.name}</h3>
      <p class="value">
        <span class="sr">${tile.spoken}</span>
        <span class="number" data-part="value" aria-hidden="true">${tile.digits}</span>
        ${tile.unit ? html`<span class="unit" data-part="unit" aria-hidden="true">${tile.unit}</span>` : nothing}
      </p>
      ${rangeBar(tile)}
      <ferrule-sparkline
        .trace=${this.trace}
        .channel=${this.channel}
        .filled=${this.filled}
        .time=${this.time}
        .span=${this.span.length}
        .state=${tile.state}
      ></ferrule-sparkline>
      <p class="note" data-part="note" aria-hidden="true">${icon ? iconOf(icon) : nothing}${tile.note}<span class="span">${this.span.text}</span></p>
    `;
  }

  updated(changed) {
    if (!changed.has('tile')) return;
    const { channel, device, state } = this.tile;
    Object.assign(this.dataset, { channel, device, state });
    this.style.setProperty('--places', String(placesOf(this.tile)));
  }
}
/** How many digits wide a value is with its unit, which is written smaller; 0.64 em is the widest that a digit is. */
const placesOf = ({ digits, unit }) => Math.max(1, digits.length + unit.length * 0.6 + 0.5);

customElements.define('ferrule-tile', FerruleTile);
