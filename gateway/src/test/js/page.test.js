import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../main/resources/dashboard/', import.meta.url));
const files = readdirSync(ROOT, { recursive: true })
  .map((name) => join(ROOT, name))
  .filter((file) => statSync(file).isFile());
const text = (file) => readFileSync(file, 'utf8');
const scripts = files.filter((file) => file.endsWith('.js'));
const html = text(join(ROOT, 'index.html'));
const importMap = JSON.parse(/<script type="importmap">(.*?)<\/script>/s.exec(html)[1]).imports;

test('has no script in the page but the import map, and no style', () => {
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>/g)].map(([, attributes]) => attributes.trim());
  assert.deepEqual(inline, ['type="importmap"']);
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/);
});

test('writes no style attribute, which the policy would refuse, and no HTML as text', () => {
  for (const file of scripts) {
    assert.doesNotMatch(text(file), /\sstyle=\$?["'{]|styleMap|innerHTML|unsafeHTML|setAttribute\('style'|\beval\(/, file);
  }
});

test('asks nobody outside for anything', () => {
  for (const file of files) {
    const addresses = text(file).match(/\b(?:https?|wss?):\/\/[^\s'"`]+/g) ?? [];
    assert.deepEqual(addresses.filter((address) => !/^http:\/\/www\.w3\.org\/2000\/svg$|\$\{/.test(address)), [], file);
  }
});

test('keeps nothing in the browser but whether its keys are off', () => {
  const kept = files
    .filter((file) => file.endsWith('.js') || file.endsWith('.html'))
    .flatMap((file) => text(file).match(/\b(?:(?:local|session)Storage|indexedDB|caches|cookieStore|document\.cookie|serviceWorker)\b(?:\.\w+\(\w+)?/g) ?? []);
  assert.deepEqual([...new Set(kept)].sort(), ['localStorage.getItem(KEYS_OFF', 'localStorage.removeItem(KEYS_OFF', 'localStorage.setItem(KEYS_OFF']);
});

/**
 * What each layer may import besides itself: layers and libraries. `page` is the table of pages, and every page is a layer
 * of its own, `page/NAME`.
 */
const LAYERS = new Map(
  Object.entries({
    main: ['shell', 'page', 'live', 'model'],
    shell: ['page', 'part', 'model', 'lit'],
    page: ['page/*', 'model'],
    'page/*': ['part', 'model', 'lit', 'uplot'],
    part: ['model', 'lit'],
    live: ['model', '@ferrule/client'],
    model: ['@ferrule/client'],
  }),
);

const layerOf = (file) => {
  const folders = relative(ROOT, file).split(sep).slice(0, -1);
  return folders.length ? folders.slice(0, folders[0] === 'page' ? 2 : 1).join('/') : 'main';
};
const kindOf = (layer) => layer.replace(/^page\/.*/, 'page/*');

/** What a script imports, the types of its comments included: where that is, and whether it is a type. */
const importsOf = (file) =>
  [...text(file).matchAll(/(?:from|^import|import\()\s*['"]([^'"]+)['"](\)\.\w)?/gm)].map(([, name, type]) => ({
    name,
    file: name.startsWith('.') ? join(dirname(file), name) : undefined,
    type: Boolean(type),
  }));

test('imports only what is there or in the import map', () => {
  for (const file of scripts) {
    for (const { file: target, name } of importsOf(file)) {
      const mapped = importMap[name] ?? Object.keys(importMap).find((key) => key.endsWith('/') && name.startsWith(key));
      assert.ok(target ? existsSync(target) : mapped, `${relative(ROOT, file)} imports ${name}`);
    }
  }
});

test('lets arrows point down only, and no page know another', () => {
  for (const file of scripts) {
    const layer = layerOf(file);
    const allowed = LAYERS.get(kindOf(layer));
    assert.ok(allowed, `${relative(ROOT, file)} is in a folder that no rule knows`);
    for (const { file: target, name, type } of importsOf(file)) {
      if (!target && type) continue;
      const to = target ? layerOf(target) : name.replace(/^lit-?\w*\/.*/, 'lit').replace(/^@ferrule\/client\/.*/, '@ferrule/client');
      assert.ok(to === layer || allowed.includes(kindOf(to)), `${relative(ROOT, file)} must not import ${name}`);
    }
  }
});

test('has no circle of imports', () => {
  const done = new Set();
  const walk = (file, way) => {
    const name = relative(ROOT, file);
    assert.ok(!way.includes(name), `${[...way, name].join(' > ')}`);
    if (done.has(file)) return;
    for (const each of importsOf(file)) if (each.file && !each.type) walk(each.file, [...way, name]);
    done.add(file);
  };
  for (const file of scripts) walk(file, []);
});

test('leaves the browser to what draws, and to main', () => {
  const browser =
    /\b(document|window|performance|localStorage|location|fetch|new WebSocket|setTimeout|setInterval|requestAnimationFrame|Date\.now|Math\.random)\b/;
  for (const file of scripts) {
    if (layerOf(file) === 'main' || importsOf(file).some(({ name }) => name === 'lit')) continue;
    assert.doesNotMatch(text(file), browser, relative(ROOT, file));
  }
});

test('keeps every file to one part and 400 lines, every folder to 20 files', () => {
  for (const file of files) assert.ok(text(file).split('\n').length <= 400, file);
  for (const folder of new Set(files.map(dirname))) {
    assert.ok(files.filter((file) => dirname(file) === folder).length <= 20, folder);
  }
});

/** WCAG contrast of two colors written #rrggbb. */
const contrast = (a, b) => {
  const luminance = (color) =>
    [1, 3, 5]
      .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

const css = text(join(ROOT, 'dashboard.css'));
const tokens = (block) => new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, color]) => [name, color]));
const light = tokens(css.slice(0, css.indexOf('@media')));
const dark = tokens(/@media \(prefers-color-scheme: dark\) \{(.*?)\n\}/s.exec(css)[1]);

for (const [name, colors] of Object.entries({ light, dark })) {
  test(`can be read in ${name}: text at 4.5 to 1, lines and marks at 3 to 1`, () => {
    for (const ground of ['bg', 'surface']) {
      const on = colors.get(ground);
      for (const word of ['text', 'text-2', 'stale', 'warn', 'live']) {
        assert.ok(contrast(colors.get(word), on) >= 4.5, `${word} on ${ground}: ${contrast(colors.get(word), on).toFixed(2)}`);
      }
      const marks = ['line', 'focus', ...Array.from({ length: 8 }, (_, i) => `series-${i}`)];
      for (const mark of marks) {
        assert.ok(contrast(colors.get(mark), on) >= 3, `${mark} on ${ground}: ${contrast(colors.get(mark), on).toFixed(2)}`);
      }
    }
    assert.ok(contrast(light.get('on-warn-fill'), colors.get('warn-fill')) >= 4.5);
  });
}
