/**
 * Reads an AsyncAPI document with the parser of those who wrote the specification, and prints what is wrong with it.
 * Arguments: the document, a directory whose node_modules have @asyncapi/parser.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [file, modules] = process.argv.slice(2);
const { Parser } = createRequire(`${modules}/x.js`)('@asyncapi/parser');
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'));
const bad = diagnostics.filter(({ severity }) => severity < 2);
for (const { message, path } of bad) console.log(`${path.join('.')}: ${message}`);
if (!document || bad.length) process.exit(1);
console.log(`AsyncAPI ${document.version()}: ${document.allMessages().all().length} messages, nothing wrong`);
