/** Is anything wrong? A card for each device. */
import { LitElement, css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { spanFor } from '../../model/sparkline.js';
import '../../part/empty.js';
import { base } from '../../part/theme.js';
import './card.js';
import { overviewOf } from './cards.js';

/** How often sparklines move on, ms. */
const STEP = 2000;

export class FerruleOverview extends LitElement {
  static properties = {
    /** @type {import('./cards.js').Facts} */
    facts: { attribute: false },
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
    const { dictionary, readings, time } = this.facts;
    const span = spanFor(readings.oldest(), time);
    return html`
      <h1 class="sr">Overview</h1>
      ${repeat(
        overviewOf(this.facts),
        (card) => card.id,
        (card) => html`<ferrule-card
          .card=${card}
          .readings=${readings}
          .dictionary=${dictionary}
          .time=${Math.floor(time / STEP) * STEP}
          .span=${span}
        ></ferrule-card>`,
      )}
    `;
  }
}
customElements.define('ferrule-overview', FerruleOverview);

/** Draws the page. @param {import('./cards.js').Facts} facts */
export const render = (facts) =>
  facts.dictionary.devices.size ? html`<ferrule-overview .facts=${facts}></ferrule-overview>` : html`<ferrule-empty></ferrule-empty>`;
