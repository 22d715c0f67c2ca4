import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hexText, nextFrom, plainText, readCapture } from '../../main/resources/dashboard/model/raw/capture.js';
import { readFrame } from '../../main/resources/dashboard/model/raw/firmware.js';
import { Lanes } from '../../main/resources/dashboard/model/raw/lanes.js';
import { readLine, readSentence } from '../../main/resources/dashboard/model/raw/lines.js';
import { crc16, readMessage } from '../../main/resources/dashboard/model/raw/modbus.js';
import { MOST, RawFeed } from '../../main/resources/dashboard/page/device/raw-feed.js';

const VECTORS = new URL('../../../../firmware-protocol/vectors/link-frames.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(fileURLToPath(VECTORS), 'utf8'));
const bytes = (hex) => [...hex.matchAll(/../g)].map(([pair]) => parseInt(pair, 16));
const ascii = (text) => [...text].map((c) => c.charCodeAt(0));

/** What the page says of each outcome that the codecs know; what only a dictionary tells is none of it. */
const FAULTS = { ok: /^$/, crc: /check sum|too short/, cobs: /COBS/, overrun: /too long/, echo: /echo/, foreign: /later version/ };

test('says of every golden frame what the codecs say of it', () => {
  let seen = 0;
  for (const { from, name, outcome, seq, type, wire } of vectors) {
    const coded = bytes(wire).slice(0, -1);
    if (!FAULTS[outcome] || coded.includes(0)) continue;
    seen++;
    // An echo is what its receiver sent itself.
    const way = (from === 'device') === (outcome !== 'echo') ? 'in' : 'out';
    const frame = readFrame(coded, way);
    assert.match(frame.fault, FAULTS[outcome], `${name}: ${outcome}`);
    if (outcome !== 'ok') continue;
    if (!/^[0-9A-Fa-f]{2}$/.test(type)) assert.equal(frame.title, type, name);
    assert.equal(frame.fields.find((field) => field.name === 'seq').value, String(seq), name);
    assert.ok(frame.fields.every(({ from: begin, to }) => begin < to && to <= coded.length), name);
  }
  assert.ok(seen > 30, `only ${seen} of ${vectors.length}: ${[...new Set(vectors.map(({ outcome }) => outcome))]}`);
});

test('names the bytes of a frame', () => {
  const wire = bytes('0101030201064d3c2b1afe05633c8d78');
  const { fields, title } = readFrame(wire, 'out');
  assert.equal(title, 'HELLO_REQ');
  assert.deepEqual(fields.map(({ name, value }) => `${name} ${value}`), [
    'hdr from the host', 'seq 0', 'type HELLO_REQ', 'major 1', 'minor 0', 'nonce 439041101', 'max_body 254', 'flags 0', 'crc right',
  ]);
  const nonce = fields.find(({ name }) => name === 'nonce');
  assert.equal(hexText(wire.slice(nonce.from, nonce.to)), '4d 3c 2b 1a');
});

test('reads captures as they are written, and leaves out what is none', () => {
  const text = 'ferrule-capture 1\nstarted 2026-11-23T02:10:12.123Z\nport /dev/ttyUSB0\nline 9600 8N1\n# odd\n0.000000 open\n0.104211 < t=21.5\\r\\n\n2.310007 > PUMP 1\\n\n5.020411 close unplugged: \\xe9\n6.000000 lost 3\n7.911840 < \\x00\\xc0\\\\\nnonsense\n';
  const { events, started } = readCapture(text);
  assert.equal(started, Date.parse('2026-11-23T02:10:12.123Z'));
  assert.deepEqual(events.map(({ kind }) => kind), ['open', 'in', 'out', 'close', 'lost', 'in']);
  assert.deepEqual([events[1].at, plainText(events[1].bytes), hexText(events[5].bytes)], [104_211, 't=21.5··', '00 c0 5c']);
  assert.equal(readCapture('1.000000 open\n').started, undefined);
  assert.deepEqual([nextFrom('</gw/api/v1/captures/b?from=120>; rel="next"'), nextFrom('')], ['120', undefined]);
});

const take = (driver, ...events) => {
  const lanes = new Lanes(driver);
  return events.flatMap(([kind, hex, at = 0]) => lanes.take({ kind, at, bytes: typeof hex === 'string' ? bytes(hex) : hex, text: '' }));
};

test('puts frames together from however they were read', () => {
  const hello = '0101030201064d3c2b1afe05633c8d7800';
  const whole = take('firmware', ['out', hello]);
  const pieces = take('firmware', ...hello.match(/../g).map((pair) => ['out', pair]));
  assert.deepEqual(pieces, whole);
  assert.deepEqual([whole.length, whole[0].way, whole[0].title, whole[0].bytes.length], [1, 'out', 'HELLO_REQ', 17]);
  const middle = take('firmware', ['in', '0563' + '00' + '028b01058f2a3c3900' + '028b01058f2a3c3800']);
  assert.deepEqual(middle.map(({ fault, title }) => [title, fault.slice(0, 16)]), [['The end of a frame', ''], ['ACK', ''], ['Refused', 'wrong check sum:']]);
});

test('begins anew when the line was opened, and is bounded without any delimiter', () => {
  assert.deepEqual(take('firmware', ['in', '028b01'], ['open', []], ['in', '028b01058f2a3c3900']).map(({ kind, title }) => kind ?? title), ['open', 'ACK']);
  const noise = take('firmware', ['in', new Array(5000).fill(7)]);
  assert.ok(noise.length >= 4 && noise.every(({ fault }) => fault), 'noise is told');
});

test('reads lines and sentences, and says why one is refused', () => {
  const line = readLine(ascii('temp=21.5 hum: 40\r\n'));
  assert.deepEqual(line.fields.map(({ name, value }) => [name, value]), [['temp', '21.5'], ['hum', '40'], ['end', '']]);
  const good = readSentence(ascii('$GPGLL,4916.45,N,12311.12,W,225444,A*31\r\n'));
  assert.deepEqual([good.title, good.fault, good.fields[0].value], ['GPGLL', '', 'GPGLL']);
  assert.equal(readSentence(ascii('$GPGLL,4916.45,N,12311.12,W,225444,A*32\r\n')).fault, 'wrong check sum: 32, and not 31');
  assert.equal(readSentence(ascii('boot\n')).fault, 'no $ or ! at the begin');
  assert.deepEqual(take('text', ['in', ascii('a=1')], ['in', ascii('\nb')]).map(({ bytes: all }) => plainText(all)), ['a=1·']);
});

test('reads messages of Modbus where they end', () => {
  const ask = [1, 3, 0, 0, 0, 2];
  const sum = crc16(ask);
  const message = [...ask, sum & 255, sum >> 8];
  assert.deepEqual(message.slice(-2), [0xc4, 0x0b]);
  assert.deepEqual(readMessage(message).fields.map(({ name, value }) => [name, value]), [['unit', '1'], ['function', 'Read holding registers'], ['data', ''], ['crc', 'right']]);
  assert.equal(readMessage([...message.slice(0, -1), 0]).fault, 'wrong check sum');
  const found = take('modbus-rtu', ['out', message], ['in', message.slice(0, 3)], ['in', message.slice(3)], ['in', [9, 9, 9], 500_000], ['in', message, 900_000]);
  assert.deepEqual(found.map(({ fault, way }) => [way, fault]), [['out', ''], ['in', ''], ['in', 'too short'], ['in', '']]);
});

test('shows bytes as they came where nothing is known of them', () => {
  assert.deepEqual(take('gpio', ['in', '0102']).map(({ bytes: all, fields, title }) => [hexText(all), fields, title]), [['01 02', [], '']]);
});

test('follows a line from where it stopped, pauses, and begins anew with the gateway', async () => {
  const asked = [];
  const answers = [
    { status: 200, body: 'ferrule-capture 1\nstarted 2026-11-23T02:10:12.000Z\nport x\nline 9600 8N1\n0.000000 open\n1.500000 < a=1\\n\n', link: '</api/v1/captures/b?from=2>; rel="next"' },
    { status: 200, body: '2.000000 < b=2\\n\n', link: '</api/v1/captures/b?from=3>; rel="next"' },
    { status: 410, body: {} },
    { status: 403, body: { detail: 'Not permitted.' } },
  ];
  const feed = new RawFeed(async (path) => (asked.push(path), answers.shift()), () => {});
  const device = { id: 'b', driver: 'text' };
  await feed.look(device, 0);
  assert.deepEqual(feed.items.map(({ event, frame, time }) => [event?.kind ?? plainText(frame.bytes), time - Date.parse('2026-11-23T02:10:12.000Z')]), [['a=1·', 1500], ['open', 0]]);
  await feed.look(device, 500);
  assert.equal(asked.length, 1, 'once a second');
  feed.pause(true);
  await feed.look(device, 5000);
  assert.equal(asked.length, 1);
  feed.pause(false);
  await feed.look(device, 5001);
  assert.deepEqual([asked[1], plainText(feed.items[0].frame.bytes), feed.items.length], ['api/v1/captures/b?from=2', 'b=2·', 3]);
  await feed.look(device, 7000);
  assert.deepEqual(feed.items, [], 'another run of the gateway');
  await feed.look(device, 9000);
  assert.deepEqual([asked[3], feed.fault], ['api/v1/captures/b', 'Not permitted.']);
});

test('keeps the latest only', async () => {
  const lines = Array.from({ length: 500 }, (_, i) => `${i}.000000 < ${i}\\n`).join('\n');
  const feed = new RawFeed(async () => ({ status: 200, body: lines, link: '' }), () => {});
  await feed.look({ id: 'b', driver: 'text' }, 0);
  assert.deepEqual([feed.items.length, plainText(feed.items[0].frame.bytes)], [MOST, '499·']);
});
