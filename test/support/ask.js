// Asks procdoc, as it was built, many things in one process: what it prints and how it ends is the same as in a
// process each, without the start of Node.
// Usage: node test/support/ask.js   answers each line of standard input, a JSON list of words, by a line of JSON
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {createInterface} from 'node:readline';
import vm from 'node:vm';

process.env.OCLIF_DISABLE_ENGINE_WARNING = '1';
process.env.PROCDOC_DISABLE_THEME = '1';
process.env.NODE_ENV = 'production';
process.env.LC_ALL = 'C.UTF-8';
process.env.NO_COLOR = '1';
process.env.COLUMNS = '80';
process.env.TZ = 'UTC';
process.setMaxListeners(0);
process.stdout.setMaxListeners(0);

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist/main.cjs');
const main = {exports: {}};
vm.runInThisContext(readFileSync(bundle, 'latin1'), {filename: bundle})(
  main.exports,
  createRequire(bundle),
  main,
  bundle,
  path.dirname(bundle),
);
/** What `procdoc ARGS...` prints, and how it ends: one question after the other. */
export async function ask(args) {
  const said = {stdout: '', stderr: ''};
  const [out, err] = [process.stdout.write, process.stderr.write];
  process.stdout.write = text => {
    said.stdout += text;
    return true;
  };
  process.stderr.write = text => {
    said.stderr += text;
    return true;
  };
  process.argv = [process.execPath, 'procdoc', ...args];
  process.exitCode = 0;
  try {
    await main.exports.run(root);
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
  const status = process.exitCode;
  process.exitCode = 0;
  return {...said, status};
}

if (process.argv[1] === import.meta.filename)
  for await (const line of createInterface({input: process.stdin}))
    process.stdout.write(`${JSON.stringify(await ask(JSON.parse(line)))}\n`);
