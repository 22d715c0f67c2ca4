/** Nothing to show yet, and what to do about it. */
import { LitElement, css, html } from 'lit';
import { base } from './theme.js';

export class FerruleEmpty extends LitElement {
  static styles = [
    base,
    css`
      :host {
        max-width: 620px;
        margin: 8vh auto;
        padding: 24px;
      }
      h1 {
        font-size: 1.571rem;
        font-weight: 600;
        margin-bottom: 12px;
      }
      ol {
        margin: 0 0 16px;
        padding-left: 1.4em;
      }
      li {
        margin: 8px 0;
      }
      pre {
        margin: 8px 0;
        padding: 12px;
        border: var(--edge) solid var(--hair);
        border-radius: var(--radius);
        background: var(--surface);
        overflow: auto;
      }
      p {
        color: var(--text-2);
      }
    `,
  ];

  render() {
    return html`
      <h1>No devices yet</h1>
      <ol>
        <li>Plug a board in and find its port: <code>ferrule ports</code></li>
        <li>See what it says, and get its lines for the configuration: <code>ferrule try PORT</code></li>
        <li>Put them into the configuration, under <code>devices</code>.</li>
        <li>Check the file with <code>ferrule check FILE</code> and restart the gateway.</li>
      </ol>
      <p>No board at hand? <code>ferrule demo</code> starts a simulated greenhouse.</p>
    `;
  }
}
customElements.define('ferrule-empty', FerruleEmpty);
