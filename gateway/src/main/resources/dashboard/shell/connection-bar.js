/**
 * The bar that says that there is no connection, and that there is one again. It lies over the page instead of moving
 * it, so that nothing is pressed by mistake when it comes and goes.
 */
import { LitElement, css, html, nothing } from 'lit';
import { iconOf } from '../part/icons.js';
import { facts } from '../part/same.js';
import { base, buttons } from '../part/theme.js';
import { wish } from '../part/wish.js';

export class FerruleConnectionBar extends LitElement {
  static properties = {
    /** {phase, text, countdown, retry} */
    status: facts,
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        position: fixed;
        z-index: 3;
        inset: auto 0 var(--tabs-height);
      }
      .bar {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 6px 16px;
        min-height: 52px;
        padding: 4px 16px;
        background: var(--text);
        color: var(--bg);
        font-size: 1.071rem;
        font-weight: 600;
      }
      .offline {
        border-top: 4px solid var(--warn-fill);
      }
      p {
        display: flex;
        align-items: center;
        gap: 10px;
      }
      button {
        border-color: currentColor;
        color: inherit;
        flex: none;
        white-space: nowrap;
      }
      @media (forced-colors: active) {
        .bar {
          border-top: 2px solid CanvasText;
        }
      }
      @media (width < 600px) {
        .bar {
          justify-content: space-between;
          font-size: 0.93rem;
        }
      }
    `,
  ];

  render() {
    const { countdown, phase, retry, text } = this.status;
    return html`<div role="status">
      ${text
        ? html`<div class="bar ${phase}">
            <p>${phase === 'offline' ? iconOf('warn') : phase === 'restored' ? iconOf('tick') : iconOf('open')}<span>${text} <span class="digits" aria-hidden="true">${countdown}</span></span></p>
            ${retry ? html`<button data-action="retry-now" @click=${() => wish(this, 'retry')}>Retry now</button>` : nothing}
          </div>`
        : nothing}
    </div>`;
  }

  updated() {
    this.dataset.phase = this.status.phase;
  }
}
customElements.define('ferrule-connection-bar', FerruleConnectionBar);
