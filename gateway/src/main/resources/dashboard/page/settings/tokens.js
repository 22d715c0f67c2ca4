/** What programs show instead of logging in. After a change it says `changed`. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { faultOf, isOk, readPatterns } from '../../model/access/accounts.js';
import { devicesText, isAtLeast, roleTitle } from '../../model/access/caller.js';
import { agoText, dateText } from '../../model/moments.js';
import { rowStyles } from '../../part/account/row-styles.js';
import { ask } from '../../part/ask.js';
import { grantFields, nameField } from '../../part/form/fields.js';
import '../../part/form/form-dialog.js';
import { iconOf } from '../../part/icons.js';
import { facts } from '../../part/same.js';
import { base, buttons } from '../../part/theme.js';
import './secret-dialog.js';
import { settingsStyles } from './styles.js';

const NEW = { role: 'viewer', devices: ['*'] };
const USUAL_DAYS = '90';
const MOST_DAYS = 3650;
const SOON = 14 * 86_400_000;

export class FerruleTokens extends LitElement {
  static properties = {
    /** @type {import('../../model/access/accounts.js').Token[]} */
    tokens: facts,
    /** Ids of the devices that there are. */
    devices: facts,
    time: { attribute: false },
    said: { state: true },
  };

  static styles = [base, buttons, settingsStyles, rowStyles, css`
    :host {
      padding: 0;
    }
    .abnormal {
      display: inline-flex;
      align-items: center;
      gap: 4px;
    }
  `];

  render() {
    return html`<section aria-labelledby="title">
        <header>
          <h2 id="title">Tokens</h2>
          <button data-action="add-token" @click=${this.#add}>Add token…</button>
        </header>
        ${this.tokens.length
          ? html`<ul>
              ${repeat(this.tokens, ({ id }) => id, (token) => this.#row(token))}
            </ul>`
          : html`<p class="none" data-part="empty">None yet. A token lets a program in without a password: a script, another system, a screen on the wall.</p>`}
        <p role="status" class="said">${this.said}</p>
      </section>
      <ferrule-form-dialog></ferrule-form-dialog>
      <ferrule-secret-dialog></ferrule-secret-dialog>`;
  }

  #row(token) {
    const { created, devices, id, name, role, used } = token;
    return html`<li data-token=${name} data-id=${id}>
      <p class="what">
        <b>${name}</b>
        <span>${roleTitle(role)}${isAtLeast({ role }, 'operator') ? `, commands ${devicesText(devices)}` : nothing}</span>
      </p>
      <p class="when">
        ${used === undefined ? 'Never used' : `Used ${agoText(used, this.time)}`}, made ${dateText(created)}<br />
        ${this.#end(token)}
      </p>
      <div class="do">
        <button data-action="remove" class="risky" aria-label="Remove the token ${name}" @click=${() => this.#remove(token)}>Remove…</button>
      </div>
    </li>`;
  }

  #end({ expires }) {
    if (expires <= this.time) return html`<span class="abnormal">${iconOf('warn')}Expired ${dateText(expires)}</span>`;
    if (expires - this.time < SOON) return html`<span class="abnormal">${iconOf('warn')}Expires ${dateText(expires)}</span>`;
    return html`Expires ${dateText(expires)}`;
  }

  async #add() {
    let made;
    const done = await this.renderRoot.querySelector('ferrule-form-dialog').open({
      title: 'Add a token',
      fields: [
        nameField({ label: 'For', hint: 'The program that it is for. Small letters, digits, _ and -; a letter first.' }),
        ...grantFields(NEW, this.devices),
        {
          name: 'days',
          label: 'Days until it expires',
          type: 'number',
          value: USUAL_DAYS,
          check: (value) => (/^\d+$/.test(value.trim()) && Number(value) >= 1 && Number(value) <= MOST_DAYS ? '' : `A whole number from 1 to ${MOST_DAYS}.`),
        },
      ],
      action: 'Add token',
      send: async ({ days, devices, name, role }) => {
        const answer = await ask(this, 'POST', 'api/v1/tokens', { name, role, devices: readPatterns(devices), days: Number(days) });
        if (!isOk(answer)) return faultOf(answer);
        made = answer.body;
        return undefined;
      },
    });
    if (!done) return;
    await this.renderRoot.querySelector('ferrule-secret-dialog').show(made.name, made.token);
    this.#changed(`The token ${made.name} was added.`);
  }

  async #remove({ id, name }) {
    const done = await this.renderRoot.querySelector('ferrule-form-dialog').open({
      title: `Remove the token ${name}?`,
      text: 'Whatever shows it is shut out at once.',
      fields: [],
      action: `Remove ${name}`,
      risky: true,
      send: async () => {
        const answer = await ask(this, 'DELETE', `api/v1/tokens/${encodeURIComponent(id)}`);
        return isOk(answer) ? undefined : faultOf(answer);
      },
    });
    if (!done) return;
    this.renderRoot.querySelector('header button').focus(); // the row that it was asked from goes away
    this.#changed(`The token ${name} was removed.`);
  }

  #changed(words) {
    this.said = words;
    this.dispatchEvent(new CustomEvent('changed'));
  }
}
customElements.define('ferrule-tokens', FerruleTokens);
