/** Settings: who may do what. Users, tokens and sessions, for admins; for others, why not. */
import { LitElement, css, html, nothing } from 'lit';
import { faultOf, isOk, kindOf, readRows } from '../../model/access/accounts.js';
import { grantText, isAtLeast, isLoggedIn } from '../../model/access/caller.js';
import { isTrusted } from '../../model/connection.js';
import '../../part/account/sessions.js';
import { ask } from '../../part/ask.js';
import { facts } from '../../part/same.js';
import { base, buttons } from '../../part/theme.js';
import { settingsStyles } from './styles.js';
import './tokens.js';
import './users.js';

const LISTS = ['users', 'tokens', 'sessions'];

export class FerruleSettings extends LitElement {
  static properties = {
    /** @type {import('../../model/access/caller.js').Caller} */
    caller: facts,
    /** Ids of the devices that there are. */
    devices: facts,
    /** The gateway's clock, to the minute. */
    time: { attribute: false },
    /** Whether there is a connection. */
    connected: { attribute: false },
    rows: { state: true },
    fault: { state: true },
    locked: { state: true },
  };

  static styles = [base, buttons, settingsStyles, css`
    pre {
      margin: 8px 0;
      padding: 12px;
      border: var(--edge) solid var(--hair);
      border-radius: var(--radius);
      background: var(--bg);
      overflow: auto;
    }
  `];

  #loading = false;

  constructor() {
    super();
    this.rows = {};
    this.fault = '';
    this.locked = false;
  }

  willUpdate(changed) {
    if ((changed.has('caller') || changed.has('connected')) && this.#mayManage() && this.connected) this.#load();
  }

  render() {
    return html`
      <h1>Settings</h1>
      ${this.#mayManage() ? this.#lists() : this.#explanation()}
    `;
  }

  #mayManage() {
    return isLoggedIn(this.caller) && isAtLeast(this.caller, 'admin');
  }

  #explanation() {
    if (isLoggedIn(this.caller)) {
      return html`<section data-part="explanation">
        <h2>For admins only</h2>
        <p>An admin manages users, tokens and sessions here. You are ${this.caller.name}. ${grantText(this.caller)}</p>
        <p>Your own password and sessions are behind your name, in the bar at the top.</p>
      </section>`;
    }
    return html`<section data-part="explanation">
      <h2>Nobody logs in here</h2>
      <p>Whoever reaches this gateway may do everything. To have users with roles, put this into its configuration and restart it:</p>
      <pre>http: {login: required}</pre>
    </section>`;
  }

  #lists() {
    const { devices, rows, time } = this;
    const { sessions, tokens, users } = rows;
    return html`
      <p class="fault" role="alert">${this.fault}</p>
      ${this.locked
        ? html`<section data-part="locked">
            <h2>Users and tokens</h2>
            <p>They are shown after you gave your password.</p>
            <button data-action="unlock" @click=${() => this.#load()}>Show users and tokens…</button>
          </section>`
        : nothing}
      ${users
        ? html`<ferrule-users .users=${users} .own=${this.caller.name} .devices=${devices} @changed=${() => this.#load()}></ferrule-users>`
        : nothing}
      ${tokens
        ? html`<ferrule-tokens .tokens=${tokens} .devices=${devices} .time=${time} @changed=${() => this.#load()}></ferrule-tokens>`
        : nothing}
      ${sessions
        ? html`<section aria-labelledby="sessions">
            <h2 id="sessions">Logged in now</h2>
            <ferrule-sessions .sessions=${sessions} .named=${true} .time=${time} @changed=${() => this.#load()}></ferrule-sessions>
          </section>`
        : nothing}
    `;
  }

  /** What was shown stays until it is replaced. */
  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    const answers = await Promise.all(LISTS.map((what) => ask(this, 'GET', `api/v1/${what}`)));
    this.#loading = false;
    this.locked = answers.some((answer) => kindOf(answer) === 'password-needed');
    const bad = answers.find((answer) => !isOk(answer) && kindOf(answer) !== 'password-needed');
    this.fault = bad ? faultOf(bad).text : '';
    const read = LISTS.map((what, i) => [what, isOk(answers[i]) ? readRows(what, answers[i].body) : undefined]);
    this.rows = { ...this.rows, ...Object.fromEntries(read.filter(([, rows]) => rows)) };
  }
}
customElements.define('ferrule-settings', FerruleSettings);

/** Draws the page. @param {object} facts  what the page knows */
export const render = ({ caller, dictionary, phase, time }) => html`<ferrule-settings
  .caller=${caller}
  .devices=${[...dictionary.devices.keys()]}
  .time=${Math.floor(time / 60_000) * 60_000}
  .connected=${isTrusted(phase)}
></ferrule-settings>`;
