/** The shapes that go with the words. Each differs from the others without color. */
import { svg, html } from 'lit';

const icon = (body) => html`<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" fill="none"
  stroke="currentColor" stroke-width="1.6">${body}</svg>`;

const ICONS = {
  /** A full disc: all is well. */
  full: icon(svg`<circle cx="7" cy="7" r="4.6" fill="currentColor"/>`),
  /** Half of it: late. */
  half: icon(svg`<circle cx="7" cy="7" r="4.6"/><path d="M7 2.4a4.6 4.6 0 0 1 0 9.2z" fill="currentColor" stroke="none"/>`),
  /** Crossed out: not there. */
  off: icon(svg`<circle cx="7" cy="7" r="4.6"/><path d="M3.5 10.5l7-7"/>`),
  /** Open ring: on its way. */
  open: icon(svg`<circle cx="7" cy="7" r="4.6" stroke-dasharray="3 2.2"/>`),
  clock: icon(svg`<circle cx="7" cy="7" r="5.4"/><path d="M7 3.8V7l2.2 1.6"/>`),
  unplugged: icon(svg`<path d="M1 7h3M10 7h3M4 4.2v5.6M10 4.2v5.6M5.8 11.5l2.4-9"/>`),
  fault: icon(svg`<rect x="1.8" y="1.8" width="10.4" height="10.4"/><path d="M4.5 4.5l5 5M9.5 4.5l-5 5"/>`),
  about: icon(svg`<path d="M2 5.6c2-2.4 3.4-.9 5 0s3 2.2 5-.2M2 9.6c2-2.4 3.4-.9 5 0s3 2.2 5-.2"/>`),
  warn: icon(svg`<path d="M7 1.6l6 10.8H1z" fill="currentColor" stroke="none"/>`),
  tick: icon(svg`<path d="M2.2 7.4l3.3 3.4 6.3-7.4" stroke-width="2.2"/>`),
  wait: icon(svg`<path d="M2.5 7h.2M6.9 7h.2M11.3 7h.2" stroke-width="2.6" stroke-linecap="round"/>`),
  person: icon(svg`<circle cx="7" cy="4.4" r="2.6"/><path d="M1.8 13c.5-3 2.6-4.4 5.2-4.4s4.7 1.4 5.2 4.4"/>`),
  search: icon(svg`<circle cx="6" cy="6" r="4.2"/><path d="M9.2 9.2L13 13"/>`),
  pin: icon(svg`<path d="M4.5 1.5h5M5.2 1.5v4L3.4 8h7.2L8.8 5.5v-4M7 8v5"/>`),
  hide: icon(svg`<path d="M1.2 7C3 4 5 3 7 3s4 1 5.8 4C11 10 9 11 7 11S3 10 1.2 7zM2.5 12L11.5 2"/>`),
  close: icon(svg`<path d="M2.5 2.5l9 9M11.5 2.5l-9 9"/>`),
};

/** @param {keyof ICONS} name */
export const iconOf = (name) => ICONS[name];
