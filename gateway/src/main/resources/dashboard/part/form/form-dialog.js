/**
 * A form over the page. What is wrong stands beside the field that it is about, and what was typed is kept until it is
 * done. Where something is lost by it, the focus is on Cancel.
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {'text'|'password'|'number'|'select'} [type]
 * @property {string} [value]  to begin with
 * @property {string} [hint]
 * @property {string} [autocomplete]
 * @property {number} [longest]
 * @property {[string, string][]} [options]  of a select: value and text
 * @property {boolean} [fixed]  shown only
 * @property {(value: string, values: Record<string, string>) => string} [check]  what is wrong; empty when nothing is
 *
 * @typedef {object} Form
 * @property {string} title
 * @property {string} [text]
 * @property {Field[]} fields
 * @property {string} action  what the button says
 * @property {boolean} [risky]  something is lost by it
 * @property {boolean} [kept]  cannot be closed without being done
 * @property {unknown} [more]  below the fields
 * @property {(values: Record<string, string>) => Promise<import('../../model/access/accounts.js').Fault|undefined>} send
 *   resolves to what went wrong; nothing when it is done
 */
import { LitElement, css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { dialogStyles } from '../dialog-styles.js';
import { iconOf } from '../icons.js';
import { base, buttons } from '../theme.js';
import { fieldStyles } from './field-styles.js';

export class FerruleFormDialog extends LitElement {
  static properties = { form: { state: true }, values: { state: true }, faults: { state: true }, busy: { state: true } };

  static styles = [
    base,
    buttons,
    dialogStyles,
    fieldStyles,
    css`
      dialog {
        width: 480px;
      }
      a {
        display: inline-block;
        padding: 12px 0;
        color: inherit;
      }
      form > .fault {
        margin-top: 16px;
      }
      .do {
        border-color: var(--text);
        background: var(--text);
        color: var(--bg);
      }
      .do:hover {
        background: color-mix(in srgb, var(--text) 85%, var(--bg));
      }
      .do.risky {
        margin: 0;
        border-color: var(--critical);
        background: var(--surface);
        color: var(--critical);
      }
      .do.risky:hover {
        background: color-mix(in srgb, var(--critical) 14%, var(--surface));
      }
      @media (width < 600px) {
        .do {
          flex: 1 1 auto;
        }
      }
    `,
  ];

  #answer;

  /** Shows a form. @param {Form} form @returns {Promise<boolean>} whether it was done */
  async open(form) {
    this.#settle(false);
    this.form = form;
    this.values = Object.fromEntries(form.fields.map(({ name, value = '' }) => [name, value]));
    this.faults = {};
    this.busy = false;
    await this.updateComplete;
    this.#show();
    return new Promise((answer) => (this.#answer = answer));
  }

  /** Closes it, as if it were done. */
  close() {
    this.#settle(true);
  }

  render() {
    const { form } = this;
    if (!form) return nothing;
    return html`<dialog aria-labelledby="title" @cancel=${this.#escape} @close=${this.#closed}>
      <form novalidate @submit=${this.#submit}>
        <h2 id="title">${form.title}</h2>
        ${form.text ? html`<p>${form.text}</p>` : nothing} ${form.fields.map((field) => this.#field(field))}
        <p class="fault" role="alert" data-fault="">${this.#fault('')}</p>
        ${form.more ?? nothing}
        <div class="actions">
          ${form.kept ? nothing : html`<button type="button" class="cancel" data-action="cancel" @click=${() => this.#settle(false)}>Cancel</button>`}
          <button class=${form.risky ? 'do risky' : 'do'} data-action="done" aria-disabled=${this.busy ? 'true' : 'false'}>${form.action}</button>
        </div>
      </form>
    </dialog>`;
  }

  #field(field) {
    const { hint, label, name } = field;
    return html`<div class="field">
      <label for=${name}>${label}</label>
      ${field.type === 'select' ? this.#select(field) : this.#input(field)}
      ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
      <p class="fault" role="alert" id="${name}-fault" data-fault=${name}>${this.#fault(name)}</p>
    </div>`;
  }

  #fault(name) {
    const text = this.faults[name];
    return text ? html`${iconOf('fault')}<span>${text}</span>` : nothing;
  }

  #input({ autocomplete = 'off', fixed, longest, name, type = 'text' }) {
    return html`<input
      id=${name}
      name=${name}
      type=${type === 'password' ? 'password' : 'text'}
      inputmode=${type === 'number' ? 'numeric' : nothing}
      autocomplete=${autocomplete}
      autocapitalize="none"
      spellcheck="false"
      maxlength=${longest ?? nothing}
      ?readonly=${fixed}
      aria-describedby="${name}-hint ${name}-fault"
      aria-invalid=${this.faults[name] ? 'true' : 'false'}
      .value=${live(this.values[name])}
      @input=${(event) => this.#typed(name, event.target.value)}
    />`;
  }

  #select({ name, options }) {
    return html`<select
      id=${name}
      name=${name}
      aria-describedby="${name}-hint ${name}-fault"
      aria-invalid=${this.faults[name] ? 'true' : 'false'}
      @change=${(event) => this.#typed(name, event.target.value)}
    >
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === this.values[name]}>${text}</option>`)}
    </select>`;
  }

  #typed(name, value) {
    this.values = { ...this.values, [name]: value };
    this.faults = { ...this.faults, [name]: '' };
  }

  async #submit(event) {
    event.preventDefault();
    if (this.busy) return;
    const { fields, send } = this.form;
    const wrong = fields.map(({ check, name }) => [name, check?.(this.values[name], this.values) ?? '']).filter(([, text]) => text);
    this.faults = Object.fromEntries(wrong);
    if (wrong.length) return this.#point();
    const { form } = this;
    this.busy = true;
    const fault = await send(this.values);
    this.busy = false;
    if (form !== this.form) return;
    if (!fault) return this.#settle(true);
    this.faults = { [fields.some(({ name }) => name === fault.field) ? fault.field : '']: fault.text };
    this.#point();
  }

  /** The focus goes where something is wrong. */
  async #point() {
    await this.updateComplete;
    this.renderRoot.querySelector('[aria-invalid=true]')?.focus();
  }

  #escape(event) {
    if (this.form.kept) event.preventDefault();
  }

  /** Browsers close a window at the second Escape, whatever was said to the first. */
  #closed() {
    if (this.form?.kept) this.#show();
    else this.#settle(false);
  }

  #show() {
    this.renderRoot.querySelector('dialog').showModal();
    this.renderRoot.querySelector(this.form.risky ? '.cancel' : 'input:not([readonly]), select')?.focus();
  }

  #settle(done) {
    const answer = this.#answer;
    this.#answer = undefined;
    if (!answer) return;
    this.form = undefined;
    this.values = {}; // passwords among them
    this.updateComplete.then(() => answer(done));
  }

  /** Without a form there is no window; a window that goes gives the focus back. */
  willUpdate(changed) {
    if (changed.has('form') && !this.form) this.renderRoot?.querySelector('dialog')?.close();
  }
}
customElements.define('ferrule-form-dialog', FerruleFormDialog);
