/**
 * Asks before something dangerous: names the device, the action, and what is now. The focus is on Cancel, and nothing is
 * sent before the answer.
 */
import { LitElement, css, html, nothing } from 'lit';
import { actionOn, shownValue } from '../model/command-words.js';
import { dialogStyles } from './dialog-styles.js';
import { base, buttons } from './theme.js';

export class FerruleConfirmDialog extends LitElement {
  static properties = { question: { state: true } };

  static styles = [
    base,
    buttons,
    dialogStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 6px 16px;
        margin: 0;
      }
      dt {
        color: var(--text-2);
      }
      dd {
        margin: 0;
        font-weight: 600;
      }
      .do {
        border-color: var(--warn-fill);
        background: var(--warn-fill);
        color: var(--on-warn-fill);
      }
      .do:hover {
        background: color-mix(in srgb, var(--warn-fill) 85%, var(--text));
      }
    `,
  ];

  #answer;

  /**
   * Asks.
   *
   * @param {{control: import('../model/control.js').Control, deviceName: string, value: number}} question
   * @returns {Promise<boolean>} whether to do it
   */
  async ask(question) {
    this.#answer?.(false);
    this.question = question;
    await this.updateComplete;
    this.renderRoot.querySelector('dialog').showModal();
    this.renderRoot.querySelector('.cancel').focus();
    return new Promise((answer) => (this.#answer = answer));
  }

  render() {
    if (!this.question) return nothing;
    const { control, deviceName, value } = this.question;
    const action = actionOn(control.channel, value);
    return html`<dialog aria-labelledby="title" @close=${() => this.#settle(false)}>
      <h2 id="title">${action}?</h2>
      <dl>
        <dt>Device</dt>
        <dd data-part="device">${deviceName}</dd>
        <dt>Now</dt>
        <dd data-part="now">${control.actual.digits}${control.actual.unit ? ` ${control.actual.unit}` : ''}</dd>
        <dt>After</dt>
        <dd data-part="after">${shownValue(control.channel, value)}</dd>
      </dl>
      <div class="actions">
        <button class="cancel" data-action="cancel" @click=${() => this.#settle(false)}>Cancel</button>
        <button class="do" data-action="confirm" @click=${() => this.#settle(true)}>${action}</button>
      </div>
    </dialog>`;
  }

  #settle(yes) {
    const answer = this.#answer;
    this.#answer = undefined;
    this.renderRoot.querySelector('dialog')?.close();
    answer?.(yes);
  }
}
customElements.define('ferrule-confirm-dialog', FerruleConfirmDialog);
