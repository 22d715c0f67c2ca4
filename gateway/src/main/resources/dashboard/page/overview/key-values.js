/** At most six values that matter most, large, on top of the overview. */
import { LitElement, css, html } from 'lit';
import { tileFor } from '../../model/fleet/shown.js';
import { base } from '../../part/theme.js';
import '../../part/tile/tile.js';

export class FerruleKeyValues extends LitElement {
  static properties = {
    /** Ids of channels. */
    keys: { attribute: false },
    /** @type {import('./cards.js').Facts} */
    facts: { attribute: false },
    time: { attribute: false },
    span: { attribute: false },
  };

  static styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
        gap: 1px;
        border: var(--edge) solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        overflow: clip;
      }
      ferrule-tile {
        height: 6.4rem;
        box-shadow: 1px 0 0 var(--hair), 0 1px 0 var(--hair);
      }
      @media (width < 600px) {
        :host {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
    `,
  ];

  render() {
    const { facts, keys, span, time } = this;
    const { byId, devices } = facts.dictionary;
    return keys.map((id) => {
      const channel = byId.get(id);
      const trace = facts.readings.trace(id);
      return html`<ferrule-tile
        .still=${facts.kiosk}
        .context=${devices.get(channel.device)?.name ?? channel.device}
        .tile=${tileFor(channel, facts)}
        .channel=${channel}
        .trace=${trace}
        .filled=${trace.length > 0}
        .time=${time}
        .span=${span}
      ></ferrule-tile>`;
    });
  }
}
customElements.define('ferrule-key-values', FerruleKeyValues);
