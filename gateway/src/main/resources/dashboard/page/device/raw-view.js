/** The bytes of a line as they come: frames with their fields below their bytes, and why one is refused. */
import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isAtLeast } from '../../model/access/caller.js';
import { clockTime } from '../../model/moments.js';
import { hexText, plainText } from '../../model/raw/capture.js';
import { ask } from '../../part/ask.js';
import { iconOf } from '../../part/icons.js';
import { facts } from '../../part/same.js';
import { base, buttons } from '../../part/theme.js';
import { RawFeed, capturePath } from './raw-feed.js';

const WAYS = { in: '← from the device', out: '→ to the device' };
const EVENTS = { open: 'The port was opened', close: 'The port was closed', lost: 'Events are missing here' };

/** Drivers whose bytes are read as text. */
const WORDY = new Set(['text', 'nmea']);

export class FerruleRawView extends LitElement {
  static properties = {
    /** {id, driver} of the device. */
    device: facts,
    /** @type {import('../../model/access/caller.js').Caller} */
    caller: facts,
    /** Steady ms, in seconds. */
    now: { attribute: false },
    connected: { attribute: false },
    opened: { state: true },
    texts: { state: true },
    said: { state: true },
  };

  static styles = [
    base,
    buttons,
    css`
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        padding: 12px;
      }
      .group {
        display: flex;
        gap: 4px;
      }
      .why,
      .said {
        color: var(--text-2);
      }
      .fault {
        display: flex;
        align-items: center;
        gap: 6px;
        color: var(--warn);
        font-weight: 600;
      }
      p.fault,
      .none {
        padding: 0 12px 12px;
      }
      ol {
        max-height: 60vh;
        margin: 0;
        padding: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        border-top: 1px solid var(--hair);
        list-style: none;
      }
      li {
        padding: 8px 12px;
        content-visibility: auto;
        contain-intrinsic-size: auto 72px;
      }
      li + li {
        border-top: 1px solid var(--hair);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        color: var(--text-2);
      }
      .title {
        color: var(--text);
        font-weight: 600;
      }
      .bytes {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 2px;
        margin-top: 4px;
      }
      .field {
        display: grid;
        max-width: 100%;
        padding: 1px 6px 2px;
        border-bottom: 2px solid var(--line);
        background: var(--bg);
      }
      .field.bare {
        border-bottom-color: transparent;
        background: none;
        padding: 1px 2px 2px;
      }
      .refused .field {
        border-bottom-color: var(--warn-fill);
      }
      code {
        font: 0.929rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .field small {
        font-size: 0.857rem;
        color: var(--text-2);
        overflow-wrap: anywhere;
      }
    `,
  ];

