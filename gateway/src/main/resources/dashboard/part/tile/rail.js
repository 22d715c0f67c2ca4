/** A value against its range: a line from end to end, and a marker where the value is now. */
import { html, nothing } from 'lit';

/** @param {import('../../model/tile.js').Tile} tile */
export const rail = ({ low, place, state }) => {
  if (low === undefined) return nothing;
  const x = place === undefined ? undefined : `${(place * 100).toFixed(1)}%`;
  return html`<svg class=${state === 'uncertain' ? 'rail doubtful' : 'rail'} width="100%" height="6" aria-hidden="true">
    <line x1="0" x2="100%" y1="3" y2="3"></line>
    <line x1="0.5" x2="0.5" y1="0" y2="6"></line>
    <line x1="100%" x2="100%" y1="0" y2="6" transform="translate(-0.5 0)"></line>
    ${x === undefined ? nothing : html`<svg x=${x} overflow="visible"><rect x="-2" y="-1" width="4" height="8"></rect></svg>`}
  </svg>`;
};
