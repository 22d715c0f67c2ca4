/** A device: the state of its link, its worst channel, its tiles, its controls. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '../../part/control/control.js';
import { iconOf } from '../../part/icons.js';
import { deviceLink } from '../../part/page-link.js';
import { facts } from '../../part/same.js';
import { base } from '../../part/theme.js';
import '../../part/tile/tile.js';

const LINK_ICON = { up: 'full', connecting: 'open', silent: 'half', down: 'off', refused: 'fault' };

export class FerruleCard extends LitElement {
  static properties = {
    /** @type {import('./cards.js').Card} */
    card: facts,
    /** Where the traces are, and the moment that they end at. */
    readings: { attribute: false },
    dictionary: { attribute: false },
    time: { attribute: false },
    span: { attribute: false },
  };

  static styles = [
    base,
    css`
      section {
        container-type: inline-size;
        border: var(--edge) solid var(--hair);
        border-radius: var(--radius);
        background: var(--surface);
        overflow: clip;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        padding: 10px 12px;
        border-bottom: 1px solid var(--hair);
      }
      h2 {
        font-size: 1.143rem;
        font-weight: 600;
      }
      h2 a {
        display: inline-block;
        padding: 4px 0;
        color: inherit;
        text-decoration-color: var(--line);
        text-underline-offset: 3px;
      }
      .state {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .abnormal {
        color: var(--warn);
        font-weight: 600;
      }
      .quiet {
        color: var(--text-2);
      }
      .detail {
        margin-left: auto;
        font-size: 0.929rem;
      }
      /* One grid for all, so that the columns of all cards are in line; controls begin a row and take two places. */
      .parts {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 1px;
        overflow: hidden;
      }
      /* Always an even number, so that controls fill their rows. */
      @container (width >= 880px) {
        .parts {
          grid-template-columns: repeat(4, minmax(0, 1fr));
        }
      }
      @container (width >= 1320px) {
        .parts {
          grid-template-columns: repeat(6, minmax(0, 1fr));
        }
      }
      @container (width >= 1760px) {
        .parts {
          grid-template-columns: repeat(8, minmax(0, 1fr));
        }
      }
      ferrule-control {
        grid-column-end: span 2;
      }
      ferrule-tile + ferrule-control {
        grid-column-start: 1;
      }
      /* Lines between neighbors only: they are drawn outward and cut off at the border. */
      .parts > * {
        box-shadow: 1px 0 0 var(--hair), 0 1px 0 var(--hair);
      }
      .parts > ferrule-control {
        box-shadow: 1px 0 0 var(--hair), 0 1px 0 var(--hair), 0 -1px 0 var(--hair);
      }
      @media (forced-colors: active) {
        .parts > * {
          border: 0 solid CanvasText;
          border-width: 0 1px 1px 0;
        }
      }
      @media (width < 600px) {
        .detail {
          display: none;
        }
        .parts {
          grid-template-columns: minmax(0, 1fr);
        }
        .parts > ferrule-control {
          grid-column: 1;
        }
      }
      .none {
        padding: 12px;
        color: var(--text-2);
      }
    `,
  ];

  render() {
    const { card } = this;
    const up = card.state === 'up' && card.known;
    return html`
      <section aria-labelledby="name">
        <header>
          <h2 id="name">${deviceLink(card.id, card.name)}</h2>
          <span class=${up ? 'state' : 'state abnormal'} data-part="link">
            ${iconOf(card.known ? LINK_ICON[card.state] : 'open')}${card.link}
          </span>
          <span class=${card.worst === 'Normal' ? 'state quiet' : 'state abnormal'} data-part="worst">
            ${card.worst === 'Normal' ? nothing : iconOf('warn')}${card.tiles.length + card.controls.length ? card.worst : nothing}
          </span>
          <span class="quiet detail">${card.detail}</span>
        </header>
        <div class="parts">
          ${repeat(card.tiles, (tile) => tile.channel, (tile) => this.#tile(tile))}
          ${repeat(
            card.controls,
            (control) => control.channel.id,
            (control) => html`<ferrule-control .control=${control} .deviceName=${card.name}></ferrule-control>`,
          )}
        </div>
        ${card.tiles.length + card.controls.length ? nothing : html`<p class="none">${nextStep(card)}</p>`}
      </section>
    `;
  }

  #tile(tile) {
    const trace = this.readings.trace(tile.channel);
    const channel = this.dictionary.byId.get(tile.channel);
    return html`<ferrule-tile
      .tile=${tile}
      .channel=${channel}
      .trace=${trace}
      .filled=${trace.length > 0}
      .time=${this.time}
      .span=${this.span}
    ></ferrule-tile>`;
  }

  updated() {
    Object.assign(this.dataset, { device: this.card.id, state: this.card.state });
  }
}

const nextStep = ({ state }) => {
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
