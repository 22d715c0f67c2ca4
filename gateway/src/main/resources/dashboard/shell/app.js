/**
 * The frame of every page. Facts come in with {@link FerruleApp#show}; wishes of all parts pass through here on their
 * way up.
 */
import { LitElement, css, html, nothing } from 'lit';
import { isLoggedIn, roleTitle } from '../model/access/caller.js';
import { commandText } from '../model/command-words.js';
import { isPending } from '../model/command.js';
import { isTrusted } from '../model/connection.js';
import { conditionsOf, countsOf } from '../model/fleet/standing.js';
import { clockTime, zoneName } from '../model/moments.js';
import { connectionText, linkSince, linkWord, retryText } from '../model/status.js';
import { ask } from '../part/ask.js';
import '../part/form/form-dialog.js';
import { base } from '../part/theme.js';
import { wish } from '../part/wish.js';
import './account-dialog.js';
import './confirm-dialog.js';
import './connection-bar.js';
import './help-dialog.js';
import { loginForm, proofForm } from './password.js';
import './search-dialog.js';
import './status-bar.js';
import './strip.js';

/** Times in dialogs go by minutes. */
const minute = (time) => Math.floor((time ?? 0) / 60_000) * 60_000;

export class FerruleApp extends LitElement {
  static properties = {
    facts: { attribute: false },
    /** @type {import('./navigation.js').Shown} */
    shown: { attribute: false },
    keys: { attribute: false },
    /** Whether others on the way can read along: TLS, or this very machine. */
    encrypted: { attribute: false },
    said: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        min-height: 100vh;
        padding-bottom: calc(var(--tabs-height) + var(--notice-height));
      }
      ferrule-status-bar {
        position: sticky;
        z-index: 2;
        top: 0;
      }
      .skip {
        position: absolute;
        z-index: 4;
        left: 8px;
        top: -60px;
        padding: 10px 16px;
        background: var(--surface);
        color: var(--text);
      }
      .skip:focus {
        top: 2px;
      }
      main {
        max-width: 2400px;
        margin: 0 auto;
      }
      main:focus {
        outline: none;
      }
      /* Nothing here is the present. */
      main[data-trusted='false'] {
        filter: saturate(0.4);
      }
    `,
  ];

  /** States of own commands that were said aloud. */
  #announced = new Map();

  /** Whether the page waits for a login. */
  #waits = false;

  /** Shows these facts. Idempotent. */
  show(facts) {
    this.facts = facts;
    this.#announce(facts);
    this.#letIn(facts);
  }

  /** Asks before a dangerous command. @returns {Promise<true|string|undefined>} the proof; nothing without one */
  prove(question) {
    return this.renderRoot.querySelector('ferrule-confirm-dialog').ask(question);
  }

  /** Asks for the password of who is logged in, before something dangerous. @returns {Promise<boolean>} whether it was right */
  proveSelf() {
    const prove = (password) => ask(this, 'POST', 'api/v1/login/password', { password });
    return this.#dialog('proof').open(proofForm(this.facts.caller?.name ?? '', prove));
  }

  /** Shows who one is. */
  account() {
    this.renderRoot.querySelector('ferrule-account-dialog')?.open();
  }

  search() {
    this.renderRoot.querySelector('ferrule-search-dialog').open();
  }

  help() {
    this.renderRoot.querySelector('ferrule-help-dialog').open();
  }

  /** Lets the page that is shown do what only it can. @param {string} act */
  act(act) {
    this.renderRoot.querySelector('main').firstElementChild?.act?.(act);
  }

  /** Says something to who does not see the page. @param {string} text */
  say(text) {
    this.said = text;
  }

  render() {
    const { facts, shown } = this;
    if (!facts || !shown) return nothing;
    const { caller, connection, now, phase, time } = facts;
    const wall = (steady) => (time === undefined ? undefined : time - (now - steady));
    const trusted = isTrusted(phase);
    return html`
      ${facts.kiosk ? nothing : html`<nav aria-label="Skip"><a class="skip" href="#main" @click=${this.#skip}>Skip to content</a></nav>`}
      <ferrule-status-bar
        .status=${{
          name: facts.name,
          page: shown.page.name,
          clock: time === undefined ? '' : clockTime(time),
          zone: time === undefined ? '' : zoneName(time),
          phase,
          word: linkWord(phase, connection, now),
          since: linkSince(phase, connection, now, wall),
          newBuild: facts.newBuild,
          kiosk: facts.kiosk,
          caller: isLoggedIn(caller) ? { name: caller.name, role: roleTitle(caller.role) } : undefined,
          encrypted: this.encrypted,
        }}
      ></ferrule-status-bar>
      ${this.#strip(trusted)}
      <main id="main" tabindex="-1" data-trusted=${trusted || phase === 'connecting' ? 'true' : 'false'}>${this.#page()}</main>
      <ferrule-connection-bar
        .status=${{
          phase,
          text: connectionText(phase, connection, now, wall),
          countdown: retryText(phase, connection, now),
          retry: phase === 'offline' && connection.socket === 'closed',
        }}
      ></ferrule-connection-bar>
      <div class="sr" aria-live="polite" data-part="said">${this.said}</div>
      <ferrule-confirm-dialog></ferrule-confirm-dialog>
      <ferrule-search-dialog .dictionary=${facts.dictionary}></ferrule-search-dialog>
      <ferrule-help-dialog
        .about=${{ build: facts.build, merged: facts.merged, faults: facts.faults, keys: this.keys }}
      ></ferrule-help-dialog>
      ${isLoggedIn(caller) ? html`<ferrule-account-dialog .caller=${caller} .time=${minute(time)}></ferrule-account-dialog>` : nothing}
      <ferrule-form-dialog data-part="proof"></ferrule-form-dialog>
      <ferrule-form-dialog data-part="login"></ferrule-form-dialog>
    `;
  }

  #strip(known) {
    const { dictionary, kiosk, readings, time } = this.facts;
    if (!dictionary?.devices.size || time === undefined) return nothing;
    return html`<ferrule-strip .status=${{ counts: countsOf(conditionsOf(dictionary, readings, time)), known, kiosk }}></ferrule-strip>`;
  }

  #page() {
    const { facts, shown } = this;
    return facts.dictionary && facts.time !== undefined ? shown.render(facts, shown.view) : nothing;
  }

  #dialog(part) {
    return this.renderRoot.querySelector(`ferrule-form-dialog[data-part=${part}]`);
  }

  /** Asks for a login over the page that is kept, as long as one is needed. */
  async #letIn({ caller, loginNeeded }) {
    if (loginNeeded === this.#waits) return;
    this.#waits = loginNeeded;
    await this.updateComplete;
    const logIn = (password) => new Promise((answer) => wish(this, 'log-in', { password, answer }));
    if (loginNeeded) this.#dialog('login')?.open(loginForm(caller?.name ?? '', logIn));
    else this.#dialog('login')?.close();
  }

  #skip(event) {
    event.preventDefault();
    this.renderRoot.querySelector('main').focus();
  }

  #announce({ commands, dictionary, now }) {
    for (const command of commands.values()) {
      const before = this.#announced.get(command.id);
      if (!command.own || before === command.state) continue;
      this.#announced.set(command.id, command.state);
      const channel = dictionary?.byId.get(command.channel);
      if (channel && !isPending(command)) this.say(`${channel.name}: ${commandText(command, channel, now)}`);
    }
  }
}
customElements.define('ferrule-app', FerruleApp);
