/** What the charts show, as tables: the legend with the figures of each series, and the values moment by moment. */
import { html, nothing } from 'lit';
import { shownValue } from '../../model/command-words.js';
import { isWordy } from '../../model/dictionary.js';
import { clockTime } from '../../model/moments.js';
import { quantity, NO_DIGITS } from '../../model/numbers.js';
import { sample } from './series-look.js';
import { summaryOf, tableMoments, valueAt } from './series.js';

const shown = (channel, value) => (value === undefined ? NO_DIGITS : shownValue(channel, value));

/** One row for each series: its look, its value at the cursor, its figures. */
export const legend = (channels, readings, from, to, at) => html`<div class="scroll">
  <table class="digits" data-part="legend">
    <thead>
      <tr>
        <th scope="col">Channel</th>
        <th scope="col" class="figure">${at === undefined ? 'Last' : `At ${clockTime(at)}`}</th>
        <th scope="col" class="figure">Min</th>
        <th scope="col" class="figure">Mean</th>
        <th scope="col" class="figure">Max</th>
      </tr>
    </thead>
    <tbody>
      ${channels.map((channel, slot) => {
        const summary = summaryOf(readings.trace(channel.id), from, to, at);
        const figure = (value) => (summary.count && !isWordy(channel) ? quantity(value, channel) : NO_DIGITS);
        return html`<tr data-channel=${channel.id}>
          <th scope="row"><span class="series">${sample(slot)} ${slot + 1} ${channel.name}</span></th>
          <td class="figure">${shown(channel, summary.value)}</td>
          <td class="figure">${figure(summary.min)}</td>
          <td class="figure">${figure(summary.mean)}</td>
          <td class="figure">${figure(summary.max)}</td>
        </tr>`;
      })}
    </tbody>
  </table>
</div>`;

/** The values themselves, for who cannot or will not read the picture. */
export const dataTable = (channels, readings, from, to, zone) => html`<div class="scroll">
  <table class="digits" data-part="data">
    <thead>
      <tr>
        <th scope="col">Time ${zone}</th>
        ${channels.map((channel) => html`<th scope="col" class="figure">${channel.name}${channel.unit ? html`, ${channel.unit}` : nothing}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${tableMoments(from, to).map(
        (at) => html`<tr>
          <th scope="row">${clockTime(at)}</th>
          ${channels.map((channel) => html`<td class="figure">${shown(channel, valueAt(readings.trace(channel.id), at))}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>
</div>`;
