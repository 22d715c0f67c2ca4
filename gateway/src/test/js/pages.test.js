import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addressOf, readRoute } from '../../main/resources/dashboard/model/route.js';
import { PAGES } from '../../main/resources/dashboard/page/pages.js';
import { T0 } from './samples.js';

const FOLDER = fileURLToPath(new URL('../../main/resources/dashboard/page/', import.meta.url));
const JAVA = fileURLToPath(new URL('../../main/java/', import.meta.url));
const names = PAGES.map(({ name }) => name);

test('has the pages that the gateway answers with the dashboard, and no others', () => {
  const file = readdirSync(JAVA, { recursive: true }).find((each) => basename(each) === 'StaticFiles.java');
  const [, list] = /PAGES\s*=\s*Set\.of\(([^)]*)\)/.exec(readFileSync(join(JAVA, file), 'utf8'));
  const served = [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(PAGES.map(({ path }) => path).sort(), served.sort());
});

test('has a row for every folder, and fetches each page from its own when it is first shown', () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((each) => each.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).sort(), [...names].sort());
  for (const { load, name } of PAGES) {
    const file = new RegExp(`^\\(\\) => import\\('\\./(${name}/[\\w-]+\\.js)'\\)$`).exec(load)?.[1];
    assert.ok(file, `${name}: ${load}`);
    assert.match(readFileSync(join(FOLDER, file), 'utf8'), /^export const render = /m, file);
  }
});

test('tells no two pages by the same name, path, title or keys', () => {
  for (const column of ['name', 'path', 'title', 'key']) {
    assert.equal(new Set(PAGES.map((row) => row[column])).size, PAGES.length, column);
  }
  for (const { key, keys = [], name } of PAGES) {
    assert.match(key, /^g [a-z]$/, name);
    const own = keys.flatMap(({ acts }) => [...acts.keys()]);
    assert.equal(new Set(own).size, own.length, `${name} has a key twice`);
    assert.ok(!own.includes('g') && !own.includes('?') && !own.includes('/'), `${name} takes a key that every page has`);
  }
});

test('has the whole view in the address, there and back', () => {
  const view = { channels: ['a.b', 'c.d'], range: 900_000, until: T0 };
  const route = { page: 'trends', views: { overview: { show: 'all', sort: 'area', area: '' }, device: { device: '' }, system: {}, settings: {}, events: { kind: '', about: '' }, trends: view } };
  assert.equal(addressOf(PAGES, route), `/trends?c=a.b,c.d&r=15m&t=${T0}`);
  const [path, search] = addressOf(PAGES, route).split(/(?=\?)/);
  assert.deepEqual(readRoute(PAGES, path, search), route);
  assert.equal(addressOf(PAGES, { ...route, page: 'overview' }), '/');
});

test('makes the best of any address', () => {
  const many = Array.from({ length: 20 }, (_, i) => `d.c${i}`).join(',');
  const { trends } = readRoute(PAGES, '/trends', `?c=${many},<script>,d.c1&r=2y&t=-4`).views;
  assert.deepEqual([trends.channels.length, trends.range, trends.until], [8, 300_000, undefined]);
  assert.equal(readRoute(PAGES, '/other', '').page, 'overview');
  assert.deepEqual(readRoute(PAGES, '/', '?c=a.b').views.trends.channels, [], 'of another page');
});
