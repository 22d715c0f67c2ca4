/** What the import map does for the page: `node --import ./resolve.js` finds @ferrule/client in its module. */
import { register } from 'node:module';

const client = new URL('../../../../firmware-protocol/src/main/js/', import.meta.url);
const hook = `export const resolve = (name, context, next) =>
  name.startsWith('@ferrule/client/')
    ? { url: ${JSON.stringify(client.href)} + name.slice('@ferrule/client/'.length), shortCircuit: true }
    : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
