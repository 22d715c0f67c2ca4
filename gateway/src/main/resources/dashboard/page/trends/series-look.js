/** How the series of a chart are told apart: by color, and without it by dashes and by a number. */
import { html, svg } from 'lit';

const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [14, 4], [6, 3, 2, 3, 2, 3], [1, 2]];

/** @param {number} slot  0 to 7 */
export const dashOf = (slot) => DASHES[slot % DASHES.length];

/** Name of the custom property that holds the color. @param {number} slot */
export const colorName = (slot) => `--series-${slot % DASHES.length}`;

/** A piece of the line, as in a legend. @param {number} slot */
export const sample = (slot) => html`<svg width="34" height="12" aria-hidden="true">
  ${svg`<line x1="1" x2="33" y1="6" y2="6" stroke-width="2.5" stroke="var(${colorName(slot)})" stroke-dasharray=${dashOf(slot).join(' ') || 'none'}/>`}
</svg>`;
