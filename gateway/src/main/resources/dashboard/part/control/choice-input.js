/** The choices of an enumeration: a button for each where they are few, else a list with a button. */
import { LitElement, css, html } from 'lit';
import { choices, isAsked, reasonOf } from '../../model/control.js';
import { facts } from '../same.js';
import { base, buttons } from '../theme.js';
import { wish } from '../wish.js';

const FEW = 4;

export class FerruleChoiceInput extends LitElement {
  static properties = { control: facts, disabled: { attribute: false }, draft: { state: true } };

  static styles = [
    base,
    buttons,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .risk {
        row-gap: 32px;
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
    return html`<div role="group" class=${channel.danger ? 'risk' : ''} aria-label="${channel.name}${reasonOf(this.control)}">
      ${all.length <= FEW ? all.map((choice) => this.#button(choice, value)) : this.#list(all, value)}
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
