/**
 * One channel: name, value, the last minutes, its place in its range, and whether it may be believed. All tiles of a
 * density are equally high, whatever they have to say: nothing moves when a value goes bad.
 */
import { LitElement, css, html, nothing } from 'lit';
import { iconOf } from '../icons.js';
import { facts } from '../same.js';
import { base } from '../theme.js';
import { hatched, valueStyles } from '../value-styles.js';
import { wish } from '../wish.js';
import { rail } from './rail.js';
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
    /** Whose it is, where that does not stand above it. */
    context: { attribute: false },
    /** Whether it leads nowhere: a screen to look at. */
    still: { attribute: false },
    /** Whether there is room for digits only. */
    compact: { type: Boolean, reflect: true },
  };

  static styles = [
    base,
    valueStyles,
    css`
      :host {
        display: grid;
        grid-template-rows: 1.3rem 2.1rem 1.5rem 0.45rem;
        min-width: 0;
        /* Digits that change concern nobody else. */
        contain: content;
        container-type: inline-size;
        padding: 5px 8px 2px;
      }
      :host([compact]) {
        grid-template-rows: 1.2rem 1.7rem;
        padding-bottom: 2px;
      }
      :host([data-state='stale']) {
        ${hatched}
      }
      .name {
        color: var(--text-2);
        font-size: 0.857rem;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      a {
        color: inherit;
        text-decoration: none;
      }
      /* All of the tile leads to the trend. */
      a::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      a:hover {
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      a:focus-visible {
        outline: none;
      }
      a:focus-visible::after {
        outline: var(--focus-width) solid var(--focus);
        outline-offset: -3px;
      }
      /* A long number gets smaller instead of losing its unit. */
      .number {
        font-size: min(2rem, calc(var(--room) / var(--places) / 0.64));
      }
      .value {
        --room: calc(100cqi - 16px);
      }
      .unit {
        font-size: min(1.143rem, calc(var(--room) / var(--places) / 0.9));
      }
      :host([compact]) .number {
        font-size: min(1.357rem, calc(var(--room) / var(--places) / 0.64));
      }
      :host([compact]) .unit {
        font-size: 0.857rem;
      }
      .note {
        min-height: 0;
        line-height: 1.15;
        white-space: normal;
        align-items: start;
      }
      /* Over the line, which goes on below it. */
      .late {
        grid-area: 3 / 1;
        align-self: start;
        justify-self: start;
        padding-right: 6px;
        background: var(--surface);
      }
      ferrule-sparkline {
        grid-area: 3 / 1;
      }
      .rail {
        grid-area: 4 / 1;
      }
      .value .note {
        align-self: center;
      }
      .note svg {
        margin-top: 1px;
      }
      .rail {
        align-self: center;
        overflow: visible;
        stroke: var(--line);
      }
      .rail rect {
        fill: var(--live);
        stroke: none;
      }
      .doubtful rect {
        fill: var(--surface);
        stroke: var(--live);
        stroke-dasharray: 2 1.5;
      }
    `,
  ];

  render() {
    const { compact, context, tile } = this;
    const icon = NOTE_ICON[tile.state];
    const name = context ? `${context}: ${tile.name}` : tile.name;
    return html`
      <h3 class="name">
        ${this.still ? name : html`<a href="./trends?c=${tile.channel}" title=${aboutOf(name, tile)} @click=${this.#trend}>${name}</a>`}
      </h3>
      <p class="value">
        <span class="sr">${tile.spoken}</span>
        <span class="number" data-part="value" aria-hidden="true">${tile.digits}</span>
        ${tile.unit ? html`<span class="unit" data-part="unit" aria-hidden="true">${tile.unit}</span>` : nothing}
        ${compact && icon ? html`<span class="note" data-part="note" aria-hidden="true">${iconOf(icon)}</span>` : nothing}
      </p>
      ${compact ? nothing : this.#below(icon)}
    `;
  }

  #below(icon) {
    const { tile } = this;
    if (icon && tile.state !== 'delayed') return html`<p class="note" data-part="note" aria-hidden="true">${iconOf(icon)}${tile.brief}</p>${rail(tile)}`;
    return html`<ferrule-sparkline
        .trace=${this.trace}
        .channel=${this.channel}
        .filled=${this.filled}
        .time=${this.time}
        .span=${this.span.length}
        .state=${tile.state}
      ></ferrule-sparkline>
      ${rail(tile)} ${icon ? html`<p class="note late" data-part="note" aria-hidden="true">${iconOf(icon)}${tile.brief}</p>` : nothing}`;
  }

  #trend(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    wish(this, 'page', { page: 'trends', view: { channels: [this.tile.channel] } });
  }

  updated(changed) {
    if (!changed.has('tile')) return;
    const { channel, device, state } = this.tile;
    Object.assign(this.dataset, { channel, device, state });
    this.style.setProperty('--places', String(placesOf(this.tile)));
  }
}

/** What takes half of a digit's room. */
const NARROW = /[.[\]\u202f]/g;

/** How many digits wide a value is with its unit, which is written smaller; 0.64 em is the widest that a digit is. */
const placesOf = ({ digits, unit }) =>
  Math.max(1, digits.length - 0.5 * (digits.match(NARROW)?.length ?? 0) + unit.length * 0.6 + 0.5);

/** All that a tile has no room for: its range, and since when it is old. */
const aboutOf = (name, { low, high, note, last }) =>
  [name, low === undefined ? '' : `${low} to ${high}`, note, last].filter(Boolean).join('\n');

customElements.define('ferrule-tile', FerruleTile);
