/**
 * The page: puts gateway, painter, keys and views together, fulfills wishes, and is the only place that touches the
 * browser's clock, address and storage.
 */
import { Gateway } from './live/gateway.js';
import { isAsked } from './model/control.js';
import { addressOf, RANGES, readRoute } from './model/route.js';
import './shell/app.js';
import { isTyping, Keys } from './shell/keys.js';
import { INTERVAL, Painter } from './shell/painter.js';

const KEYS_OFF = 'ferrule.keys.off';

const app = document.querySelector('ferrule-app');
const now = () => performance.now();

const gateway = new Gateway(
  {
    now,
    chance: Math.random,
    newId: () => `web-${crypto.getRandomValues(new Uint32Array(3)).join('-')}`.slice(0, 64),
    connect: (protocol) =>
      new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/v1`, protocol),
    get: async (path) => {
      try {
        const response = await fetch(path, { headers: { accept: 'application/json' } });
        return { status: response.status, body: await response.json().catch(() => undefined) };
      } catch {
        return { status: 0, body: undefined };
      }
    },
  },
  () => painter.request(),
);

const painter = new Painter(() => app.show(gateway.facts()), {
  now,
  hidden: () => document.hidden,
  after: (call, ms) => setTimeout(call, ms),
  frame: (call) => requestAnimationFrame(call),
});

// The address.

const goTo = async (route) => {
  if (route.page === 'trends') await import('./page/trends/trends.js');
  app.route = route;
  document.title = `${route.page === 'trends' ? 'Trends' : 'Overview'}, ${gateway.facts().name || 'Ferrule'}`;
  painter.request();
};
const show = (changes) => {
  const before = app.route;
  const route = { ...before, ...changes };
  const address = addressOf(route);
  if (address !== location.pathname + location.search) {
    // Another page is a step to go back from; another range or cursor is not.
    history[route.page === before.page ? 'replaceState' : 'pushState'](null, '', address);
  }
  return goTo(route);
};
addEventListener('popstate', () => goTo(readRoute(location.pathname, location.search)));

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
const fulfill = (name, how) => app.addEventListener(`wish-${name}`, (event) => how(event.detail));
fulfill('command', send);
fulfill('check', ({ id }) => gateway.check(id));
fulfill('dismiss', ({ id }) => gateway.dismiss(id));
fulfill('retry', () => gateway.retry());
fulfill('route', show);
fulfill('reload', () => location.reload());
fulfill('help', () => app.help());
fulfill('keys', ({ on }) => {
  app.keys = on;
  if (on) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, '1');
});

// Keys.

const keys = new Keys(now);
const ranged = (way) => {
  const i = RANGES.findIndex(({ length }) => length === app.route.range) + way;
  return show({ range: RANGES[Math.min(RANGES.length - 1, Math.max(0, i))].length });
};
const pressed = {
  overview: () => show({ page: 'overview' }),
  trends: () => show({ page: 'trends' }),
  live: () => show({ until: app.route.until === undefined ? Math.round(gateway.facts().time) : undefined }),
  shorter: () => ranged(-1),
  longer: () => ranged(1),
  search: () => app.renderRoot.querySelector('ferrule-trends')?.search(),
  help: () => app.help(),
};
addEventListener('keydown', (event) => {
  const { altKey, ctrlKey, key, metaKey } = event;
  const name = app.keys ? keys.press({ altKey, ctrlKey, key, metaKey, typing: isTyping(event) }) : undefined;
  if (!name) return;
  event.preventDefault();
  pressed[name]();
});

// Time.

setInterval(() => gateway.tick(), INTERVAL);
document.addEventListener('visibilitychange', () => painter.request());
addEventListener('online', () => gateway.retry());

app.keys = localStorage.getItem(KEYS_OFF) === null;
await goTo(readRoute(location.pathname, location.search));
gateway.start();
