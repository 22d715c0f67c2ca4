/** The keys, and a switch for who does not want them (WCAG 2.1.4). */
import { LitElement, css, html } from 'lit';
import { PAGES } from '../page/pages.js';
import { dialogStyles } from '../part/dialog-styles.js';
import { facts } from '../part/same.js';
import { base, buttons } from '../part/theme.js';
import { wish } from '../part/wish.js';

const KEYS = [
  ...PAGES.map(({ key, title }) => [key, title]),
  ...PAGES.flatMap(({ title, keys = [] }) => keys.map(({ acts, text }) => [[...acts.keys()].join(' '), `${title}: ${text}`])),
  ['/', 'Search'],
  ['Enter', 'Send a set-point'],
  ['Esc', 'Discard the edit, close this'],
  ['?', 'This list'],
];

export class FerruleHelpDialog extends LitElement {
  static properties = {
    /** {build, merged, faults, keys} */
    about: facts,
  };

  static styles = [
    base,
    buttons,
    dialogStyles,
    css`
      table {
        border-spacing: 0;
      }
      th {
        padding: 5px 24px 5px 0;
        text-align: left;
      }
      kbd {
        padding: 2px 7px;
        border: 1px solid var(--line);
        border-radius: 4px;
        font: inherit;
        font-weight: 600;
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 44px;
        margin-top: 12px;
      }
      input {
        width: 20px;
        height: 20px;
      }
      .about {
        color: var(--text-2);
        font-size: 0.929rem;
      }
    `,
  ];

  open() {
    this.renderRoot.querySelector('dialog').showModal();
  }

  render() {
    const { build, faults, keys, merged } = this.about ?? {};
    return html`<dialog aria-labelledby="title">
      <h2 id="title">Keys</h2>
      <table>
        ${KEYS.map(
          ([key, what]) => html`<tr>
            <th scope="row">${key.split(' ').map((part) => html`<kbd>${part}</kbd> `)}</th>
            <td>${what}</td>
          </tr>`,
        )}
      </table>
      <label>
        <input type="checkbox" .checked=${keys} @change=${(event) => wish(this, 'keys', { on: event.target.checked })} />
        Single keys do something
      </label>
      <p class="about">Ferrule ${build}. Readings merged for this page: ${merged}. Messages refused: ${faults}.</p>
      <div class="actions">
        <button autofocus @click=${(event) => event.target.closest('dialog').close()}>Close</button>
      </div>
    </dialog>`;
  }
}
customElements.define('ferrule-help-dialog', FerruleHelpDialog);
