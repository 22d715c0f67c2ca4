/** Is anything wrong? A card for each device. */
import { LitElement, css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { spanFor } from '../../model/sparkline.js';
import { base } from '../../part/theme.js';
import './card.js';

/** How often sparklines move on, ms. */
const STEP = 2000;

export class FerruleOverview extends LitElement {
  static properties = {
    /** @type {import('./cards.js').Card[]} */
    cards: { attribute: false },
    readings: { attribute: false },
    dictionary: { attribute: false },
    time: { attribute: false },
  };

  static styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 1000px), 1fr));
        align-items: start;
        gap: 16px;
        padding: 16px;
      }
      @media (width < 600px) {
        :host {
          gap: 12px;
          padding: 8px;
        }
      }
    `,
  ];

  render() {
    const span = spanFor(this.readings.oldest(), this.time);
    return html`
      <h1 class="sr">Overview</h1>
      ${repeat(
        this.cards,
        (card) => card.id,
        (card) => html`<ferrule-card
          .card=${card}
          .readings=${this.readings}
          .dictionary=${this.dictionary}
          .time=${Math.floor(this.time / STEP) * STEP}
          .span=${span}
        ></ferrule-card>`,
      )}
    `;
  }
}
customElements.define('ferrule-overview', FerruleOverview);