  #feed = new RawFeed(
    (path) => ask(this, 'GET', path),
    () => this.requestUpdate(),
  );

  constructor() {
    super();
    this.opened = false;
    this.said = '';
  }

  get #isAllowed() {
    return isAtLeast(this.caller, 'engineer');
  }

  willUpdate(changed) {
    if (changed.has('device') && changed.get('device')?.driver !== this.device.driver) this.texts = WORDY.has(this.device.driver);
  }

  /** Nothing is asked for while nobody looks. */
  updated() {
    if (this.opened && this.connected && this.#isAllowed) this.#feed.look(this.device, this.now);
  }

  render() {
    const isAllowed = this.#isAllowed;
    const off = isAllowed ? 'false' : 'true';
    return html`
      <div class="tools">
        <button data-action="raw" aria-expanded=${this.opened ? 'true' : 'false'} aria-disabled=${off} @click=${() => isAllowed && (this.opened = !this.opened)}>
          ${this.opened ? 'Hide bytes' : 'Show bytes'}
        </button>
        ${isAllowed ? nothing : html`<span class="why" data-part="raw-why">Engineer only: it shows all that the line carries.</span>`}
        ${this.opened && isAllowed ? this.#tools() : nothing}
        ${isAllowed ? html`<a class="button" data-part="capture" download=${`${this.device.id.replace('/', '-')}.capture`} href=${capturePath(this.device.id)}>Download capture</a>` : nothing}
        <span class="said" role="status">${this.said}</span>
      </div>
      ${this.opened && isAllowed ? this.#list() : nothing}
    `;
  }

  #tools() {
    const { isPaused } = this.#feed;
    return html`
      <button data-action="pause" aria-pressed=${isPaused ? 'true' : 'false'} @click=${() => this.#pause(!isPaused)}>${isPaused ? 'Go on' : 'Pause'}</button>
      <div role="group" aria-label="Bytes as" class="group">
        <button aria-pressed=${this.texts ? 'false' : 'true'} @click=${() => (this.texts = false)}>Hex</button>
        <button aria-pressed=${this.texts ? 'true' : 'false'} @click=${() => (this.texts = true)}>Text</button>
      </div>
      <button data-action="copy" @click=${() => this.#copy()}>Copy</button>
    `;
  }

  #list() {
    const { fault, items } = this.#feed;
    if (fault) return html`<p class="fault" role="alert" data-part="raw-fault">${iconOf('warn')}<span>${fault}</span></p>`;
    if (!items.length) return html`<p class="none why" data-part="raw-none">Nothing came over the line yet.</p>`;
    return html`<ol data-part="raw" tabindex="0" aria-label="Bytes of the line, newest first">
      ${repeat(items, ({ number }) => number, (item) => this.#item(item))}
    </ol>`;
  }

  #item({ event, frame, time }) {
    const moment = html`<span class="digits">${momentOf(time)}</span>`;
    if (!frame) return html`<li><p class="head">${moment}<span class="title">${eventText(event)}</span></p></li>`;
    return html`<li class=${frame.fault ? 'refused' : ''} data-way=${frame.way}>
      <p class="head">
        ${moment}<span>${WAYS[frame.way]}</span><span class="title">${frame.title}</span>
        ${frame.fault ? html`<span class="fault" data-part="refused">${iconOf('warn')}${frame.fault}</span>` : nothing}
      </p>
      <div class="bytes">${partsOf(frame).map((part) => this.#part(part))}</div>
    </li>`;
  }

  #part({ bytes, name, value }) {
    const shown = this.texts ? plainText(bytes) : hexText(bytes);
    return name
      ? html`<span class="field"><code>${shown}</code><small>${name}${value ? html` <b>${value}</b>` : nothing}</small></span>`
      : html`<span class="field bare"><code>${shown}</code></span>`;
  }

  #pause(isPaused) {
    this.#feed.pause(isPaused);
    this.said = isPaused ? 'Paused' : '';
    this.requestUpdate();
  }

  async #copy() {
    const text = this.#feed.items.map(lineOf).reverse().join('\n');
    try {
      await navigator.clipboard.writeText(text);
      this.said = 'Copied.';
    } catch {
      this.said = 'This browser does not let the page copy; download the capture instead.';
    }
  }
}

/** With milliseconds: between frames there is seldom more. */
const momentOf = (time) => `${clockTime(time)}.${String(Math.floor(time % 1000)).padStart(3, '0')}`;

const eventText = ({ kind, text }) => (text ? `${EVENTS[kind]}: ${text}` : EVENTS[kind]);

/** All bytes of a frame in their order, with what is known of them. */
const partsOf = ({ bytes, fields }) => {
  const parts = [];
  let at = 0;
  for (const { from, name, to, value } of fields) {
    if (from > at) parts.push({ bytes: bytes.slice(at, from), name: '', value: '' });
    parts.push({ bytes: bytes.slice(from, to), name, value });
    at = to;
  }
  if (at < bytes.length) parts.push({ bytes: bytes.slice(at), name: '', value: '' });
  return parts;
};

const lineOf = ({ event, frame, time }) => {
  if (!frame) return `${momentOf(time)} ${eventText(event)}`;
  const what = [frame.title, frame.fault, ...frame.fields.map(({ name, value }) => `${name}=${value}`)].filter(Boolean).join(' ');
  return `${momentOf(time)} ${frame.way === 'in' ? '<' : '>'} ${hexText(frame.bytes)} | ${plainText(frame.bytes)} | ${what}`;
};

customElements.define('ferrule-raw-view', FerruleRawView);
