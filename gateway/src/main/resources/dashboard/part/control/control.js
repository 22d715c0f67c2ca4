/** A channel that takes commands: what is, what was asked for, and the way to ask. Always equally high, whatever there is to say. */
import { LitElement, css, html, nothing } from 'lit';
import { ttlSeconds } from '../../model/command.js';
import { isAsked } from '../../model/control.js';
import { iconOf } from '../icons.js';
import { facts } from '../same.js';
import { base, buttons } from '../theme.js';
import { hatched, valueStyles } from '../value-styles.js';
import { wish } from '../wish.js';
import './choice-input.js';
import './number-input.js';
import { ring } from './ring.js';
import './switch-input.js';

const TROUBLE = new Set(['rejected', 'failed', 'expired', 'unknown']);

export class FerruleControl extends LitElement {
  static properties = {
    /** @type {import('../../model/control.js').Control} */
    control: facts,
    deviceName: { attribute: false },
    fault: { state: true },
    cut: { state: true },
    whole: { state: true },
  };

  static styles = [
    base,
    buttons,
    valueStyles,
    css`
      :host {
        display: grid;
        grid-template: 'name input' 1.4rem 'values input' 1fr 'words words' 2.3rem / minmax(0, 1fr) auto;
        gap: 0 12px;
        position: relative;
        min-width: 0;
        contain: layout style;
        padding: 5px 10px 4px;
        align-items: center;
      }
      :host(:not([data-kind='switch'])) {
        grid-template: 'name values' 2.1rem 'input input' 1fr 'words words' 2.3rem / minmax(0, 1fr) auto;
      }
      :host([data-state='stale']) {
        ${hatched}
      }
      .name {
        grid-area: name;
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .input {
        grid-area: input;
        display: flex;
        justify-content: end;
        align-items: center;
      }
      :host([data-kind='number']) .input,
      :host([data-kind='counter']) .input {
        justify-content: stretch;
      }
      .values {
        grid-area: values;
        display: flex;
        align-items: baseline;
        gap: 14px;
        min-width: 0;
        white-space: nowrap;
      }
      .values > span {
        display: inline-flex;
        align-items: baseline;
        gap: 5px;
      }
      .label {
        font-size: 0.857rem;
        color: var(--text-2);
      }
      .number {
        font-size: 1.429rem;
      }
      .unit {
        font-size: 1rem;
      }
      .requested {
        padding-left: 12px;
        border-left: 1px solid var(--line);
      }
      .requested b {
        font-weight: 600;
      }
      .requested svg {
        align-self: center;
      }
      .words {
        grid-area: words;
        display: flex;
        align-items: center;
        gap: 4px;
        min-width: 0;
        height: 2.3rem;
        font-size: 0.857rem;
        line-height: 1.25;
        color: var(--text-2);
      }
      .words p {
        flex: 1;
        display: flex;
        align-items: center;
        gap: 6px;
        min-width: 0;
      }
      /* A long reason must not move the buttons under a finger: two lines, and more for who asks. */
      .words p span {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      /* All of it lies over its own control, and nothing else moves. */
      :host([data-whole]) .words {
        position: absolute;
        inset: auto 0 0;
        z-index: 1;
        align-items: end;
        height: auto;
        min-height: 2.3rem;
        max-height: 100%;
        overflow: auto;
        padding: 6px 10px;
        border-top: 1px solid var(--line);
        background: var(--surface);
      }
      :host([data-whole]) .words p span {
        display: inline;
      }
      .long .number {
        font-size: 1rem;
      }
      .trouble p,
      .against p {
        color: var(--warn);
        font-weight: 600;
      }
      .words button {
        position: relative;
        min-width: 30px;
        min-height: 30px;
        padding: 0 10px;
        font-size: 0.857rem;
        white-space: nowrap;
      }
      /* Pressed as easily as the others. */
      .words button::after {
        content: '';
        position: absolute;
        inset: -6px -2px -7px;
      }
      .words button.icon {
        padding: 0;
        border-color: transparent;
      }
    `,
  ];

  constructor() {
    super();
    this.cut = false;
    this.whole = false;
  }

