/** The choices of an enumeration: a button for each where they are few and short, else a list with a button. */
import { LitElement, css, html } from 'lit';
import { choices, isAsked, reasonOf } from '../../model/control.js';
import { facts } from '../same.js';
import { base, buttons } from '../theme.js';
import { wish } from '../wish.js';

const FEW = 4;

/** Letters of all buttons together that have room beside each other. */
const SHORT = 22;

/** What asks for a proof keeps its distance from all others: there is no room for several of that kind. */
const isShort = (all, { danger }) =>
  !danger && all.length <= FEW && all.reduce((sum, { text }) => sum + text.length, 0) <= SHORT;

export class FerruleChoiceInput extends LitElement {
  static properties = { control: facts, disabled: { attribute: false }, draft: { state: true } };

  static styles = [
    base,
    buttons,
    css`
      div {
        display: flex;
        gap: 4px;
      }
      select {
        min-height: 44px;
        max-width: 160px;
        padding: 0 8px;
        border: var(--edge) solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        font: inherit;
      }
    `,
  ];

  render() {
    const { channel, value } = this.control;
    const all = choices(channel);
    return html`<div role="group" aria-label="${channel.name}${reasonOf(this.control)}">
      ${isShort(all, channel) ? all.map((choice) => this.#button(choice, value)) : this.#list(all, value)}
    </div>`;
  }

  #button({ value, text }, present) {
    return html`<button
      data-action="set"
      data-value=${value}
      class=${isAsked(this.control.channel, value) ? 'risky' : ''}
      aria-pressed=${value === present ? 'true' : 'false'}
      aria-disabled=${this.disabled ? 'true' : 'false'}
      @click=${() => this.#wish(value)}
    >
      ${text}${isAsked(this.control.channel, value) ? '…' : ''}
    </button>`;
  }

  #list(all, present) {
    const chosen = this.draft ?? present ?? this.control.last;
    return html`<select
        aria-label=${this.control.channel.name}
        ?disabled=${this.disabled}
        @change=${(event) => (this.draft = Number(event.target.value))}
      >
        ${all.map(({ value, text }) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select>
      <button data-action="set" class=${this.control.channel.danger ? 'risky' : ''} aria-label="Set ${this.control.channel.name}${reasonOf(this.control)}" aria-disabled=${this.disabled ? 'true' : 'false'} @click=${() => this.#wish(chosen)}>
        Set${this.control.channel.danger ? '…' : ''}
      </button>`;
  }

  #wish(value) {
    if (this.disabled || value === undefined) return;
    this.draft = undefined;
    wish(this, 'value', { value });
  }
}
customElements.define('ferrule-choice-input', FerruleChoiceInput);
