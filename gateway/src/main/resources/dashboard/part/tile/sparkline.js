/** The last minutes of a channel as a line, without axes; what is missing at the end is hatched. */
import { css, html } from 'lit';
import { sparklineOf } from '../../model/sparkline.js';
import { hatch, Picture } from '../picture.js';

const HATCH = 5;

export class FerruleSparkline extends Picture {
  static properties = {
    /** Always the same object, and always growing; drawn again when one of the others changes. */
    trace: { attribute: false },
    channel: { attribute: false },
    filled: { attribute: false },
    /** Right end, ms since 1970, as coarse as the picture. */
    time: { attribute: false },
    /** From left to right, ms. */
    span: { attribute: false },
    state: { attribute: false },
  };

  static styles = css`
    :host {
      display: block;
      position: relative;
      min-height: 20px;
      color: var(--live);
    }
    :host([data-quiet]) {
      color: var(--stale);
    }
    canvas {
      position: absolute;
      inset: 0;
      display: block;
      width: 100%;
      height: 100%;
    }
  `;

  render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  updated() {
    this.toggleAttribute('data-quiet', this.state === 'stale' || this.state === 'bad');
    super.updated();
  }

  hasPicture() {
    return Boolean(this.trace);
  }

  paint(paint, width, height) {
    const color = getComputedStyle(this).color;
    const { lines, end } = sparklineOf(this.trace, this.channel, this.time, this.span, width);

    paint.strokeStyle = paint.fillStyle = color;
    paint.lineWidth = 1.5;
    paint.lineJoin = 'round';
    const inset = height - 4;
    for (const line of lines) {
      paint.beginPath();
      for (const [x, y] of line) paint.lineTo(x * width, 2 + y * inset);
      paint.stroke();
      if (line.length === 1) paint.fillRect(line[0][0] * width - 1, 1 + line[0][1] * inset, 2, 2);
    }
    if (lines.length && this.#isOver(end)) this.#hatch(paint, end * width, width, height);
  }

  /** Whether the line has ended, and is not only waiting for the next reading. */
  #isOver(end) {
    return (this.state === 'stale' || this.state === 'bad') && (1 - end) * this.span > 1000;
  }

  #hatch(paint, from, to, height) {
    const left = Math.min(from + 1, to - 6);
    paint.lineWidth = 1;
    paint.globalAlpha = 0.7;
    hatch(paint, left, left + Math.max(6, to - from), height, HATCH);
  }
}
customElements.define('ferrule-sparkline', FerruleSparkline);