  render() {
    const { actual, channel, inert, requested } = this.control;
    return html`
      <h3 class="name" title=${channel.name}>${channel.name}</h3>
      <div class="input" @wish-value=${this.#ask} @fault=${(event) => (this.fault = event.detail)}>${this.#input()}</div>
      <div class=${actual.digits.length + requested.length > 12 ? 'values long' : 'values'}>
        <span>
          <span class="sr">Actual</span>
          <span class="sr">${actual.spoken}</span>
          <span class="number" data-part="value" aria-hidden="true">${actual.digits || '–'}</span>
          ${actual.unit ? html`<span class="unit" aria-hidden="true">${actual.unit}</span>` : nothing}
        </span>
        ${requested
          ? html`<span class="requested" data-part="requested">
              <span class="label">Requested</span><b>${requested}</b>
              ${this.control.ring === undefined ? nothing : ring(this.control.ring)}
            </span>`
          : nothing}
      </div>
      ${this.#words(inert)}
    `;
  }

  #input() {
    const { control } = this;
    const disabled = Boolean(control.inert) || control.pending;
    switch (control.channel.kind) {
      case 'switch':
        return html`<ferrule-switch-input .control=${control} .disabled=${disabled}></ferrule-switch-input>`;
      case 'enum':
        return html`<ferrule-choice-input .control=${control} .disabled=${disabled}></ferrule-choice-input>`;
      default:
        return html`<ferrule-number-input .control=${control} .disabled=${disabled}></ferrule-number-input>`;
    }
  }

  #words(inert) {
    const { actual, against, check, channel, command, hint, retry, ring: left, state, text, tick } = this.control;
    const trouble = TROUBLE.has(state) || Boolean(this.fault);
    const icon = trouble ? 'warn' : tick ? 'tick' : undefined;
    const look = trouble ? 'words trouble' : !text && !inert && against ? 'words against' : 'words';
    const seconds = left === undefined ? '' : ` ${ttlSeconds(command, left)}`;
    return html`<div class=${look} data-part="words">
      <p>${icon ? iconOf(icon) : nothing}<span class="digits">${this.fault || (text && text + seconds) || inert || against || actual.note || hint}</span></p>
      ${this.cut || this.whole
        ? html`<button data-action="more" aria-expanded=${this.whole ? 'true' : 'false'} @click=${() => (this.whole = !this.whole)}>
            ${this.whole ? 'Less' : 'More'}
          </button>`
        : nothing}
      ${retry && !inert && !this.fault
        ? html`<button data-action="retry" class=${isAsked(channel, command.value) ? 'risky' : ''} @click=${this.#retry}>Retry</button>`
        : nothing}
      ${check && !this.fault ? html`<button data-action="check" @click=${() => wish(this, 'check', { id: command.id })}>Check outcome</button>` : nothing}
      ${trouble
        ? html`<button class="icon" data-action="dismiss" aria-label="Dismiss" @click=${this.#dismiss}>${iconOf('close')}</button>`
        : nothing}
    </div>`;
  }

  #ask(event) {
    this.fault = '';
    this.#wish(event.detail.value);
  }

  #retry() {
    this.#wish(this.control.command.value);
    this.#backToInput();
  }

  /** The button that was pressed goes away; who works with keys goes on at the control itself. */
  #backToInput() {
    this.renderRoot.querySelector('.input').firstElementChild?.renderRoot.querySelector('input, select, button')?.focus();
  }

  #wish(value) {
    wish(this, 'command', { control: this.control, deviceName: this.deviceName, value });
  }

  #dismiss() {
    if (this.fault) this.fault = '';
    else wish(this, 'dismiss', { id: this.control.command.id });
    this.#backToInput();
  }

  /** What one command had to say is no reason to show all of the next. */
  willUpdate(changed) {
    if (changed.has('control') && changed.get('control')?.command?.id !== this.control.command?.id) this.whole = false;
  }

  updated(changed) {
    const words = this.renderRoot.querySelector('.words span');
    if (!this.whole) this.cut = words.scrollHeight > words.clientHeight;
    this.toggleAttribute('data-whole', this.whole);
    if (!changed.has('control')) return;
    const { actual, channel, state } = this.control;
    const { id, device, kind } = channel;
    Object.assign(this.dataset, { channel: id, device, kind, state: actual.state, commandState: state });
  }
}
customElements.define('ferrule-control', FerruleControl);
