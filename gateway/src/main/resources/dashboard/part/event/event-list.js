/** Events, newest first: a row for each, and the whole life of a command behind its row. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { afterFirst, entriesOf, outcomeOf, titleOf, weightOf, whyOf } from '../../model/events.js';
import { momentText } from '../../model/moments.js';
import { iconOf } from '../icons.js';
import { base } from '../theme.js';

export class FerruleEventList extends LitElement {
  static properties = {
    /** @type {import('../../model/events.js').Event[]} newest first */
    events: { attribute: false },
    dictionary: { attribute: false },
    /** The gateway's clock, to the day. */
    time: { attribute: false },
  };

  static styles = [
    base,
    css`
      :host {
        container-type: inline-size;
      }
      ol {
        margin: 0;
        padding: 0;
        border: var(--edge) solid var(--hair);
        border-radius: var(--radius);
        background: var(--surface);
        list-style: none;
      }
      ol > li + li {
        border-top: 1px solid var(--hair);
      }
      summary,
      .row {
        display: grid;
        grid-template-columns: 11rem minmax(0, 1fr) 9rem 9rem;
        gap: 4px 16px;
        align-items: center;
        min-height: 44px;
        padding: 6px 12px;
      }
      summary {
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      .more::after {
        content: '▸';
        display: inline-block;
        width: 1.2em;
        color: var(--text-2);
      }
      details[open] .more::after {
        content: '▾';
      }
      .title {
        overflow-wrap: anywhere;
      }
      .why,
      .moment,
      .who {
        color: var(--text-2);
      }
      .why {
        display: block;
        font-size: 0.929rem;
      }
      .outcome {
        display: flex;
        align-items: center;
        gap: 6px;
        font-weight: 600;
      }
      [data-weight='wrong'] .outcome {
        color: var(--warn);
      }
      [data-weight='refused'] .outcome {
        color: var(--text-2);
      }
      .life {
        margin: 0;
        padding: 0 12px 12px calc(11rem + 28px);
        color: var(--text-2);
        list-style: none;
      }
      .life li {
        padding: 2px 0;
      }
      .clock {
        margin-bottom: 8px;
        color: var(--text-2);
      }
      @container (width < 680px) {
        summary,
        .row {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .title {
          grid-row: 2;
          grid-column: 1 / -1;
        }
        .who {
          grid-row: 3;
          grid-column: 1 / -1;
        }
        .who:empty {
          display: none;
        }
        .life {
          padding-left: 12px;
        }
      }
    `,
  ];

  render() {
    return html`
      ${this.events.some(({ trusted }) => !trusted)
        ? html`<p class="clock" data-part="clock">Nobody kept the clock of the gateway for some of these: their times may be off, their order is not.</p>`
        : nothing}
      <ol data-part="events">
        ${repeat(entriesOf(this.events), ({ last }) => last.id || last.seq, (entry) => this.#entry(entry))}
      </ol>
    `;
  }

  #entry(entry) {
    const { last, life } = entry;
    const why = whyOf(last);
    const row = html`
      <span class="moment digits">${momentText(last.time, this.time)}</span>
      <span class="title">${life.length > 1 ? html`<span class="more" aria-hidden="true"></span>` : nothing}${titleOf(last, this.dictionary)}${why ? html`<span class="why">${why}</span>` : nothing}</span>
      <span class="who">${last.actor}</span>
      <span class="outcome">${weightOf(last) === 'wrong' ? iconOf('warn') : nothing}${outcomeOf(last)}</span>
    `;
    return html`<li data-weight=${weightOf(last)} data-kind=${last.kind}>
      ${life.length > 1
        ? html`<details>
            <summary>${row}</summary>
            <ul class="life digits">
              ${life.map((event) => html`<li>${this.#step(entry, event)}</li>`)}
            </ul>
          </details>`
        : html`<div class="row">${row}</div>`}
    </li>`;
  }

  #step(entry, event) {
    const after = afterFirst(entry, event);
    return `${outcomeOf(event)} ${after === undefined ? momentText(event.time, this.time) : `after ${after} ms`}`;
  }
}
customElements.define('ferrule-event-list', FerruleEventList);
