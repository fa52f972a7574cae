// Runs procdoc once, as it was built, and says in a line of JSON on stderr, the last one, what the run needed and what
// it left: which modules of Node's own were loaded for it, and what would still keep the process alive.
// Usage: node test/support/one-answer.js WORDS...
import path from 'node:path';
import {loadBundle} from '../../bin/bundle-file.js';
import {useOf} from '../../bin/volumes.js';

const loadedBefore = new Set(process.moduleLoadList);
const words = process.argv.slice(2);
process.argv = [process.execPath, 'procdoc', ...words];
const {main} = loadBundle(path.resolve(import.meta.dirname, '../../dist/main.cjs'), useOf(words));
await main();
// The loader of this module may still be closing its file.
await new Promise(setImmediate);
const loaded = process.moduleLoadList.filter(name => !loadedBefore.has(name));
// Node itself opens the stream of standard error where another stream is closed, and neither keeps a process alive.
for (const stream of [process.stdout, process.stderr]) stream.unref?.();
const left = process.getActiveResourcesInfo();
process.stderr.write(`${JSON.stringify({loaded, left})}\n`);
