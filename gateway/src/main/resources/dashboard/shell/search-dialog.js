/** Finds pages, areas, devices and channels by name, with the keyboard alone. */
import { LitElement, css, html, nothing } from 'lit';
import { indexOf, search } from '../model/fleet/search.js';
import { PAGES } from '../page/pages.js';
import { dialogStyles } from '../part/dialog-styles.js';
import { base, buttons } from '../part/theme.js';
import { wish } from '../part/wish.js';

const KINDS = { page: 'Page', area: 'Area', device: 'Device', channel: 'Channel' };

export class FerruleSearchDialog extends LitElement {
  static properties = {
    dictionary: { attribute: false },
    typed: { state: true },
    chosen: { state: true },
  };

  static styles = [
    base,
    buttons,
    dialogStyles,
    css`
      dialog {
        width: min(38rem, calc(100vw - 24px));
        margin-top: 10vh;
        padding: 0;
      }
      input {
        width: 100%;
        min-height: 52px;
        padding: 0 16px;
        border: 0;
        border-bottom: 1px solid var(--line);
        background: transparent;
        color: var(--text);
        font: inherit;
        font-size: 1.143rem;
      }
      input:focus-visible {
        outline-offset: -2px;
      }
      ul {
        max-height: 60vh;
        margin: 0;
        padding: 6px;
        overflow: auto;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 44px;
        padding: 0 10px;
        border-radius: var(--radius);
        cursor: pointer;
      }
      li[aria-selected='true'] {
        background: var(--text);
        color: var(--bg);
      }
      li[aria-selected='true'] span {
        color: inherit;
      }
      li span {
        color: var(--text-2);
        font-size: 0.929rem;
      }
      .kind {
        margin-left: auto;
      }
      p {
        padding: 14px 16px;
        color: var(--text-2);
      }
      @media (forced-colors: active) {
        li[aria-selected='true'] {
          forced-color-adjust: none;
          background: Highlight;
          color: HighlightText;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.typed = '';
    this.chosen = 0;
  }

  async open() {
    this.typed = '';
    this.chosen = 0;
    const dialog = this.renderRoot.querySelector('dialog');
    if (!dialog.open) dialog.showModal();
    await this.updateComplete;
    const input = this.renderRoot.querySelector('input');
    input.value = '';
    input.focus();
  }

  #found() {
    return search(indexOf(PAGES.filter(({ isTab = true }) => isTab), this.dictionary), this.typed);
  }

  render() {
    const found = this.#found();
    return html`<dialog aria-label="Search" @click=${this.#outside}>
      <input
        type="search"
        role="combobox"
        aria-label="Search devices, channels, areas and pages"
        placeholder="Search devices, channels, areas, pages"
        aria-expanded="true"
        aria-controls="found"
        aria-activedescendant=${found.length ? `found-${this.chosen}` : nothing}
        autocomplete="off"
        spellcheck="false"
        @input=${this.#type}
        @keydown=${(event) => this.#key(event, found)}
      />
      <ul id="found" role="listbox" aria-label="Found" ?hidden=${!found.length}>
        ${found.map(
          (each, i) => html`<li
            id="found-${i}"
            role="option"
            data-kind=${each.kind}
            data-id=${each.id}
            aria-selected=${i === this.chosen ? 'true' : 'false'}
            @click=${() => this.#go(each)}
          >
            ${each.text}<span>${each.about === KINDS[each.kind] ? '' : each.about}</span><span class="kind">${KINDS[each.kind]}</span>
          </li>`,
        )}
      </ul>
      ${found.length ? nothing : html`<p role="status">Nothing has that name.</p>`}
    </dialog>`;
  }

  #type(event) {
    this.typed = event.target.value;
    this.chosen = 0;
  }

  #key(event, found) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      this.chosen = (this.chosen + step + found.length) % found.length;
    } else if (event.key === 'Enter' && found[this.chosen]) {
      event.preventDefault();
      this.#go(found[this.chosen]);
    }
  }

  updated() {
    this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  #outside(event) {
    if (event.target === event.currentTarget) event.target.close();
  }

  #go({ kind, id }) {
    this.renderRoot.querySelector('dialog').close();
    switch (kind) {
      case 'page':
        wish(this, 'page', { page: id });
        break;
      case 'area':
        wish(this, 'page', { page: 'overview', view: { show: 'all', area: id } });
        break;
      case 'device':
        wish(this, 'page', { page: 'device', view: { device: id } });
        break;
      case 'channel':
        wish(this, 'page', { page: 'trends', view: { channels: [id] } });
        break;
    }
  }
}
customElements.define('ferrule-search-dialog', FerruleSearchDialog);
