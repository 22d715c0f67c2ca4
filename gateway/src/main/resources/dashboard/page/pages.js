/**
 * The table of pages: all that the rest of the dashboard knows of them. A new page is a folder beside this file, a row
 * here, and its path in the gateway's StaticFiles, so that its address can be opened.
 *
 * @typedef {object} Page
 * @property {string} name  of its folder
 * @property {string} path
 * @property {string} title
 * @property {string} key  the key or keys that lead to it
 * @property {boolean} [isTab]  false: only links lead to it
 * @property {(facts: object, view: object) => string} [named]  of what it shows, for the title
 * @property {() => Promise<{render: (facts: object, view: object) => unknown}>} load  fetches what draws it
 * @property {import('../model/route.js').Address} [address]  what its address says beside the path; nothing without
 * @property {{acts: Map<string, string>, text: string}[]} [keys]  what keys do on it alone: the `act` of each key, and
 *   words for the help
 */
import { deviceAddress } from './device/address.js';
import { eventsAddress } from './events/address.js';
import { eventsKeys } from './events/keys.js';
import { overviewAddress } from './overview/address.js';
import { trendsAddress } from './trends/address.js';
import { trendsKeys } from './trends/keys.js';

/** In the order of the tabs. The first is where an address leads that no page has. @type {Page[]} */
export const PAGES = [
  { name: 'overview', path: '/', title: 'Overview', key: 'g o', load: () => import('./overview/overview.js'), address: overviewAddress },
  {
    name: 'device',
    path: '/device',
    title: 'Device',
    key: 'g d',
    isTab: false,
    named: ({ dictionary }, { device }) => dictionary?.devices.get(device)?.name ?? '',
    load: () => import('./device/device.js'),
    address: deviceAddress,
  },
  {
    name: 'trends',
    path: '/trends',
    title: 'Trends',
    key: 'g t',
    load: () => import('./trends/trends.js'),
    address: trendsAddress,
    keys: trendsKeys,
  },
  {
    name: 'events',
    path: '/events',
    title: 'Events',
    key: 'g e',
    load: () => import('./events/events.js'),
    address: eventsAddress,
    keys: eventsKeys,
  },
  { name: 'system', path: '/system', title: 'System', key: 'g s', load: () => import('./system/system.js') },
  { name: 'settings', path: '/settings', title: 'Settings', key: 'g c', load: () => import('./settings/settings.js') },
];
