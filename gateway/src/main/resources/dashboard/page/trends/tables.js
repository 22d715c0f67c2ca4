/** What the charts show, as tables: the legend with the figures of each series, and the values moment by moment. */
import { html, nothing } from 'lit';
import { shownValue } from '../../model/command-words.js';
import { isTrusted } from '../../model/connection.js';
import { isWordy } from '../../model/dictionary.js';
import { momentText } from '../../model/moments.js';
import { quantity, NO_DIGITS, THIN } from '../../model/numbers.js';
import { tileOf } from '../../model/tile.js';
import { sample } from './series-look.js';
import { fullName, summaryOf, tableMoments, valueAt } from './series.js';

const shown = (channel, value) => (value === undefined ? NO_DIGITS : shownValue(channel, value));

/**
 * What a row says of the value: as it is now, with its doubts; or as it was at a moment.
 *
 * @returns {{state: string, text: string, note: string}}
 */
const valueOf = (channel, { dictionary, phase, readings, time }, value, past) => {
  if (past) return { state: 'good', text: shown(channel, value), note: '' };
  const device = dictionary.devices.get(channel.device);
  const { digits, note, state, unit } = tileOf(channel, readings.latest(channel.id), device, isTrusted(phase), time);
  return { state, text: digits ? digits + (unit && THIN + unit) : NO_DIGITS, note };
};

/**
 * One row for each series: its look, its value, its figures.
 *
 * @param {Channel[]} channels
 * @param {object} facts  what the page knows
 * @param {number} from
 * @param {number} to
 * @param {number|undefined} at  the moment that is looked at; undefined: the present
 * @param {(id: string) => Trace} traceOf
 */
export const legend = (channels, facts, from, to, at, traceOf) => html`<div class="scroll">
  <table class="digits" data-part="legend">
    <thead>
      <tr>
        <th scope="col">Channel</th>
        <th scope="col" class="figure">${at === undefined ? 'Now' : `At ${momentText(at, facts.time)}`}</th>
        <th scope="col" class="figure">Min</th>
        <th scope="col" class="figure">Mean</th>
        <th scope="col" class="figure">Max</th>
      </tr>
    </thead>
    <tbody>
      ${channels.map((channel, slot) => {
        const summary = summaryOf(traceOf(channel.id), channel, from, to, at ?? to);
        const { note, state, text } = valueOf(channel, facts, summary.value, at !== undefined);
        const figure = (value) => (summary.count && !isWordy(channel) ? quantity(value, channel) : NO_DIGITS);
        return html`<tr data-channel=${channel.id} data-state=${state}>
          <th scope="row"><span class="series">${sample(slot)} ${slot + 1} ${fullName(channel, facts.dictionary.devices)}</span></th>
          <td class="figure present">${text}${note ? html` <span class="note">${note}</span>` : nothing}</td>
          <td class="figure">${figure(summary.min)}</td>
          <td class="figure">${figure(summary.mean)}</td>
          <td class="figure">${figure(summary.max)}</td>
        </tr>`;
      })}
    </tbody>
  </table>
</div>`;

/** The values themselves, for who cannot or will not read the picture. */
export const dataTable = (channels, { dictionary, time }, from, to, zone, traceOf) => html`<div class="scroll">
  <table class="digits" data-part="data">
    <thead>
      <tr>
        <th scope="col">Time ${zone}</th>
        ${channels.map((channel) => html`<th scope="col" class="figure">${fullName(channel, dictionary.devices)}${channel.unit ? html`, ${channel.unit}` : nothing}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${tableMoments(from, to).map(
        (at) => html`<tr>
          <th scope="row">${momentText(at, time)}</th>
          ${channels.map((channel) => html`<td class="figure">${shown(channel, valueAt(traceOf(channel.id), channel, at))}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>
</div>`;
