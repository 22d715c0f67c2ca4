/** A set-point: typed or stepped, checked, and sent only with Enter or the button. A draft outlives everything. */
import { LitElement, css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { limitsText, readSetPoint, reasonOf, stepped } from '../../model/control.js';
import { digits, parseNumber } from '../../model/numbers.js';
import { facts } from '../same.js';
import { base, buttons } from '../theme.js';
import { wish } from '../wish.js';

export class FerruleNumberInput extends LitElement {
  static properties = { control: facts, disabled: { attribute: false }, draft: { state: true }, wrong: { state: true } };

  static styles = [
    base,
    buttons,
    css`
      :host {
        flex: 1;
      }
      form {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      button {
        padding: 0 10px;
      }
      .field {
        position: relative;
        flex: 1;
      }
      input {
        width: 100%;
        min-width: 4rem;
        min-height: 44px;
        padding: 0 10px;
        border: var(--edge) solid var(--line);
        border-radius: var(--radius);
        background: transparent;
        color: var(--text);
        font: inherit;
        font-size: 1.143rem;
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      input.draft {
        font-weight: 600;
        border-width: 2px;
        border-color: var(--text);
      }
      input[aria-invalid='true'] {
        border-color: var(--warn);
      }
      input:read-only {
        border-style: dashed;
        border-color: var(--hair);
        color: var(--stale);
      }
    `,
  ];

  constructor() {
    super();
    this.draft = undefined;
    this.wrong = false;
  }

  render() {
    const { channel } = this.control;
    const stopped = this.disabled ? 'true' : 'false';
    const limits = limitsText(channel);
    const reason = reasonOf(this.control);
    return html`<form @submit=${this.#submit} novalidate>
      <button type="button" data-action="down" aria-label="Less: ${channel.name}${reason}" aria-disabled=${stopped} @click=${() => this.#step(-1)}>−</button>
      <span class="field">
        <input
          data-part="set-point"
          inputmode="decimal"
          autocomplete="off"
          aria-label="Set-point of ${channel.name}${channel.unit ? `, ${channel.unit}` : ''}${limits ? `, ${limits}` : ''}${reason}"
          aria-invalid=${this.wrong ? 'true' : 'false'}
          class=${this.draft === undefined ? '' : 'draft'}
          ?readonly=${this.disabled}
          aria-disabled=${stopped}
          .value=${live(this.draft ?? this.#present())}
          title=${limits}
          @input=${this.#typed}
          @keydown=${this.#key}
          @blur=${this.#left}
        />
      </span>
      <button type="button" data-action="up" aria-label="More: ${channel.name}${reason}" aria-disabled=${stopped} @click=${() => this.#step(1)}>+</button>
      <button data-action="set" class=${channel.danger ? 'risky' : ''} aria-label="Set ${channel.name}${reason}" aria-disabled=${stopped}>Set${channel.danger ? '…' : ''}</button>
    </form>`;
  }

  /** What stands in the field while nobody types: what was asked for, or what is. */
  #present() {
    const { channel, command, value } = this.control;
    const present = command && this.control.requested ? command.value : value;
    return present === undefined ? '' : digits(present, channel.decimals);
  }

  #typed(event) {
    this.draft = event.target.value;
    this.wrong = false;
    this.#tell('');
  }

  #key(event) {
    if (event.key === 'Escape') {
      this.#clear();
    } else if (!this.disabled && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      this.#step(event.key === 'ArrowUp' ? 1 : -1);
    }
  }

  /** An empty field that is left shows the present value again. */
  #left() {
    if (this.draft?.trim() === '') this.#clear();
  }

  #clear() {
    this.draft = undefined;
    this.wrong = false;
    this.#tell('');
  }

  #step(way) {
    if (this.disabled) return;
    const { channel } = this.control;
    const from = parseNumber(this.draft ?? this.#present()) ?? channel.min ?? 0;
    this.draft = digits(stepped(channel, from, way), channel.decimals);
    this.wrong = false;
    this.#tell('');
  }

  #submit(event) {
    event.preventDefault();
    if (this.disabled) return;
    const read = readSetPoint(this.control.channel, this.draft ?? this.#present());
    this.wrong = 'fault' in read;
    if (this.wrong) {
      this.#tell(read.fault);
    } else {
      this.draft = undefined;
      wish(this, 'value', read);
    }
  }

  #tell(fault) {
    this.dispatchEvent(new CustomEvent('fault', { detail: fault, bubbles: true, composed: true }));
  }
}
customElements.define('ferrule-number-input', FerruleNumberInput);
