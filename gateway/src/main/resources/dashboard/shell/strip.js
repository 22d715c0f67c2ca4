/** How all devices stand, on every page: what is abnormal first, and each leads to its devices. Gray while all is normal. */
import { LitElement, css, html } from 'lit';
import { iconOf } from '../part/icons.js';
import { facts } from '../part/same.js';
import { base } from '../part/theme.js';
import { wish } from '../part/wish.js';

const ICON = { down: 'off', refused: 'fault', silent: 'half', connecting: 'open', doubtful: 'about', normal: 'full' };

export class FerruleStrip extends LitElement {
  static properties = {
    /** {counts, known, kiosk}: `known` false while nobody can tell */
    status: facts,
  };

  static styles = [
    base,
    css`
      :host {
        position: sticky;
        z-index: 1;
        top: var(--bar-height);
        background: var(--bg);
      }
      .strip {
        display: flex;
        flex-wrap: wrap;
        align-items: stretch;
        min-height: var(--strip-height);
        padding: 0 16px;
        border-bottom: 1px solid var(--hair);
        color: var(--text-2);
        font-size: 0.929rem;
      }
      a,
      p {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: var(--strip-height);
        padding: 0 12px;
        color: inherit;
        text-decoration: none;
        white-space: nowrap;
      }
      .strip > :first-child {
        margin-left: -12px;
      }
      a:hover {
        color: var(--text);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      a:focus-visible {
        outline-offset: -3px;
      }
      .abnormal {
        color: var(--warn);
        font-weight: 600;
      }
      .abnormal:hover {
        color: var(--warn);
      }
      @media (width < 600px) {
        .strip {
          padding: 0 12px;
        }
        a,
        p {
          padding: 0 10px;
        }
      }
    `,
  ];

  render() {
    const { counts, kiosk, known } = this.status;
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    const content = known
      ? counts.map((count) => this.#count(count))
      : html`<p>${iconOf('open')}State of ${total === 1 ? '1 device' : `${total} devices`} not known</p>`;
    return html`<div class="strip" role=${kiosk ? 'group' : 'navigation'} aria-label="Devices">${content}</div>`;
  }

  #count({ condition, text }) {
    const look = condition === 'normal' ? 'normal digits' : 'abnormal digits';
    const words = html`${iconOf(ICON[condition])}${text}`;
    if (this.status.kiosk) return html`<p class=${look} data-condition=${condition}>${words}</p>`;
    return html`<a
      class=${look}
      href="./?show=${condition}"
      data-condition=${condition}
      @click=${(event) => this.#show(event, condition)}
      >${words}</a
    >`;
  }

  #show(event, condition) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    // Who looks for the normal ones looks at everything.
    wish(this, 'page', { page: 'overview', view: { show: condition === 'normal' ? 'all' : condition, area: '' } });
  }
}
customElements.define('ferrule-strip', FerruleStrip);
