/** Is anything wrong? Key values, and a card for each device, by area. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isTrusted } from '../../model/connection.js';
import { hiddenToggled, keysOf, keyToggled, moved, pinToggled, PROPOSED, resized } from '../../model/fleet/layout.js';
import { spanFor } from '../../model/sparkline.js';
import '../../part/empty.js';
import { base, buttons } from '../../part/theme.js';
import { tools } from '../../part/tool-styles.js';
import { wish } from '../../part/wish.js';
import { SHOWN, SORTS } from './address.js';
import './arrange-bar.js';
import { arrangementOf, REST, SteadyArrangement } from './arrangement.js';
import './card.js';
import { cardsOf } from './cards.js';
import './key-values.js';
import { columnsIn, sizeOf } from './measures.js';
import { overviewStyles } from './styles.js';

/** How often sparklines move on, ms. */
const STEP = 2000;

/** What says that somebody is using the page. */
const USES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll', 'touchstart'];

/** How far outside of the window cards are drawn already. */
const AHEAD = '600px 0px';

export class FerruleOverview extends LitElement {
  static properties = {
    /** @type {import('./cards.js').Facts} */
    facts: { attribute: false },
    /** @type {import('./address.js').OverviewView} */
    view: { attribute: false },
    columns: { state: true },
    arranging: { state: true },
    /** The device that is dragged. */
    dragged: { state: true },
  };

  static styles = [base, buttons, tools, overviewStyles];

  #arrangement = new SteadyArrangement();
  #usedAt = -Infinity;
  #used = () => (this.#usedAt = performance.now());
  #near = new Set();
  #resized = new ResizeObserver(() => this.#measure());
  #scrolled = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: AHEAD });
  #watched = new Set();

  connectedCallback() {
    super.connectedCallback();
    for (const use of USES) addEventListener(use, this.#used, { passive: true, capture: true });
    this.#resized.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const use of USES) removeEventListener(use, this.#used, { capture: true });
    this.#resized.disconnect();
    this.#scrolled.disconnect();
    this.#watched.clear();
  }

  render() {
    const { facts, view } = this;
    if (!this.columns) return nothing;
    const { dictionary, layout, readings, time } = facts;
    const cards = new Map(cardsOf(facts).map((card) => [card.id, card]));
    const groups = this.#groups(cards);
    const span = spanFor(readings.oldest(), time);
    const end = Math.floor(time / STEP) * STEP;
    const keys = view.show === 'all' && !view.area ? keysOf(layout, dictionary) : [];
    return html`
      <h1 class="sr">Overview</h1>
      ${this.#tools(span, groups)}
      ${keys.length
        ? html`<ferrule-key-values aria-label="Key values" role="group" .keys=${keys} .facts=${facts} .time=${end} .span=${span}></ferrule-key-values>`
        : nothing}
      ${repeat(
        groups,
        ({ key }) => key,
        (group) => this.#group(group, cards, { span, end }),
      )}
      ${groups.length ? nothing : this.#nothing()}
    `;
  }

  #groups(cards) {
    const { facts, view } = this;
    const { layout, now, phase } = facts;
    const next = arrangementOf([...cards.values()], view, layout, this.arranging);
    // Without a connection nobody knows what is wrong; who reads a page or works on it is left in peace.
    const busy = !isTrusted(phase) || (!facts.kiosk && now - this.#usedAt < REST);
    return this.#arrangement.follow(next, JSON.stringify([view, layout, this.arranging]), busy, cards);
  }

  #tools(span, groups) {
    const { kiosk, layout } = this.facts;
    const { area, show, sort } = this.view;
    const count = groups.reduce((sum, group) => sum + group.cards.length, 0);
    if (kiosk) return nothing;
    if (this.arranging) return this.#arrangeTools();
    const isCompact = layout.density === 'compact';
    return html`<div class="tools" role="group" aria-label="What is shown">
      <label>Show ${this.#choice('show', SHOWN, show)}</label>
      <label>Sort ${this.#choice('sort', SORTS, sort)}</label>
      ${area ? html`<button data-action="area" @click=${() => wish(this, 'view', { area: '' })}>${area} <span aria-hidden="true">✕</span><span class="sr">: show all areas</span></button>` : nothing}
      <button data-action="density" aria-pressed=${isCompact ? 'true' : 'false'} @click=${() => this.#density(isCompact)}>Compact</button>
      <button data-action="arrange" @click=${() => (this.arranging = true)}>Arrange</button>
      <span class="count digits">${count === 1 ? '1 device' : `${count} devices`}. Lines: last ${span.text}</span>
    </div>`;
  }

  #arrangeTools() {
    const { dictionary, layout } = this.facts;
    const keys = keysOf(layout, dictionary);
    const values = [...dictionary.byId.values()].filter(({ id, readable }) => readable && !keys.includes(id));
    const nameOf = ({ device, name }) => `${dictionary.devices.get(device)?.name ?? device}: ${name}`;
    return html`<div class="tools arranging" role="group" aria-label="Arrange">
      <p>Drag cards, or use their buttons. It is kept for you.</p>
      <label
        >Key values
        <select data-action="add-key" @change=${(event) => this.#toggleKey(event.target.value)}>
          <option value="">Add…</option>
          ${values.map((channel) => html`<option value=${channel.id}>${nameOf(channel)}</option>`)}
        </select></label
      >
      ${keys.map((id) => {
        const name = nameOf(dictionary.byId.get(id));
        return html`<button data-action="remove-key" aria-label="Remove ${name}" @click=${() => this.#toggleKey(id)}>
          ${name} <span aria-hidden="true">✕</span>
        </button>`;
      })}
      <button data-action="reset" @click=${() => wish(this, 'layout', PROPOSED)}>As proposed</button>
      <button data-action="done" aria-pressed="true" @click=${() => (this.arranging = false)}>Done</button>
    </div>`;
  }

