/** What arranges one card, while the overview is arranged: every way by buttons, and the place by dragging too. */
import { LitElement, css, html, nothing } from 'lit';
import { iconOf } from '../../part/icons.js';
import { base, buttons } from '../../part/theme.js';

export class FerruleArrangeBar extends LitElement {
  static properties = {
    device: { attribute: false },
    name: { attribute: false },
    isPinned: { attribute: false },
    isHidden: { attribute: false },
    wide: { attribute: false },
    columns: { attribute: false },
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        gap: 2px;
        margin-left: auto;
      }
      button {
        min-width: 28px;
        min-height: 28px;
        padding: 0 4px;
        border-color: transparent;
      }
      @media (pointer: coarse) {
        button {
          min-width: 36px;
          min-height: 36px;
        }
      }
    `,
  ];

  render() {
    const { columns, isHidden, isPinned, name, wide } = this;
    return html`
      ${this.#button('earlier', `${name}: earlier`, '←')} ${this.#button('later', `${name}: later`, '→')}
      ${this.#button('narrower', `${name}: narrower`, '−', { off: wide <= 1 })}
      ${this.#button('wider', `${name}: wider`, '+', { off: wide >= columns })}
      ${this.#button('pin', `${name}: pinned to the top`, iconOf('pin'), { pressed: isPinned })}
      ${this.#button('hide', `${name}: hidden while all is well`, iconOf('hide'), { pressed: isHidden })}
    `;
  }

  #button(act, label, content, { off = false, pressed } = {}) {
    return html`<button
      data-action=${act}
      aria-label=${label}
      title=${label}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      aria-disabled=${off ? 'true' : 'false'}
      @click=${() => off || this.dispatchEvent(new CustomEvent('arrange', { detail: { act, id: this.device }, bubbles: true }))}
    >
      ${content}
    </button>`;
  }
}
customElements.define('ferrule-arrange-bar', FerruleArrangeBar);
