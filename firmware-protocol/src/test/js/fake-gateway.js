/** A gateway in the hands of a test: sockets, answers of REST, and time. */
import { mock } from 'node:test';
import { connect } from '../../main/js/ferrule.js';
import { dictionaryMessage, hello, T0 } from './samples.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * @param {import('../../main/js/ferrule.js').Options} [options]
 * @param {Object<string, {status: number, body?: object}>} [first]  answers by method and path, before anything is asked
 */
export const gateway = (options = {}, first = {}) => {
  let now = 0;
  mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  mock.method(performance, 'now', () => now);
  const sockets = [];
  const answers = new Map(Object.entries(first));
  const asked = [];
  mock.method(globalThis, 'fetch', async (address, { method, headers }) => {
    asked.push({ address, method, headers });
    const { status, body } = answers.get(`${method} ${new URL(address).pathname}`) ?? { status: 404, body: {} };
    if (!status) throw new TypeError('fetch failed');
    return { status, json: async () => body };
  });
  class Socket {
    sent = [];
    readyState = 0;
    constructor(address, protocol) {
      Object.assign(this, { address, protocol });
      sockets.push(this);
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close(code) {
      this.closedWith = code;
    }
  }
  const client = connect('http://gateway:8080/', { WebSocket: Socket, ...options });
  const socket = () => sockets.at(-1);
  const text = (message) => socket().onmessage({ data: JSON.stringify(message) });
  const bytes = (...list) => socket().onmessage({ data: Uint8Array.from(list).buffer });
  const open = (greeting = {}) => {
    socket().readyState = 1;
    socket().onopen({});
    text({ ...hello, time: T0 + now, ...greeting });
    text(dictionaryMessage);
  };
  /** Greets, and tells that the pressure is 8.42 bar. */
  const greet = (greeting) => {
    open(greeting);
    text({ t: 'subscribed', channels: [0, 1, 2, 3, 4], position: 1 });
    bytes(0x63, 10, 1, 1, 0, 0, 0x94, 0x0d);
  };
  const close = (code = 1006) => {
    socket().readyState = 3;
    socket().onclose({ code });
  };
  const pass = async (ms) => {
    for (const end = now + ms; now < end; ) {
      now += 250;
      mock.timers.tick(250);
      await turn();
      await turn();
    }
  };
  const told = [];
  for (const event of ['reading', 'gap', 'merged', 'state', 'device', 'command', 'fault']) {
    client.on(event, (fact) => told.push([event, fact]));
  }
  const heard = (event) => told.filter(([name]) => name === event).map(([, fact]) => fact);
  const end = () => {
    client.close();
    mock.timers.reset();
    mock.restoreAll();
  };
  return { answers, asked, bytes, client, close, end, greet, heard, open, pass, socket, sockets, text, turn };
};