  #toggleKey(id) {
    const { dictionary, layout } = this.facts;
    if (id) wish(this, 'layout', keyToggled(layout, keysOf(layout, dictionary), id));
  }

  #arrange({ act, id }) {
    const { layout } = this.facts;
    const cards = [...this.renderRoot.querySelectorAll('ferrule-card')];
    const shown = cards.map(({ card }) => card.id);
    const own = cards.find(({ card }) => card.id === id);
    const size = own.size.wide;
    const [before, after] = [own.previousElementSibling, own.nextElementSibling].map((each) => each?.card.id);
    const acts = {
      pin: () => pinToggled(layout, id),
      hide: () => hiddenToggled(layout, id),
      narrower: () => resized(layout, id, size - 1),
      wider: () => resized(layout, id, size + 1),
      earlier: () => moved(layout, shown, id, before),
      later: () => moved(layout, shown, id, after),
    };
    wish(this, 'layout', acts[act]());
  }

  #drop(event, before) {
    event.preventDefault();
    const shown = [...this.renderRoot.querySelectorAll('ferrule-card')].map(({ card }) => card.id);
    if (this.dragged) wish(this, 'layout', moved(this.facts.layout, shown, this.dragged, before));
    this.dragged = undefined;
  }

  #choice(name, table, present) {
    return html`<select data-action=${name} @change=${(event) => wish(this, 'view', { [name]: event.target.value })}>
      ${table.map(([value, word]) => html`<option value=${value} ?selected=${value === present}>${word}</option>`)}
    </select>`;
  }

  #density(isCompact) {
    wish(this, 'layout', { ...this.facts.layout, density: isCompact ? 'comfortable' : 'compact' });
  }

  #group({ key, title, cards: placed }, cards, { span, end }) {
    const { facts, view } = this;
    const isPlaced = view.sort !== 'area' || key === 'first' || key === 'pinned';
    return html`<section class="part" data-group=${key} aria-label=${title || 'Devices'}>
      ${title ? html`<h2 class=${key}>${title} <span class="digits">${placed.length}</span></h2>` : nothing}
      <div class="cards">
        ${repeat(
          placed,
          ({ id }) => id,
          ({ id, told }) => {
            const card = cards.get(id);
            return html`<ferrule-card
              data-device=${id}
              class=${this.#look(id)}
              draggable=${this.arranging ? 'true' : nothing}
              @arrange=${({ detail }) => this.#arrange(detail)}
              @dragstart=${() => (this.dragged = id)}
              @dragend=${() => (this.dragged = undefined)}
              @dragover=${(event) => this.dragged && event.preventDefault()}
              @drop=${(event) => this.#drop(event, id)}
              .card=${card}
              .facts=${facts}
              .size=${this.#size(card, told)}
              .told=${told}
              .placed=${isPlaced}
              .near=${this.#near.has(id)}
              .time=${end}
              .span=${span}
              >${this.arranging ? this.#bar(card) : nothing}</ferrule-card
            >`;
          },
        )}
      </div>
    </section>`;
  }

  #look(id) {
    const isHidden = this.arranging && this.facts.layout.hidden.includes(id);
    return [this.dragged === id ? 'dragged' : '', isHidden ? 'hiding' : ''].join(' ');
  }

  #bar({ id, name, ...card }) {
    const { layout } = this.facts;
    return html`<ferrule-arrange-bar
      .device=${id}
      .name=${name}
      .isPinned=${layout.pinned.includes(id)}
      .isHidden=${layout.hidden.includes(id)}
      .wide=${this.#size({ id, ...card }, false).wide}
      .columns=${this.columns}
    ></ferrule-arrange-bar>`;
  }

  /** Always the same object for the same size, so that nothing is laid out again. */
  #size(card, told) {
    const { density, wide } = this.facts.layout;
    const { wide: columns, high } = sizeOf({ ...card, told }, density, this.columns, wide[card.id]);
    const key = `${columns} ${high}`;
    if (!this.#sizes.has(key)) this.#sizes.set(key, { wide: columns, high });
    return this.#sizes.get(key);
  }
  #sizes = new Map();

  #nothing() {
    const all = () => wish(this, 'view', { show: 'all', area: '' });
    return html`<p class="none" data-part="none">
      No device is like that now. <button data-action="all" @click=${all}>Show all devices</button>
    </p>`;
  }

  #measure() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const style = getComputedStyle(this);
    const width = this.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const columns = columnsIn(width, rem);
    if (width <= 0 || columns === this.columns) return;
    this.columns = columns;
    this.style.setProperty('--columns', String(columns));
  }

  #seen(entries) {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.#near.add(target.dataset.device);
      else this.#near.delete(target.dataset.device);
    }
    this.requestUpdate();
  }

  updated() {
    const present = new Set(this.renderRoot.querySelectorAll('ferrule-card'));
    for (const card of this.#watched) {
      if (present.has(card)) continue;
      this.#scrolled.unobserve(card);
      this.#watched.delete(card);
    }
    for (const card of present) {
      if (this.#watched.has(card)) continue;
      this.#watched.add(card);
      this.#scrolled.observe(card);
    }
  }
}
customElements.define('ferrule-overview', FerruleOverview);

/** Draws the page. @param {import('./cards.js').Facts} facts @param {import('./address.js').OverviewView} view */
export const render = (facts, view) =>
  facts.dictionary.devices.size
    ? html`<ferrule-overview .facts=${facts} .view=${view}></ferrule-overview>`
    : html`<ferrule-empty></ferrule-empty>`;
