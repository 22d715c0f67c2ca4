/** The button of a switch. It says what it does, not how things are; where that is not known, there is one for each. */
import { LitElement, html } from 'lit';
import { isAsked, reasonOf, switchActions } from '../../model/control.js';
import { facts } from '../same.js';
import { base, buttons } from '../theme.js';
import { wish } from '../wish.js';

export class FerruleSwitchInput extends LitElement {
  static properties = { control: facts, disabled: { attribute: false } };
  static styles = [base, buttons];

  render() {
    const { channel } = this.control;
    return switchActions(this.control).map(
      ({ value, text }) => html`<button
        data-action="set"
        data-value=${value}
        class=${isAsked(channel, value) ? 'risky' : ''}
        aria-label="${text}: ${channel.name}${reasonOf(this.control)}"
        aria-disabled=${this.disabled ? 'true' : 'false'}
        @click=${() => this.disabled || wish(this, 'value', { value })}
      >
        ${text}${isAsked(channel, value) ? '…' : ''}
      </button> `,
    );
  }
}
customElements.define('ferrule-switch-input', FerruleSwitchInput);
