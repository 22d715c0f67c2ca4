/** One pane of the trends: series that share a unit, drawn by uPlot. Panes share the axis of time and the cursor. */
import { LitElement, css, html } from 'lit';
import uPlot from 'uplot';
import { isWordy, labelFor } from '../../model/dictionary.js';
import { axisTime } from '../../model/moments.js';
import { alikeDigits } from '../../model/numbers.js';
import { base } from '../../part/theme.js';
import { colorName, dashOf } from './series-look.js';

/** Beside the dashboard's own files, wherever a proxy put them. */
const STYLE = new URL('../../../lib/uplot/dist/uPlot.min.css', import.meta.url).href;

const FONT = '12px system-ui, sans-serif';
const NARROW = 560;

export class FerruleChart extends LitElement {
  static properties = {
    /** @type {import('./series.js').Pane} */
    pane: { attribute: false },
    /** One [seconds, values] for each series, or [seconds, values, least, greatest]. */
    tables: { attribute: false },
    /** ms since 1970. */
    from: { attribute: false },
    to: { attribute: false },
    height: { attribute: false },
  };

  static styles = [
    base,
    css`
      .plot {
        position: relative;
        overflow: hidden;
      }
      .u-cursor-x {
        border-right-color: var(--line) !important;
      }
    `,
  ];

  #plot;
  #wide = 0;
  #shape = '';
  #resized = new ResizeObserver(() => this.#fit());
  #schemes = [matchMedia('(prefers-color-scheme: dark)'), matchMedia('(prefers-contrast: more)')];
  #restyle = () => this.#rebuild();

  connectedCallback() {
    super.connectedCallback();
    this.#resized.observe(this);
    for (const scheme of this.#schemes) scheme.addEventListener('change', this.#restyle);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
    for (const scheme of this.#schemes) scheme.removeEventListener('change', this.#restyle);
    this.#discard();
  }

  render() {
    return html`<link rel="stylesheet" href=${STYLE} /><div class="plot"></div>`;
  }

  updated() {
    const { series, unit } = this.pane;
    const shape = `${series.map(({ channel, name, slot }) => `${slot} ${channel.id} ${name}`).join()} ${unit} ${this.#columns()}`;
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#rebuild();
    } else if (this.#plot) {
      this.#feed();
    } else {
      this.#rebuild();
    }
  }

  #discard() {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #fit() {
    const narrow = this.#wide < NARROW;
    this.#wide = this.clientWidth;
    if (!this.#plot || narrow !== this.#wide < NARROW) this.#rebuild();
    else this.#plot.setSize({ width: this.#wide, height: this.height });
  }

  #rebuild() {
    const place = this.renderRoot.querySelector?.('.plot');
    this.#wide = this.clientWidth;
    if (!place || !this.#wide || !this.tables) return;
    this.#discard();
    this.#plot = new uPlot(this.#options(), this.#data(), place);
    this.#feed();
  }

  /** One axis for all series: a moment that only one has leaves the others as they are, a gap stays a gap. */
  #data() {
    const { tables } = this;
    return tables.length > 1 ? uPlot.join(tables) : tables[0];
  }

  #feed() {
    const plot = this.#plot;
    plot.batch(() => {
      plot.setData(this.#data(), false);
      plot.setScale('x', { min: this.from / 1000, max: this.to / 1000 });
    });
  }

