/** A link to another page of the dashboard, which is shown without loading anything again. */
import { html } from 'lit';
import { wish } from './wish.js';

/** Whether a click is for the browser: a new tab, a download. @param {MouseEvent} event */
export const isForBrowser = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;

/**
 * @param {string} page  its name
 * @param {object} view  what it shows
 * @param {string} address  relative, for a tab of its own
 * @param {unknown} content
 */
export const pageLink = (page, view, address, content) => html`<a
  href=${address}
  @click=${(event) => {
    if (isForBrowser(event)) return;
    event.preventDefault();
    wish(event.currentTarget, 'page', { page, view });
  }}
  >${content}</a
>`;

/** To the page of a device. @param {string} device  id @param {unknown} content */
export const deviceLink = (device, content) => pageLink('device', { device }, `./device/${device}`, content);

/** To the trends of channels. @param {string[]} channels  ids @param {unknown} content */
export const trendsLink = (channels, content) =>
  pageLink('trends', { channels, until: undefined }, `./trends?c=${channels.join(',')}`, content);

/** To the events of something. @param {string} about  patterns @param {unknown} content */
export const eventsLink = (about, content) => pageLink('events', { kind: '', about }, `./events?a=${about}`, content);
