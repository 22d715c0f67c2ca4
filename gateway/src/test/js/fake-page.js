import { Gateway } from '../../main/resources/dashboard/live/gateway.js';
import { dictionaryMessage, hello, T0 } from './samples.js';

/** A page with everything around it in the hands of the test. */
export const page = () => {
  const world = {
    time: 1000,
    ids: 0,
    sockets: [],
    answers: new Map(),
    now: () => world.time,
    chance: () => 0.5,
    newId: () => `web-${++world.ids}`,
    connect: (protocol) => {
      const socket = { protocol, sent: [], readyState: 0, closedWith: undefined, close: (code) => (socket.closedWith = code) };
      socket.send = (text) => socket.sent.push(JSON.parse(text));
      world.sockets.push(socket);
      return socket;
    },
    asked: [],
    left: [],
    ask: async (method, path, body) => {
      world.asked.push([method, path, body].filter(Boolean));
      return world.answers.get(`${method} ${path}`) ?? world.answers.get(path) ?? { status: 404, body: {} };
    },
    proofs: [],
    prove: async () => world.proofs.shift() ?? false,
    address: () => '/trends?r=5m',
    leave: (address) => world.left.push(address),
  };
  const gateway = new Gateway(world, () => {});
  const socket = () => world.sockets.at(-1);
  const text = (message) => socket().onmessage({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  const bytes = (...list) => socket().onmessage({ data: Uint8Array.from(list).buffer });
  const connect = (greeting = {}) => {
    socket().readyState = 1;
    socket().onopen({});
    text({ ...hello, ...greeting, time: T0 + world.time });
    text(dictionaryMessage);
    text({ t: 'subscribed', channels: [0, 1, 2, 3, 4, 5], rate: 10, position: 1 });
    bytes(0x63, 0, 1, 1, 0, 0, ...zigzag(842));
  };
  const close = (code = 1006) => socket().onclose({ code });
  gateway.start();
  return { bytes, close, connect, facts: () => gateway.facts(), gateway, socket, text, world };
};
const zigzag = (n) => (n * 2 < 128 ? [n * 2] : [128 + ((n * 2) % 128), Math.floor((n * 2) / 128)]);
/** The same, connected. */
export const live = (greeting) => {
  const p = page();
  p.connect(greeting);
  return p;
};
