/** A device: its name, what is wrong with it, its tiles, its controls. As large as it was laid out, whatever happens. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { controlFor, tileFor } from '../../model/fleet/shown.js';
import '../../part/control/control.js';
import { iconOf } from '../../part/icons.js';
import { deviceLink } from '../../part/page-link.js';
import { base } from '../../part/theme.js';
import '../../part/tile/tile.js';
import { headOf } from './cards.js';
import { ABREAST, breadthOf, CONTROL, GAP, HEAD, REASON, rowsHigh, TILE } from './measures.js';

const LINK_ICON = { up: 'full', connecting: 'open', silent: 'half', down: 'off', refused: 'fault' };

export class FerruleCard extends LitElement {
  static properties = {
    /** @type {import('./cards.js').Card} */
    card: { attribute: false },
    /** @type {import('./cards.js').Facts} */
    facts: { attribute: false },
    /** @type {import('./measures.js').Size} */
    size: { attribute: false },
    /** Whether there is a line for why it is not up. */
    told: { attribute: false },
    /** Whether its area is said on it. */
    placed: { attribute: false },
    /** Whether it is in view, or nearly. What is not is not drawn. */
    near: { attribute: false },
    /** Where sparklines end, and over which time they go. */
    time: { attribute: false },
    span: { attribute: false },
  };

  static styles = [
    base,
    css`
      :host {
        min-width: 0;
        padding-bottom: ${GAP}rem;
        contain: layout style;
      }
      section {
        height: 100%;
        border: var(--edge) solid var(--hair);
        border-radius: var(--radius);
        background: var(--surface);
        overflow: clip;
      }
      :host([data-abnormal]) section {
        border-color: var(--warn);
        box-shadow: inset 3px 0 0 var(--warn);
      }
      header {
        display: flex;
        align-items: center;
        gap: 10px;
        height: ${HEAD}rem;
        padding: 0 10px;
        white-space: nowrap;
      }
      h2 {
        flex: 0 1 auto;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        font-weight: 600;
      }
      h2 a {
        color: inherit;
        text-decoration: none;
      }
      h2 a:hover {
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .area {
        color: var(--text-2);
        font-weight: 400;
      }
      .state {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-width: 0;
        margin-left: auto;
        color: var(--warn);
        font-weight: 600;
        flex: 0 2 auto;
      }
      .state span {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .reason {
        height: ${REASON}rem;
        padding: 0 10px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--warn);
      }
      .tiles,
      .controls {
        display: grid;
        gap: 0;
        border-top: 1px solid var(--hair);
      }
      .tiles {
        grid-template-columns: repeat(calc(${ABREAST} * var(--wide, 1)), minmax(0, 1fr));
        grid-auto-rows: ${TILE.comfortable}rem;
      }
      .tiles.compact {
        grid-auto-rows: ${TILE.compact}rem;
      }
      .controls {
        grid-template-columns: repeat(var(--wide, 1), minmax(0, 1fr));
      }
      .tiles + .controls {
        border-top: 1px solid var(--hair);
      }
      ferrule-control {
        height: ${CONTROL.number}rem;
      }
      ferrule-control[data-kind='switch'] {
        height: ${CONTROL.switch}rem;
      }
      .two {
        grid-column: span 2;
      }
      .three {
        grid-column: span 3;
      }
      /* Lines between neighbors only: they are drawn outward and cut off at the border. */
      .tiles > *,
      .controls > * {
        box-shadow: 1px 0 0 var(--hair), 0 1px 0 var(--hair);
      }
      .none {
        padding: 4px 10px;
        color: var(--text-2);
      }
      @media (forced-colors: active) {
        .tiles > *,
        .controls > * {
          border: 0 solid CanvasText;
          border-width: 0 1px 1px 0;
        }
      }
    `,
  ];

  render() {
    const { card, facts, near } = this;
    const head = headOf(card, facts);
    return html`
      <section aria-labelledby="name">
        <header>
          <h2 id="name" title="${card.name}\n${head.detail}">${deviceLink(card.id, card.name)}${this.placed && card.area
            ? html`<span class="area">, ${card.area}</span>`
            : nothing}</h2>
          ${this.#state(head)}
          <slot></slot>
        </header>
        ${this.told ? html`<p class="reason" title=${head.link} data-part="reason">${head.link}</p>` : nothing}
        ${near ? this.#body() : nothing}
      </section>
    `;
  }

  #state({ known, link, state, worst }) {
    if (link) {
      // Its reason has a line of its own where there is one.
      const words = this.told ? link.split(':')[0].replace(/ since .*/, '') : link;
      return html`<span class="state" data-part="link" title=${link}>${iconOf(known ? LINK_ICON[state] : 'open')}<span>${words}</span></span>`;
    }
    return worst ? html`<span class="state" data-part="worst">${iconOf('warn')}<span>${worst}</span></span>` : nothing;
  }

  #body() {
    const { card, facts } = this;
    if (!card.tiles.length && !card.controls.length) {
      return html`<p class="none">${nextStep(facts.dictionary.devices.get(card.id))}</p>`;
    }
    const compact = facts.layout.density === 'compact';
    return html`
      ${card.tiles.length
        ? html`<div class=${compact ? 'tiles compact' : 'tiles'}>
            ${repeat(card.tiles, ({ id }) => id, (channel) => this.#tile(channel, compact))}
          </div>`
        : nothing}
      ${card.controls.length
        ? html`<div class="controls">
            ${repeat(
              card.controls,
              ({ id }) => id,
              (channel) => html`<ferrule-control
                data-kind=${channel.kind}
                .control=${controlFor(channel, facts)}
                .deviceName=${card.name}
              ></ferrule-control>`,
            )}
          </div>`
        : nothing}
    `;
  }

  #tile(channel, compact) {
    const { facts } = this;
    const trace = facts.readings.trace(channel.id);
    return html`<ferrule-tile
      class=${['', '', 'two', 'three'][breadthOf(channel)]}
      ?compact=${compact}
      .still=${facts.kiosk}
      .tile=${tileFor(channel, facts)}
      .channel=${channel}
      .trace=${trace}
      .filled=${trace.length > 0}
      .time=${this.time}
      .span=${this.span}
    ></ferrule-tile>`;
  }

  /** What is far from view is drawn once, as a frame with a name. */
  shouldUpdate(changed) {
    return this.near || !this.hasUpdated || ['card', 'size', 'near', 'told', 'placed'].some((name) => changed.has(name));
  }

  updated(changed) {
    const { condition, id } = this.card;
    const { state } = this.facts.dictionary.devices.get(id) ?? {};
    Object.assign(this.dataset, { device: id, state, condition });
    this.toggleAttribute('data-abnormal', condition !== 'normal');
    if (!changed.has('size')) return;
    this.style.setProperty('--wide', String(this.size.wide));
    this.style.gridColumnEnd = `span ${this.size.wide}`;
    this.style.gridRowEnd = `span ${rowsHigh(this.size.high)}`;
  }
}

const nextStep = ({ state } = {}) => {
  switch (state) {
    case 'up':
      return 'This device has no channels.';
    case 'refused':
      return 'Its channels appear as soon as the right device answers.';
    default:
      return 'Its channels appear as soon as it answers. Check its cable and its power.';
  }
};

customElements.define('ferrule-card', FerruleCard);
