/** A value against its range: a line, its two ends in words, and a marker where the value is now.
 * When there is no now, the moment of the last value stands there instead. */
import { html, nothing } from 'lit';

/** @param {import('../../model/tile.js').Tile} tile */
export const rangeBar = ({ last, low, high, place, state }) => {
  if (last) return html`<div class="range digits" aria-hidden="true" data-part="last">${last}</div>`;
  if (low === undefined) return html`<div class="range"></div>`;
  const x = place === undefined ? undefined : `${(place * 100).toFixed(1)}%`;
  return html`<div class="range digits" aria-hidden="true">
    <span>${low}</span>
    <svg class=${state === 'uncertain' ? 'bar doubtful' : 'bar'} width="100%" height="12">
      <line x1="0" x2="100%" y1="6" y2="6"></line>
      <line x1="0.5" x2="0.5" y1="2" y2="10"></line>
      <line x1="100%" x2="100%" y1="2" y2="10" transform="translate(-0.5 0)"></line>
      ${x === undefined ? nothing : html`<svg x=${x} overflow="visible"><rect x="-2" y="0" width="4" height="12"></rect></svg>`}
    </svg>
    <span>${high}</span>
  </div>`;
};