  /** How many lines each series has: of the past three. */
  #columns() {
    return (this.tables?.[0]?.length ?? 2) - 1;
  }

  #color(name) {
    return getComputedStyle(this).getPropertyValue(name).trim();
  }

  #options() {
    const axis = { stroke: this.#color('--text-2'), font: FONT, ticks: { stroke: this.#color('--hair') }, grid: { stroke: this.#color('--hair'), width: 1 } };
    const { series } = this.pane;
    const [{ channel }] = series;
    return {
      width: this.#wide,
      height: this.height,
      padding: [10, this.#gutter(), 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { setScale: false, x: true, y: false },
        bind: { dblclick: () => () => this.#zoomed(undefined) },
        sync: { key: 'ferrule-trends' },
        points: { size: 7 },
      },
      scales: { x: { time: true, auto: false }, y: { range: (_, min, max) => rangeOf(channel, min, max) } },
      axes: [
        { ...axis, values: (_, moments) => axisTimes(moments), space: 90, size: 30 },
        { ...axis, size: 64, values: (_, values) => axisTexts(channel, values), splits: splitsOf(channel) },
      ],
      series: [{}, ...series.flatMap(({ channel: of, slot }) => this.#lines(of, slot))],
      bands: this.#columns() > 1 ? series.map(({ channel: of, slot }, i) => this.#band(of, slot, 3 * i + 1)) : [],
      hooks: {
        draw: [(plot) => this.#labels(plot)],
        setCursor: [(plot) => this.#pointed(plot)],
        setSelect: [(plot) => this.#selected(plot)],
      },
    };
  }

  /** The line of a series, and of the past the edges of what it stands for, which are not drawn. */
  #lines(channel, slot) {
    const line = this.#series(channel, slot);
    const edge = { ...line, width: 0, stroke: 'transparent' };
    return this.#columns() > 1 ? [line, edge, edge] : [line];
  }

  /** From the least to the greatest; words have none. */
  #band(channel, slot, at) {
    return { series: [at + 2, at + 1], fill: isWordy(channel) ? 'transparent' : `${this.#color(colorName(slot))}38` };
  }

  #series(channel, slot) {
    const steps = isWordy(channel) || !channel.period;
    return {
      label: channel.name,
      stroke: this.#color(colorName(slot)),
      width: 2,
      dash: dashOf(slot),
      spanGaps: false,
      points: { show: false },
      ...(steps ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
    };
  }

  #gutter() {
    return this.#wide < NARROW ? 28 : 150;
  }

  /** The name of each series where its line ends, so that nobody needs the colors. */
  #labels(plot) {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio || 1;
    const ends = this.pane.series
      .map(({ name, slot }, i) => {
        const values = plot.data[i * this.#columns() + 1];
        const last = values.findLastIndex((value) => value !== null && value !== undefined);
        return last < 0 ? undefined : { slot, name, y: plot.valToPos(values[last], 'y', true) };
      })
      .filter(Boolean)
      .sort((a, b) => a.y - b.y);
    let below = bbox.top + 4 * ratio;
    ctx.save();
    ctx.font = `600 ${12 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    for (const { name, slot, y } of ends) {
      const at = Math.max(below, Math.min(y, bbox.top + bbox.height));
      below = at + 15 * ratio;
      ctx.fillStyle = this.#color(colorName(slot));
      const text = this.#wide < NARROW ? String(slot + 1) : `${slot + 1} ${name}`;
      ctx.fillText(text, bbox.left + bbox.width + 8 * ratio, at, (this.#gutter() - 12) * ratio);
    }
    ctx.restore();
  }

  /** A stretch was drawn with the mouse: look at that. */
  #selected(plot) {
    const { left, width } = plot.select;
    if (width < 6) return;
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.#zoomed({ from: plot.posToVal(left, 'x') * 1000, to: plot.posToVal(left + width, 'x') * 1000 });
  }

  /** @param {{from: number, to: number}|undefined} stretch  undefined: more than now */
  #zoomed(stretch) {
    this.dispatchEvent(new CustomEvent('zoomed', { detail: stretch }));
  }

  #pointed(plot) {
    const { left } = plot.cursor;
    const at = left >= 0 ? plot.posToVal(left, 'x') * 1000 : undefined;
    this.dispatchEvent(new CustomEvent('pointed', { detail: at > this.from ? at : undefined }));
  }
}

const rangeOf = (channel, min, max) => {
  if (channel.kind === 'switch') return [-0.1, 1.1];
  if (min === null || max === null) return [channel.min ?? 0, channel.max ?? 1];
  if (channel.kind === 'enum') return [min - 0.5, max + 0.5];
  const least = 10 * 10 ** -channel.decimals;
  const pad = Math.max((max - min) * 0.1, (least - (max - min)) / 2, 0);
  return [min - pad, max + pad];
};

const axisTimes = (moments) => {
  const step = moments.length > 1 ? (moments[1] - moments[0]) * 1000 : 0;
  return moments.map((moment) => axisTime(moment * 1000, step));
};

const splitsOf = (channel) => {
  if (!isWordy(channel)) return undefined;
  const values = [...channel.labels.keys()].sort((a, b) => a - b);
  return (_, __, min, max) => values.filter((value) => value >= min && value <= max);
};

const axisTexts = (channel, values) => (isWordy(channel) ? values.map((value) => labelFor(channel, value)) : alikeDigits(values));

customElements.define('ferrule-chart', FerruleChart);
