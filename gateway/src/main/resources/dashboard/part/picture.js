/** A picture on a canvas: drawn again whenever its room or the colors of the page change. */
import { LitElement } from 'lit';

/** What extends it renders a canvas and says how it is painted. */
export class Picture extends LitElement {
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

  updated() {
    this.#draw();
  }

  #draw() {
    const canvas = this.renderRoot.querySelector('canvas');
    const { clientWidth: width, clientHeight: height } = this;
    if (!canvas || !width || !this.hasPicture()) return;
    const sharp = devicePixelRatio || 1;
    canvas.width = Math.round(width * sharp);
    canvas.height = Math.round(height * sharp);
    const paint = canvas.getContext('2d');
    paint.scale(sharp, sharp);
    this.paint(paint, width, height);
  }
}

/** Slanted lines from `left` to `right`, `step` apart. @param {CanvasRenderingContext2D} paint */
export const hatch = (paint, left, right, height, step) => {
  paint.save();
  paint.beginPath();
  paint.rect(left, 0, right - left, height);
  paint.clip();
  paint.beginPath();
  for (let at = Math.floor((left - height) / step) * step; at < right; at += step) {
    paint.moveTo(at, height);
    paint.lineTo(at + height, 0);
  }
  paint.stroke();
  paint.restore();
};
