import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/**
 * No minifier runs here, because a test run needs nothing from the network. What is kept is a measure and the hash of
 * the very file that was measured: whoever changes the decoder has to measure again, with the command in README.md.
 */
test('was measured as it is, and is at most 1500 bytes when minified and compressed', () => {
  const measure = JSON.parse(readFileSync(new URL('size.json', import.meta.url), 'utf8'));
  const source = readFileSync(new URL('../../main/js/stream-decoder.js', import.meta.url));
  const hash = createHash('sha256').update(source).digest('hex');
  assert.equal(measure.sha256, hash, 'stream-decoder.js has changed: measure again and update size.json');
  assert.ok(measure.compressedBytes <= 1500, `${measure.compressedBytes} bytes compressed`);
});
