/**
 * Follows a gateway over a connection that is cut again and again, and compares what it heard with the gateway's history.
 * Arguments: address, directory of the client, seconds, seed. Prints one line of JSON.
 */
import { pathToFileURL } from 'node:url';

const [address, directory, seconds, seed] = process.argv.slice(2);
const { connect } = await import(pathToFileURL(`${directory}/ferrule.js`));
const base = address.replace(/\/$/, '');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let state = Number(seed);
const chance = () => (state = (state * 48271) % 2147483647) / 2147483647;

let socket;
class Cut extends WebSocket {
  constructor(...how) {
    super(...how);
    socket = this;
  }
}

const gateway = connect(base, { WebSocket: Cut });
const heard = new Map();
const gaps = [];
let twice = 0;
let past = 0;
gateway.on('gap', (gap) => gaps.push(gap));
gateway.on('reading', (reading) => {
  const key = `${reading.channel}@${reading.time}`;
  if (heard.has(key)) twice++;
  heard.set(key, reading);
  if (reading.past) past++;
});
const live = async () => {
  while (gateway.state !== 'live') await pause(10);
};

await live();
await pause(1000);
const begun = Math.max(...[...heard.values()].map(({ time }) => time)) + 1;
let cuts = 0;
for (const end = performance.now() + seconds * 1000; performance.now() < end; cuts++) {
  await pause(chance() * 1500);
  socket.close();
  while (gateway.state === 'live') await pause(5);
  await live();
}
await pause(500);
// What the history has up to a moment, once it has the reading that was heard last.
const until = Math.max(...[...heard.values()].map(({ time }) => time)) - 1000;
const remembered = async () => {
  const answer = await fetch(`${base}/api/v1/history?channels=*&from=${begun}&to=${until}&format=ndjson`);
  return (await answer.text()).trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
};
await pause(3000);
const rows = await remembered();
const missing = rows.filter(({ channel, time }) => !heard.has(`${channel}@${Date.parse(time)}`));
console.log(JSON.stringify({ rows: rows.length, heard: heard.size, missing: missing.length, twice, past, cuts, gaps: gaps.length, example: missing[0] }));
gateway.close();
