/** Who can log in. After a change it says `changed`. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { faultOf, isOk, readPatterns } from '../../model/access/accounts.js';
import { devicesText, isAtLeast, roleTitle } from '../../model/access/caller.js';
import { dateText } from '../../model/moments.js';
import { rowStyles } from '../../part/account/row-styles.js';
import { ask } from '../../part/ask.js';
import { grantFields, nameField, newPasswordField } from '../../part/form/fields.js';
import '../../part/form/form-dialog.js';
import { facts } from '../../part/same.js';
import { base, buttons } from '../../part/theme.js';
import { settingsStyles } from './styles.js';

const NEW = { role: 'viewer', devices: ['*'] };

export class FerruleUsers extends LitElement {
  static properties = {
    /** @type {import('../../model/access/accounts.js').User[]} */
    users: facts,
    /** The name of who looks. */
    own: { attribute: false },
    /** Ids of the devices that there are. */
    devices: facts,
    said: { state: true },
  };

  static styles = [base, buttons, settingsStyles, rowStyles, css`
    :host {
      padding: 0;
    }
  `];

  render() {
    return html`<section aria-labelledby="title">
        <header>
          <h2 id="title">Users</h2>
          <button data-action="add-user" @click=${this.#add}>Add user…</button>
        </header>
        <ul>
          ${repeat(this.users, ({ name }) => name, (user) => this.#row(user))}
        </ul>
        <p role="status" class="said">${this.said}</p>
      </section>
      <ferrule-form-dialog></ferrule-form-dialog>`;
  }

  #row(user) {
    const { created, devices, name, role } = user;
    return html`<li data-user=${name} data-role=${role}>
      <p class="what">
        <b>${name}${name === this.own ? ' (you)' : nothing}</b>
        <span>${roleTitle(role)}${isAtLeast({ role }, 'operator') ? `, commands ${devicesText(devices)}` : nothing}</span>
      </p>
      <p class="when">Since ${dateText(created)}</p>
      <div class="do">
        <button data-action="change" aria-label="Role and devices of ${name}" @click=${() => this.#change(user)}>Role…</button>
        <button data-action="password" aria-label="New password for ${name}" @click=${() => this.#password(user)}>Password…</button>
        <button data-action="remove" class="risky" aria-label="Remove ${name}" @click=${() => this.#remove(user)}>Remove…</button>
      </div>
    </li>`;
  }

  #add() {
    return this.#do('was added', {
      title: 'Add a user',
      fields: [
        nameField({ autocomplete: 'off' }),
        newPasswordField({ hint: 'At least 12 characters. They can change it when they are logged in.' }),
        ...grantFields(NEW, this.devices),
      ],
      action: 'Add user',
      send: ({ devices, name, password, role }) => ask(this, 'POST', 'api/v1/users', { name, password, role, devices: readPatterns(devices) }),
    });
  }

  #change(user) {
    const { name } = user;
    return this.#do('was changed', {
      name,
      title: `Role and devices of ${name}`,
      text: `${this.#subject(name)} logged out everywhere and must log in again.`,
      fields: grantFields(user, this.devices),
      action: 'Change',
      send: ({ devices, role }) => ask(this, 'PATCH', this.#path(name), { role, devices: readPatterns(devices) }),
    });
  }

  #password({ name }) {
    return this.#do('has a new password', {
      name,
      title: `New password for ${name}`,
      text: name === this.own ? 'You are logged out everywhere else.' : `${name} is logged out everywhere.`,
      fields: [newPasswordField({ label: 'New password' })],
      action: 'Set password',
      send: ({ password }) => ask(this, 'PATCH', this.#path(name), { password }),
    });
  }

  #remove({ name }) {
    return this.#do('was removed', {
      name,
      title: `Remove ${name}?`,
      text: `${this.#subject(name)} logged out everywhere and cannot log in any more. What ${name === this.own ? 'you' : name} did stays in the log.`,
      fields: [],
      action: `Remove ${name}`,
      risky: true,
      send: () => ask(this, 'DELETE', this.#path(name)),
    });
  }

  #subject(name) {
    return name === this.own ? 'This is you: you are' : `${name} is`;
  }

  #path(name) {
    return `api/v1/users/${encodeURIComponent(name)}`;
  }

  async #do(what, { name, ...form }) {
    let who = name;
    const done = await this.renderRoot.querySelector('ferrule-form-dialog').open({
      ...form,
      send: async (values) => {
        const answer = await form.send(values);
        who ??= values.name;
        return isOk(answer) ? undefined : faultOf(answer);
      },
    });
    if (!done) return;
    if (form.risky) this.renderRoot.querySelector('header button').focus(); // the row that it was asked from goes away
    this.said = `${who} ${what}.`;
    this.dispatchEvent(new CustomEvent('changed'));
  }
}
customElements.define('ferrule-users', FerruleUsers);
