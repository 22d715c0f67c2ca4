/** Which channels the trends show: a list to tick, by device, with a search. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { base } from '../../part/theme.js';
import { wish } from '../../part/wish.js';
import { MOST_CHANNELS } from './address.js';
import { sample } from './series-look.js';

export class FerruleChannelPicker extends LitElement {
  static properties = {
    dictionary: { attribute: false },
    chosen: { attribute: false },
    query: { state: true },
  };

  static styles = [
    base,
    css`
      input[type='search'] {
        width: 100%;
        min-height: 44px;
        padding: 0 12px;
        border: var(--edge) solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        font: inherit;
      }
      h2 {
        margin: 16px 0 4px;
        font-size: 0.929rem;
        font-weight: 600;
        color: var(--text-2);
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 36px;
        cursor: pointer;
      }
      label span {
        flex: 1;
        overflow-wrap: anywhere;
      }
      label:hover {
        background: color-mix(in srgb, var(--line) 12%, transparent);
      }
      input[type='checkbox'] {
        width: 18px;
        height: 18px;
        margin: 0 4px;
        accent-color: var(--text);
      }
      p {
        margin-top: 8px;
        font-size: 0.929rem;
        color: var(--text-2);
      }
      @media (pointer: coarse) {
        label {
          min-height: 44px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.query = '';
  }

  focusSearch() {
    this.renderRoot.querySelector('input[type=search]').focus();
  }

  render() {
    const words = this.query.toLowerCase().split(/\s+/).filter(Boolean);
    const matching = (device) =>
      [...this.dictionary.channels.values()].filter((channel) => {
        const text = `${device.name} ${channel.name} ${channel.id}`.toLowerCase();
        return channel.device === device.id && channel.readable && words.every((word) => text.includes(word));
      });
    const full = this.chosen.length >= MOST_CHANNELS;
    return html`
      <input
        type="search"
        aria-label="Find a channel"
        placeholder="Find a channel"
        .value=${this.query}
        @input=${(event) => (this.query = event.target.value)}
      />
      ${full ? html`<p>${MOST_CHANNELS} channels at most. Take one away to add another.</p>` : nothing}
      ${[...this.dictionary.devices.values()].map((device) => {
        const channels = matching(device);
        return channels.length
          ? html`<h2>${device.name}</h2>
              ${repeat(channels, ({ id }) => id, (channel) => this.#line(channel, full))}`
          : nothing;
      })}
    `;
  }

  #line({ id, name, unit }, full) {
    const slot = this.chosen.indexOf(id);
    return html`<label data-channel=${id}>
      <input type="checkbox" .checked=${slot >= 0} ?disabled=${full && slot < 0} @change=${() => this.#toggle(id, slot)} />
      <span>${name}${unit ? `, ${unit}` : ''}</span>
      ${slot >= 0 ? sample(slot) : nothing}
    </label>`;
  }

  #toggle(id, slot) {
    const channels = slot >= 0 ? this.chosen.filter((other) => other !== id) : [...this.chosen, id];
    wish(this, 'view', { channels });
  }
}
customElements.define('ferrule-channel-picker', FerruleChannelPicker);
