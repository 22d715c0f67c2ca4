/** A channel that takes commands: what is, what was asked for, and the way to ask. Only a long reason makes it higher. */
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
        grid-template: 'name input' auto 'values values' 2.15rem 'words words' 3rem / 1fr auto;
        gap: 0 12px;
        min-width: 0;
        contain: layout style;
        padding: 8px 12px 2px;
        align-items: center;
      }
      :host([data-state='stale']) {
        ${hatched}
      }
      :host([data-whole]) {
        grid-template-rows: auto 2.15rem auto;
      }
      .name {
        grid-area: name;
        font-weight: 600;
        overflow-wrap: break-word;
        min-width: 0;
      }
      .input {
        grid-area: input;
        display: flex;
        justify-content: end;
        align-items: center;
      }
      .values {
        grid-area: values;
        display: flex;
        align-items: baseline;
        gap: 20px;
        white-space: nowrap;
      }
      .values > span {
        display: inline-flex;
        align-items: baseline;
        gap: 6px;
      }
      .label {
        font-size: 0.929rem;
        color: var(--text-2);
      }
      .number {
        font-size: 1.429rem;
      }
      .requested {
        padding-left: 20px;
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
        font-size: 0.929rem;
        line-height: 1.3;
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
      :host([data-whole]) .words p span {
        display: inline;
      }
      .long .number {
        font-size: 1rem;
      }
      .trouble p {
        color: var(--warn);
        font-weight: 600;
      }
      .words button {
        min-height: 40px;
        padding: 0 12px;
        font-size: 0.929rem;
        white-space: nowrap;
      }
      .words button.icon {
        padding: 0;
        border-color: transparent;
      }
      @media (width < 600px) {
        :host([data-kind='number']),
        :host([data-kind='counter']) {
          grid-template: 'name' auto 'input' auto 'values' 2.15rem 'words' 3rem / 1fr;
        }
        :host([data-whole][data-kind='number']),
        :host([data-whole][data-kind='counter']) {
          grid-template-rows: auto auto 2.15rem auto;
        }
        :host([data-kind='number']) .input,
        :host([data-kind='counter']) .input {
          justify-content: stretch;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.cut = false;
    this.whole = false;
  }

  render() {
    const { actual, channel, command, inert, requested } = this.control;
    return html`
      <h3 class="name">${channel.name}</h3>
      <div class="input" @wish-value=${this.#ask} @fault=${(event) => (this.fault = event.detail)}>${this.#input()}</div>
      <div class=${actual.digits.length + requested.length > 16 ? 'values long' : 'values'}>
        <span>
          <span class="label">Actual</span>
          <span class="sr">${actual.spoken}</span>
          <span class="number" data-part="value" aria-hidden="true">${actual.digits || '–'}</span>
          ${actual.unit ? html`<span class="unit" aria-hidden="true">${actual.unit}</span>` : nothing}
        </span>
        ${requested
          ? html`<span class="requested" data-part="requested">
              <span class="label">Requested</span><b>${requested}</b>
              ${this.control.ring === undefined ? nothing : html`${ring(this.control.ring)}<span class="label digits">${ttlSeconds(command, this.control.ring)}</span>`}
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
    const { actual, channel, check, command, retry, state, text, tick } = this.control;
    const trouble = TROUBLE.has(state) || Boolean(this.fault);
    const icon = trouble ? 'warn' : tick ? 'tick' : undefined;
    return html`<div class=${trouble ? 'words trouble' : 'words'} data-part="words">
      <p>${icon ? iconOf(icon) : nothing}<span>${this.fault || text || inert || actual.note}</span></p>
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
