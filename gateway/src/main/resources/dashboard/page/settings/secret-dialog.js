/** Shows a new token, this once. It goes only by its button, so that no stray key loses it. */
import { LitElement, css, html, nothing } from 'lit';
import { dialogStyles } from '../../part/dialog-styles.js';
import { iconOf } from '../../part/icons.js';
import { base, buttons } from '../../part/theme.js';

export class FerruleSecretDialog extends LitElement {
  static properties = { name: { state: true }, secret: { state: true }, said: { state: true } };

  static styles = [
    base,
    buttons,
    dialogStyles,
    css`
      dialog {
        width: 480px;
      }
      .warning {
        display: flex;
        gap: 8px;
        margin-bottom: 16px;
        color: var(--warn);
        font-weight: 600;
      }
      .warning svg {
        margin-top: 3px;
      }
      .secret {
        display: flex;
        gap: 8px;
      }
      input {
        flex: 1;
        min-width: 0;
        min-height: 44px;
        padding: 0 10px;
        border: var(--edge) solid var(--line);
        border-radius: var(--radius);
        background: var(--bg);
        color: var(--text);
        font-family: ui-monospace, monospace;
      }
      .said {
        min-height: 1.4em;
        margin-top: 8px;
      }
    `,
  ];

  #done;

  /** Shows a secret until somebody says that they have it. @param {string} name @param {string} secret */
  async show(name, secret) {
    this.name = name;
    this.secret = secret;
    this.said = '';
    await this.updateComplete;
    this.renderRoot.querySelector('dialog').showModal();
    this.renderRoot.querySelector('[data-action=copy]').focus();
    return new Promise((done) => (this.#done = done));
  }

  render() {
    if (!this.secret) return nothing;
    return html`<dialog aria-labelledby="title" aria-describedby="warning" @cancel=${(event) => event.preventDefault()} @close=${(event) => this.#done && event.target.showModal()}>
      <h2 id="title">Token for ${this.name}</h2>
      <p class="warning" id="warning">${iconOf('warn')}<span>Copy it now: it is shown this once. Whoever has it may do what it may.</span></p>
      <div class="secret">
        <input readonly aria-label="Token" data-part="secret" .value=${this.secret} @focus=${(event) => event.target.select()} />
        <button data-action="copy" @click=${this.#copy}>Copy</button>
      </div>
      <p class="said" role="status">${this.said}</p>
      <div class="actions"><button data-action="have-it" @click=${this.#close}>I have it</button></div>
    </dialog>`;
  }

  /** Over plain HTTP browsers give scripts no clipboard, but still copy what is selected. */
  async #copy() {
    this.renderRoot.querySelector('input').select();
    const written = await navigator.clipboard?.writeText(this.secret).then(
      () => true,
      () => false,
    );
    const copied = written || document.execCommand('copy');
    this.said = copied ? 'Copied.' : 'Not copied: the browser does not allow it. Select the text and copy it.';
  }

  async #close() {
    const done = this.#done;
    this.#done = undefined;
    this.renderRoot.querySelector('dialog').close();
    this.secret = '';
    done();
  }
}
customElements.define('ferrule-secret-dialog', FerruleSecretDialog);
