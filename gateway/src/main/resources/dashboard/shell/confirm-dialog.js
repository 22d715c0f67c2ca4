/**
 * Asks before something dangerous: names the device, the action, and what is now, and collects the proof that the
 * channel asks for: a yes, a button held for a second, or the device's name as typed. The focus is on Cancel (on the
 * field where something is to be typed), and nothing is sent before the answer.
 */
import { LitElement, css, html, nothing } from 'lit';
import { actionOn, shownValue } from '../model/command-words.js';
import { dialogStyles } from '../part/dialog-styles.js';
import { base, buttons } from '../part/theme.js';

const HOLD_MS = 1000;

export class FerruleConfirmDialog extends LitElement {
  static properties = { question: { state: true }, typed: { state: true }, holding: { state: true } };

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
      .do[aria-disabled='true'] {
        background: transparent;
        border-color: var(--hair);
        color: var(--stale);
      }
      .hold {
        position: relative;
        overflow: hidden;
        touch-action: none;
        user-select: none;
        -webkit-user-select: none;
      }
      .hold::after {
        content: '';
        position: absolute;
        inset: auto auto 0 0;
        width: 0;
        height: 6px;
        background: var(--on-warn-fill);
      }
      .hold.holding::after {
        width: 100%;
        transition: width 1s linear;
      }
      .proof {
        display: grid;
        gap: 6px;
        margin-top: 20px;
      }
      .proof input {
        min-height: 44px;
        padding: 0 10px;
        border: var(--edge) solid var(--line);
        border-radius: var(--radius);
        background: transparent;
        color: var(--text);
        font: inherit;
      }
      .do:hover {
        background: color-mix(in srgb, var(--warn-fill) 85%, var(--text));
      }
    `,
  ];

  #answer;
  #held;

  /**
   * Asks.
   *
   * @param {{control: import('../model/control.js').Control, deviceName: string, value: number}} question
   * @returns {Promise<true|string|undefined>} the proof that it is meant; nothing when it is not
   */
  async ask(question) {
    this.#settle(undefined);
    this.question = question;
    this.typed = '';
    this.holding = false;
    await this.updateComplete;
    this.renderRoot.querySelector('dialog').showModal();
    this.renderRoot.querySelector('input, .cancel').focus();
    return new Promise((answer) => (this.#answer = answer));
  }

  render() {
    if (!this.question) return nothing;
    const { control, deviceName, value } = this.question;
    const action = actionOn(control.channel, value);
    return html`<dialog aria-labelledby="title" @close=${() => this.#settle(undefined)}>
      <h2 id="title">${action}?</h2>
      <dl>
        <dt>Device</dt>
        <dd data-part="device">${deviceName}</dd>
        <dt>Now</dt>
        <dd data-part="now">${control.actual.digits}${control.actual.unit ? ` ${control.actual.unit}` : ''}</dd>
        <dt>After</dt>
        <dd data-part="after">${shownValue(control.channel, value)}</dd>
      </dl>
      ${this.#proof(control.channel.danger, deviceName)}
      <div class="actions">
        <button class="cancel" data-action="cancel" @click=${() => this.#settle(undefined)}>Cancel</button>
        ${this.#doIt(control.channel.danger, action)}
      </div>
    </dialog>`;
  }

  #proof(danger, deviceName) {
    switch (danger) {
      case 'hold':
        return html`<p class="proof" id="proof">Hold the button for a second; on the keyboard, the space bar.</p>`;
      case 'type':
        return html`<label class="proof">
          <span>Type <b>${deviceName}</b> to go on</span>
          <input
            data-part="proof"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            .value=${this.typed}
            @input=${(event) => (this.typed = event.target.value)}
            @keydown=${(event) => event.key === 'Enter' && this.#type()}
          />
        </label>`;
      default:
        return nothing;
    }
  }

  #doIt(danger, action) {
    switch (danger) {
      case 'hold':
        return html`<button
          class=${this.holding ? 'do hold holding' : 'do hold'}
          data-action="confirm"
          aria-describedby="proof"
          @pointerdown=${this.#press}
          @pointerup=${this.#letGo}
          @pointerleave=${this.#letGo}
          @pointercancel=${this.#letGo}
          @keydown=${this.#key}
          @keyup=${this.#letGo}
          @blur=${this.#letGo}
          @contextmenu=${(event) => event.preventDefault()}
        >
          Hold: ${action}
        </button>`;
      case 'type':
        return html`<button class="do" data-action="confirm" aria-disabled=${this.#isTyped() ? 'false' : 'true'} @click=${this.#type}>
          ${action}
        </button>`;
      default:
        return html`<button class="do" data-action="confirm" @click=${() => this.#settle(true)}>${action}</button>`;
    }
  }

  #isTyped() {
    return this.typed.trim() === this.question.deviceName;
  }

  #type() {
    if (this.#isTyped()) this.#settle(this.typed.trim());
  }

  #key(event) {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) this.#hold();
  }

  #press(event) {
    if (event.button !== 0) return;
    // A finger belongs to what it touched first until it is lifted; released, it leaves like a mouse.
    event.currentTarget.releasePointerCapture(event.pointerId);
    this.#hold();
  }

  #hold() {
    this.#letGo();
    this.holding = true;
    this.#held = setTimeout(() => this.#settle('hold'), HOLD_MS);
  }

  #letGo() {
    this.holding = false;
    clearTimeout(this.#held);
  }

  #settle(proof) {
    const answer = this.#answer;
    this.#answer = undefined;
    this.#letGo();
    this.renderRoot.querySelector('dialog')?.close();
    answer?.(proof);
  }
}
customElements.define('ferrule-confirm-dialog', FerruleConfirmDialog);
