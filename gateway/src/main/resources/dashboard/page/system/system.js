/** System: the gateway itself. Links, what it keeps and what that costs the disk, who listens, the clock, the machine. */
import { LitElement, html, nothing } from 'lit';
import { isTrusted } from '../../model/connection.js';
import { standingText } from '../../model/device.js';
import { durationText } from '../../model/moments.js';
import { digits } from '../../model/numbers.js';
import { ask } from '../../part/ask.js';
import { iconOf } from '../../part/icons.js';
import { deviceLink } from '../../part/page-link.js';
import { base } from '../../part/theme.js';
import { trouble } from '../../part/tool-styles.js';
import { brokerRows, clientRows, clockFigures, diskFigures, historyFigures, hostFigures, ledgerFigures, versionFigures } from './figures.js';
import { systemStyles } from './styles.js';
import { SystemWatch } from './watch.js';

const LINK_ICON = { up: 'full', connecting: 'open', silent: 'half', down: 'off', refused: 'fault' };

export class FerruleSystem extends LitElement {
  static properties = {
    /** What the page knows. */
    facts: { attribute: false },
  };

  static styles = [base, trouble, systemStyles];

  #watch = new SystemWatch(
    (path) => ask(this, 'GET', path),
    () => this.requestUpdate(),
  );

  /** Nothing is painted, and nothing asked for, while nobody looks. */
  updated() {
    const { dictionary, now, phase } = this.facts;
    if (isTrusted(phase)) this.#watch.look(dictionary.devices.keys(), now);
  }

  render() {
    const { system, history, upstream, fault } = this.#watch;
    const { dictionary, time } = this.facts;
    const nameOf = (id) => dictionary.devices.get(id)?.name || id;
    return html`
      <h1 class="sr">System</h1>
      ${fault ? html`<p class="fault wide" role="alert" data-part="fault">${iconOf('warn')}<span>${fault}</span></p>` : nothing}
      ${this.#links()}
      ${section('storage', 'Storage', [
        ['History', historyFigures(history, time)],
        ['Ledger', ledgerFigures(system, time)],
        ['Disk', diskFigures(system, time)],
      ])}
      ${section('machine', 'Machine', [
        ['', hostFigures(system, time)],
        ['Clock', clockFigures(system, nameOf)],
        ['Versions', versionFigures(system)],
      ])}
      ${this.#clients(system)} ${this.#brokers(upstream)}
    `;
  }

  #links() {
    const { dictionary, phase, time } = this.facts;
    const trusted = isTrusted(phase);
    const rows = [...dictionary.devices.values()].map((device) => {
      const counting = this.#watch.counting(device.id);
      const counts = counting?.latest;
      const isWrong = !trusted || device.state !== 'up';
      return {
        wrong: isWrong,
        cells: [
          deviceLink(device.id, device.name || device.id),
          html`<span class="state">${iconOf(trusted ? LINK_ICON[device.state] : 'open')}${standingText(device, trusted, time)}</span>`,
          device.driver,
          device.link,
          counting?.rate('frames') === undefined ? '–' : `${digits(counting.rate('frames'), 1)}/s`,
          counts ? digits(counts.damaged, 0) : '–',
          counts ? digits(counts.lost, 0) : '–',
          counts?.lastFrame === undefined ? '–' : `${durationText(time - counts.lastFrame)} ago`,
        ],
      };
    });
    return html`<section class="wide" aria-labelledby="links" data-part="links">
      <h2 id="links">Links</h2>
      ${rows.length
        ? table('links', ['Device', 'State', 'Driver', 'Port', 'Frames', 'Damaged', 'Lost', 'Last frame'], rows, 4)
        : html`<p class="empty">No devices are configured. <code>ferrule ports</code> lists what is plugged in, <code>ferrule try PORT</code> says what it is.</p>`}
    </section>`;
  }

  #clients(system) {
    const rows = clientRows(system, this.facts.time).map((cells) => ({ cells, wrong: false }));
    const total = system?.clients?.total;
    return html`<section class="wide" aria-labelledby="clients" data-part="clients">
      <h2 id="clients">Clients${total === undefined ? '' : `: ${total}`}</h2>
      ${rows.length
        ? table('clients', ['Who', 'From', 'Speaks', 'For', 'Waits for it', 'Replaced by newer'], rows, 3)
        : html`<p class="empty">${system ? 'Nobody listens to the stream.' : 'Asking the gateway…'}</p>`}
    </section>`;
  }

  #brokers(upstream) {
    const rows = brokerRows(upstream, this.facts.time);
    return html`<section class="wide" aria-labelledby="brokers" data-part="brokers">
      <h2 id="brokers">MQTT</h2>
      ${rows.length
        ? table('brokers', ['Broker', 'Address', 'State', 'Still to tell', 'Oldest', 'History has room for'], rows, 3)
        : html`<p class="empty">${upstream ? 'No broker is configured.' : 'Asking the gateway…'}</p>`}
    </section>`;
  }
}

/** A table of which the columns from `numbers` on are figures. */
const table = (label, columns, rows, numbers) => html`<div class="scroll">
  <table aria-labelledby=${label} class="digits">
    <thead>
      <tr>
        ${columns.map((column, i) => html`<th scope="col" class=${i >= numbers ? 'number' : ''}>${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ cells, wrong }) => html`<tr class=${wrong ? 'wrong' : ''}>
          ${cells.map((cell, i) =>
            i
              ? html`<td class=${i >= numbers ? 'number' : 'text'} data-column=${columns[i]}>${cell}</td>`
              : html`<th scope="row" class="text">${cell}</th>`,
          )}
        </tr>`,
      )}
    </tbody>
  </table>
</div>`;

const section = (part, title, blocks) => html`<section aria-labelledby=${part} data-part=${part}>
  <h2 id=${part}>${title}</h2>
  ${blocks.map(([name, figures]) =>
    figures.length
      ? html`${name ? html`<h3>${name}</h3>` : nothing}
          <dl class="figures digits" data-block=${name.toLowerCase()}>
            ${figures.map(
              ({ name: word, note, value, wrong }) => html`<div class=${wrong ? 'wrong' : ''}>
                <dt>${word}</dt>
                <dd class="figure">${value}</dd>
                ${note ? html`<dd class="note">${note}</dd>` : nothing}
              </div>`,
            )}
          </dl>`
      : nothing,
  )}
  ${blocks.every(([, figures]) => !figures.length) ? html`<p class="empty">Asking the gateway…</p>` : nothing}
</section>`;

customElements.define('ferrule-system', FerruleSystem);

/** Draws the page. @param {object} facts  what the page knows */
export const render = (facts) => html`<ferrule-system .facts=${facts}></ferrule-system>`;
