/** Who one is to the gateway, and what belongs to oneself: password, sessions, the way out. */
import { LitElement, css, html, nothing } from 'lit';
import { faultOf, isOk, readRows } from '../model/access/accounts.js';
import { grantText } from '../model/access/caller.js';
import '../part/account/sessions.js';
import { ask } from '../part/ask.js';
import { dialogStyles } from '../part/dialog-styles.js';
import { newPasswordField, passwordField } from '../part/form/fields.js';
import '../part/form/form-dialog.js';
import { facts } from '../part/same.js';
import { base, buttons } from '../part/theme.js';
import { wish } from '../part/wish.js';

export class FerruleAccountDialog extends LitElement {
  static properties = {
    /** @type {import('../model/access/caller.js').Caller} */
    caller: facts,
    time: { attribute: false },
    sessions: { state: true },
    said: { state: true },
    fault: { state: true },
  };

  static styles = [
    base,
    buttons,
    dialogStyles,
    css`
      dialog {
        width: 620px;
        max-width: min(620px, calc(100vw - 32px));
      }
      h3 {
        margin: 24px 0 8px;
        font-weight: 600;
      }
      .fault {
        margin-top: 16px;
        color: var(--critical);
        font-weight: 600;
      }
      .said {
        margin-top: 8px;
      }
      .own {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 12px;
      }
      .actions {
        justify-content: space-between;
      }
    `,
  ];

  /** Shows it, with the sessions as they are now. */
  open() {
    this.said = '';
    this.fault = '';
    this.sessions = undefined;
    this.renderRoot.querySelector('dialog').showModal();
    this.#load();
  }

  render() {
    const { caller } = this;
    return html`<dialog aria-labelledby="title">
        <h2 id="title" data-part="name">${caller.name}</h2>
        <p data-part="grant">${grantText(caller)}</p>
        <div class="own">
          <button data-action="password" @click=${this.#changePassword}>Change password…</button>
          <button data-action="log-out" @click=${() => this.#logOut(false)}>Log out</button>
        </div>
        <h3 id="where">Where you are logged in</h3>
        ${this.sessions
          ? html`<ferrule-sessions
              aria-labelledby="where"
              .sessions=${this.sessions}
              .named=${false}
              .time=${this.time}
              @changed=${this.#load}
            ></ferrule-sessions>`
          : nothing}
        <p class="fault" role="alert">${this.fault}</p>
        <p class="said" role="status">${this.said}</p>
        <div class="actions">
          <button data-action="log-out-everywhere" @click=${() => this.#logOut(true)}>Log out everywhere</button>
          <button data-action="close" autofocus @click=${(event) => event.target.closest('dialog').close()}>Close</button>
        </div>
      </dialog>
      <ferrule-form-dialog></ferrule-form-dialog>`;
  }

  #load = async () => {
    const answer = await ask(this, 'GET', 'api/v1/sessions');
    // An admin is told of everybody's.
    this.sessions = readRows('sessions', answer.body)?.filter(({ name }) => name === this.caller.name);
    this.fault = this.sessions ? '' : faultOf(answer).text;
  };

  async #changePassword() {
    const done = await this.renderRoot.querySelector('ferrule-form-dialog').open({
      title: 'Change your password',
      text: 'You stay logged in here, and are logged out everywhere else.',
      fields: [
        passwordField({ label: 'Current password' }),
        newPasswordField({ name: 'next', label: 'New password' }),
        newPasswordField({
          name: 'again',
          label: 'New password again',
          hint: '',
          check: (value, { next }) => (value === next ? '' : 'The two are not the same.'),
        }),
      ],
      action: 'Change password',
      send: async ({ next, password }) => {
        const answer = await ask(this, 'PATCH', 'api/v1/login/password', { password, new: next });
        if (isOk(answer)) return undefined;
        const { text } = faultOf(answer);
        if (answer.status === 401) return { text: 'That is not your password.', field: 'password' };
        return { text, field: answer.status === 422 ? 'next' : '' };
      },
    });
    if (!done) return;
    this.said = 'The password is changed.';
    this.#load();
  }

  #logOut(everywhere) {
    wish(this, 'log-out', {
      everywhere,
      answer: (answer) => {
        if (!isOk(answer)) this.fault = faultOf(answer).text;
      },
    });
  }
}
customElements.define('ferrule-account-dialog', FerruleAccountDialog);
