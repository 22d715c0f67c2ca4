/** The bar on top of each page: whose page this is, where to go, the gateway's clock, and the one word about the line. */
import { LitElement, css, html, nothing } from 'lit';
import { PAGES } from '../page/pages.js';
import { iconOf } from '../part/icons.js';
import { facts } from '../part/same.js';
import { base, buttons } from '../part/theme.js';
import { wish } from '../part/wish.js';

const ICON = { live: 'full', restored: 'full', delayed: 'half', offline: 'off', resync: 'open', connecting: 'open' };

export class FerruleStatusBar extends LitElement {
  static properties = {
    /** {name, page, clock, zone, phase, word, since, newBuild, encrypted, kiosk, caller}; without a login no caller */
    status: facts,
  };

  static styles = [
    base,
    buttons,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 4px 20px;
        height: var(--bar-height);
        padding: 0 16px;
        border-bottom: 1px solid var(--hair);
        background: var(--surface);
        white-space: nowrap;
      }
      .gateway {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
        font-weight: 600;
        font-size: 1.143rem;
      }
      .gateway span {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      nav {
        display: flex;
        align-self: stretch;
      }
      nav a {
        display: flex;
        align-items: center;
        padding: 0 14px;
        color: var(--text-2);
        text-decoration: none;
        border-bottom: 3px solid transparent;
        border-top: 3px solid transparent;
      }
      nav a:hover {
        color: var(--text);
        background: color-mix(in srgb, var(--line) 12%, transparent);
      }
      nav a[aria-current] {
        color: var(--text);
        font-weight: 600;
        border-bottom-color: var(--text);
      }
      nav a:focus-visible {
        outline-offset: -3px;
      }
      .right {
        display: flex;
        align-items: center;
        gap: 16px;
        flex: none;
        margin-left: auto;
      }
      .clock {
        color: var(--text-2);
      }
      .link {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-weight: 600;
      }
      .plain,
      .link[data-phase='delayed'],
      .link[data-phase='offline'] {
        color: var(--warn);
      }
      .who {
        max-width: 16rem;
        padding: 0 10px;
        border-color: transparent;
      }
      .who span {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .who small {
        font-size: 0.929rem;
        font-weight: 400;
        color: var(--text-2);
      }
      .help {
        min-width: 32px;
        min-height: 32px;
        padding: 0;
        border-radius: 50%;
      }
      @media (forced-colors: active) {
        nav a:not([aria-current]) {
          border-color: Canvas;
        }
        nav a[aria-current] {
          border-top-color: Canvas;
        }
      }
      @media (width < 600px) {
        header {
          gap: 10px;
          padding: 0 12px;
        }
        .right {
          gap: 10px;
        }
        .help:not(.search),
        .since,
        .who span,
        .who small {
          display: none;
        }
        nav {
          position: fixed;
          z-index: 2;
          inset: auto 0 0;
          height: var(--tabs-height);
          border-top: 1px solid var(--hair);
          background: var(--surface);
        }
        nav a {
          flex: 1;
          justify-content: center;
          padding: 0 4px;
          border-bottom-color: transparent;
        }
        nav a[aria-current] {
          border-bottom-color: transparent;
          border-top-color: var(--text);
        }
      }
    `,
  ];

  render() {
    const { caller, clock, encrypted, kiosk, name, newBuild, page, phase, since, word, zone } = this.status;
    return html`<header>
      <p class="gateway">${logo}<span>${name || 'Ferrule'}</span></p>
      ${kiosk ? nothing : this.#pages(page)}
      <div class="right">
        ${newBuild ? html`<button data-action="reload" @click=${() => wish(this, 'reload')}>Reload for ${newBuild}</button>` : nothing}
        ${
          encrypted
            ? nothing
            : html`<strong class="plain" data-part="plain" title="Others in the network can read and change what is sent"
                >Not encrypted</strong
              >`
        }
        ${clock ? html`<span class="clock digits" title="Clock of the gateway">${clock} <abbr>${zone}</abbr></span>` : nothing}
        <span class="link digits" data-part="link" data-phase=${phase}>${iconOf(ICON[phase])}${word}<span class="since">${since}</span></span>
        ${kiosk ? nothing : this.#own(caller)}
      </div>
    </header>`;
  }

  #pages(page) {
    return html`<nav aria-label="Pages">
        ${PAGES.filter(({ isTab = true }) => isTab).map(
          ({ name: to, path, title }) => html`<a
            href=${`.${path}`}
            aria-current=${to === page ? 'page' : nothing}
            @click=${(event) => this.#go(event, to)}
            >${title}</a
          >`,
        )}
      </nav>`;
  }

  /** Who one is, and help. */
  #own(caller) {
    return html`${caller
          ? html`<button
              class="who"
              data-action="account"
              aria-haspopup="dialog"
              aria-label="${caller.name}, ${caller.role}: your account"
              @click=${() => wish(this, 'account')}
            >
              ${iconOf('person')}<span>${caller.name}</span><small>${caller.role}</small>
            </button>`
          : nothing}
        <button class="help search" aria-label="Search" title="Search ( / )" @click=${() => wish(this, 'search')}>${iconOf('search')}</button>
        <button class="help" aria-label="Keys and help" @click=${() => wish(this, 'help')}>?</button>`;
  }

  #go(event, page) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    wish(this, 'page', { page });
  }
}

const logo = html`<svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
  <path d="M3 8h9v16H3zM12 12h12v8H12zM24 14.5h6v3h-6z" fill="currentColor"></path>
</svg>`;

customElements.define('ferrule-status-bar', FerruleStatusBar);
