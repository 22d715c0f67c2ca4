/** What is left of a time to live, as a ring that empties. */
import { html } from 'lit';

const AROUND = 2 * Math.PI * 6;

/** @param {number} left  1 to 0 */
export const ring = (left) => html`<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" fill="none" data-part="ring">
  <circle cx="9" cy="9" r="6" stroke="var(--hair)" stroke-width="3"></circle>
  <circle
    cx="9"
    cy="9"
    r="6"
    stroke="var(--text)"
    stroke-width="3"
    transform="rotate(-90 9 9)"
    stroke-dasharray="${(left * AROUND).toFixed(2)} ${AROUND.toFixed(2)}"
  ></circle>
</svg>`;
