/**
 * The dashboard: puts gateway, painter, navigation, keys and views together, fulfills wishes, and is the only place that
 * touches the browser's clock, address and storage. The folders, from the top down; arrows point down only:
 *
 * - `shell/` the frame around each page: bars, dialogs, navigation, keys, painter
 * - `page/` the table of pages, and a folder for each with what only it needs; no page knows another
 * - `part/` what several pages show: a tile, a control, icons, styles
 * - `live/` the connection to the gateway and what it brings; draws nothing, and no view knows it
 * - `model/` pure logic: facts in, facts and words out
 */
import { Gateway } from './live/gateway.js';
import { isAsked } from './model/control.js';
import { PAGES } from './page/pages.js';
import './shell/app.js';
import { isTyping, Keys } from './shell/keys.js';
import { Navigation } from './shell/navigation.js';
import { INTERVAL, Painter } from './shell/painter.js';

const KEYS_OFF = 'ferrule.keys.off';

/** What pages there are, for who leads to one. */

/** What all addresses begin with: a proxy may have put the dashboard below a path. */
const base = new URL('..', import.meta.url).pathname.slice(0, -1);

/** Of a screen on the wall: for looking at only. Part of the address as long as it stays on a page. */
const KIOSK = 'kiosk=1';
const kiosk = new URLSearchParams(location.search).get('kiosk') === '1';
const kept = (address) => (kiosk ? `${address}${address.includes('?') ? '&' : '?'}${KIOSK}` : address);

const app = document.querySelector('ferrule-app');
const now = () => performance.now();

const gateway = new Gateway(
  {
    now,
    chance: Math.random,
    newId: () => `web-${crypto.getRandomValues(new Uint32Array(3)).join('-')}`.slice(0, 64),
    connect: (protocol) =>
      new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${base}/ws/v1`, protocol),
    ask: async (method, path, body) => {
      const headers = { accept: 'application/json, text/plain', ...(body ? { 'content-type': 'application/json' } : {}) };
      try {
        const response = await fetch(`${base}/${path}`, { method, headers, body: body && JSON.stringify(body) });
        const isText = response.headers.get('content-type')?.startsWith('text/plain');
        const told = isText ? response.text() : response.json();
        return { status: response.status, body: await told.catch(() => undefined), link: response.headers.get('link') ?? '' };
      } catch {
        return { status: 0, body: undefined };
      }
    },
    prove: () => app.proveSelf(),
    address: () => location.pathname + location.search,
    leave: (address) => location.assign(`${base}/${address}`),
  },
  () => painter.request(),
);

const titleOf = ({ page, view }, facts) => page.named?.(facts, view) || page.title;

const painter = new Painter(
  () => {
    const facts = { ...gateway.facts(), kiosk };
    app.show(facts);
    const title = app.shown && `${titleOf(app.shown, facts)}, ${facts.name || 'Ferrule'}`;
    if (title && title !== document.title) document.title = title;
  },
  {
    now,
    hidden: () => document.hidden,
    after: (call, ms) => setTimeout(call, ms),
    frame: (call) => requestAnimationFrame(call),
  },
);

const navigation = new Navigation(
  PAGES,
  {
    address: () => ({ path: location.pathname.slice(base.length), search: location.search }),
    push: (address) => history.pushState(null, '', base + kept(address)),
    replace: (address) => history.replaceState(null, '', base + kept(address)),
  },
  (shown) => {
    app.shown = shown;
    painter.now();
  },
);
addEventListener('popstate', () => navigation.follow());

// Wishes.

const send = async ({ control, deviceName, value }) => {
  const { channel } = control;
  const confirm = isAsked(channel, value) ? await app.prove({ control, deviceName, value }) : undefined;
  if (isAsked(channel, value) && !confirm) return;
  if (!gateway.command({ channel: channel.id, value, confirm })) {
    app.say(`${channel.name}: not connected to the gateway. Nothing was sent.`);
  }
  painter.now();
};
const fulfill = {
  command: send,
  check: ({ id }) => gateway.check(id),
  dismiss: ({ id }) => gateway.dismiss(id),
  retry: () => gateway.retry(),
  page: ({ page, view }) => navigation.page(page, view),
  view: (changes) => navigation.view(changes),
  act: ({ act }) => app.act(act),
  layout: (layout) => {
    gateway.arrange(layout);
    painter.now();
  },
  reload: () => location.reload(),
  help: () => app.help(),
  search: () => app.search(),
  account: () => app.account(),
  ask: async ({ method, path, body, answer }) => answer(await gateway.ask(method, path, body)),
  'log-in': async ({ password, answer }) => answer(await gateway.logIn(password)),
  'log-out': async ({ everywhere, answer }) => answer(await gateway.logOut(everywhere)),
  keys: ({ on }) => {
    app.keys = on;
    if (on) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, '1');
  },
};
for (const [name, how] of Object.entries(fulfill)) app.addEventListener(`wish-${name}`, ({ detail }) => how(detail));

const keys = new Keys(now, PAGES);
addEventListener('keydown', (event) => {
  const { altKey, ctrlKey, key, metaKey } = event;
  if (!app.keys || !app.shown) return;
  const wished = keys.press({ altKey, ctrlKey, key, metaKey, typing: isTyping(event) }, app.shown.page);
  if (!wished) return;
  event.preventDefault();
  fulfill[wished.name](wished.detail);
});

// Time.

setInterval(() => gateway.tick(), INTERVAL);
document.addEventListener('visibilitychange', () => painter.request());
addEventListener('online', () => gateway.retry());

/** A screen on the wall stays on, where the browser lets it; it lets go of that whenever the page is hidden. */
const stayAwake = () => document.hidden || navigator.wakeLock?.request('screen').catch(() => {});
if (kiosk) {
  document.documentElement.dataset.kiosk = '';
  stayAwake();
  document.addEventListener('visibilitychange', stayAwake);
}

app.encrypted = isSecureContext;
app.keys = !kiosk && localStorage.getItem(KEYS_OFF) === null;
gateway.start();
await navigation.follow();
