/** A day from left to right, and how a device stood in it. Each state has a height or a pattern of its own, besides a color. */
import { css, html } from 'lit';
import { hatch, Picture } from '../../part/picture.js';

/** How high, of the whole, and in which color of the page. */
const LOOK = {
  up: { height: 1, color: '--line', fade: 0.55 },
  connecting: { height: 0.5, color: '--line', fade: 0.55 },
  silent: { height: 0.6, color: '--warn-fill', fade: 1 },
  down: { height: 0.35, color: '--warn-fill', fade: 1 },
  refused: { height: 0.35, color: '--critical', fade: 1 },
  stopped: { height: 0, color: '--line', fade: 1 },
  unknown: { height: 1, color: '--hatch', fade: 1 },
};

/** What is shorter is drawn so wide: a short outage is an outage. */
const LEAST = 2;
const HATCH = 6;

export class FerruleDayStrip extends Picture {
  static properties = {
    /** @type {import('./availability.js').Stretch[]} */
    stretches: { attribute: false },
    text: { attribute: false },
  };

  static styles = css`
    :host {
      display: block;
      height: 36px;
      border-bottom: 1px solid var(--line);
    }
    canvas {
      display: block;
      width: 100%;
      height: 100%;
    }
  `;

  render() {
    return html`<canvas role="img" aria-label=${this.text}></canvas>`;
  }

  hasPicture() {
    return Boolean(this.stretches?.length);
  }

  paint(paint, width, height) {
    const { stretches } = this;
    paint.lineWidth = 1.5;
    const from = stretches[0].from;
    const all = Math.max(1, stretches.at(-1).to - from);
    const colors = getComputedStyle(this);
    const x = (time) => ((time - from) / all) * width;
    // Outages last, or their neighbors would cover them.
    const order = [...stretches].sort((a, b) => LOOK[b.state].height - LOOK[a.state].height);
    for (const { state, from: begin, to } of order) {
      const left = x(begin);
      const right = Math.max(x(to), left + LEAST);
      const { color, fade, height: part } = LOOK[state];
      paint.clearRect(left, 0, right - left, height);
      paint.globalAlpha = fade;
      paint.fillStyle = paint.strokeStyle = colors.getPropertyValue(color);
      if (state === 'unknown') hatch(paint, left, right, height, HATCH);
      else paint.fillRect(left, height * (1 - part), right - left, height * part);
    }
  }
}

customElements.define('ferrule-day-strip', FerruleDayStrip);
