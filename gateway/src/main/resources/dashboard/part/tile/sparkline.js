/** The last minutes of a channel as a line, without axes; what is missing at the end is hatched. */
import { LitElement, css, html } from 'lit';
import { sparklineOf } from '../../model/sparkline.js';

const HATCH = 5;

export class FerruleSparkline extends LitElement {
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

  #resized = new ResizeObserver(() => this.#draw());
  #redraw = () => this.#draw();
  #scheme = matchMedia('(prefers-color-scheme: dark)');

  connectedCallback() {
    super.connectedCallback();
    this.#resized.observe(this);
    this.#scheme.addEventListener('change', this.#redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#scheme.removeEventListener('change', this.#redraw);
  }

  render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  updated() {
    this.toggleAttribute('data-quiet', this.state === 'stale' || this.state === 'bad');
    this.#draw();
  }

  #draw() {
    const canvas = this.renderRoot.querySelector('canvas');
    const width = this.clientWidth;
    const height = this.clientHeight;
    if (!canvas || !this.trace || !width) return;
    const sharp = devicePixelRatio || 1;
    canvas.width = Math.round(width * sharp);
    canvas.height = Math.round(height * sharp);
    const paint = canvas.getContext('2d');
    paint.scale(sharp, sharp);
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
    paint.save();
    paint.beginPath();
    paint.rect(Math.min(from + 1, to - 6), 0, Math.max(6, to - from), height);
    paint.clip();
    paint.lineWidth = 1;
    paint.globalAlpha = 0.7;
    paint.beginPath();
    for (let x = Math.floor((from - height) / HATCH) * HATCH; x < to; x += HATCH) {
      paint.moveTo(x, height);
      paint.lineTo(x + height, 0);
    }
    paint.stroke();
    paint.restore();
  }
}
customElements.define('ferrule-sparkline', FerruleSparkline);
