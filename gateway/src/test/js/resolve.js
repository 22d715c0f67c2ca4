/** What the import map does for the page: `node --import ./resolve.js` finds @ferrule/protocol in its module. */
import { register } from 'node:module';

const decoder = new URL('../../../../firmware-protocol/src/main/js/stream-decoder.js', import.meta.url);
const hook = `export const resolve = (name, context, next) =>
  name === '@ferrule/protocol' ? { url: ${JSON.stringify(decoder.href)}, shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
