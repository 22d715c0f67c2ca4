/** Where people are logged in, each with a button that ends it. After that it says `changed`. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { faultOf, isOk } from '../../model/access/accounts.js';
import { agoText, momentText } from '../../model/moments.js';
import { ask } from '../ask.js';
import { facts } from '../same.js';
import { base, buttons } from '../theme.js';
import { rowStyles } from './row-styles.js';

export class FerruleSessions extends LitElement {
  static properties = {
    /** @type {import('../../model/access/accounts.js').LoginSession[]} */
    sessions: facts,
    /** Whether it says whose they are. */
    named: { attribute: false },
    time: { attribute: false },
    fault: { state: true },
  };

  static styles = [
    base,
    buttons,
    rowStyles,
    css`
      .others {
        margin-top: 12px;
      }
    `,
  ];

  render() {
    const others = this.sessions.filter(({ own }) => !own);
    return html`
      <ul tabindex="-1">
        ${repeat(this.sessions, ({ id }) => id, (session) => this.#row(session))}
      </ul>
      <p class="fault" role="alert">${this.fault}</p>
      ${!this.named && others.length > 1
        ? html`<button class="others" data-action="end-others" @click=${() => this.#end(others)}>End the ${others.length} others</button>`
        : nothing}
    `;
  }

  #row(session) {
    const { browser, created, from, id, name, own, used } = session;
    const what = `${this.named ? `${name}, ` : ''}${browser}, ${from}`;
    return html`<li data-session=${id} data-name=${name}>
      <p class="what">
        <b>${this.named ? name : browser}</b>
        <span>${this.named ? `${browser}, ` : nothing}from ${from}</span>
      </p>
      <p class="when">Logged in ${momentText(created, this.time)}, used ${agoText(used, this.time)}</p>
      <div class="do">
        ${own
          ? html`<span class="own">This browser</span>`
          : html`<button data-action="end" aria-label="End the session ${what}" @click=${() => this.#end([session])}>End</button>`}
      </div>
    </li>`;
  }

  async #end(sessions) {
    const answers = await Promise.all(sessions.map(({ id }) => ask(this, 'DELETE', `api/v1/sessions/${encodeURIComponent(id)}`)));
    const bad = answers.find((answer) => !isOk(answer) && answer.status !== 404);
    this.fault = bad ? faultOf(bad).text : '';
    this.renderRoot.querySelector('ul').focus(); // the button that was pressed goes away
    this.dispatchEvent(new CustomEvent('changed'));
  }
}
customElements.define('ferrule-sessions', FerruleSessions);
