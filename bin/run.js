#!/usr/bin/env node
// Starts the bundle that bin/build.js made, with the V8 code cache it left, if this is the same V8. CommonJS, as
// bin/package.json has it: Node starts that 8 ms sooner than a module. Node 12 has to be able to read this file.
require('./node-version.js');
const {readFileSync, writeFileSync} = require('node:fs');
const {createRequire} = require('node:module');
const path = require('node:path');
const {pathToFileURL} = require('node:url');
const vm = require('node:vm');

const {env} = process;
// Each of these would cost files and milliseconds at every start.
for (const [name, value] of [
  ['OCLIF_DISABLE_ENGINE_WARNING', '1'],
  ['PROCDOC_DISABLE_THEME', '1'],
  ['NODE_ENV', 'production'],
]) {
  if (env[name] === undefined) env[name] = value;
}

const root = path.join(__dirname, '..');
const bundle = path.join(root, 'dist/main.cjs');

function readIfThere(file, encoding) {
  try {
    return readFileSync(file, encoding);
  } catch {
    return undefined;
  }
}

const source = readIfThere(bundle, 'latin1');
if (source === undefined) {
  console.error('procdoc: not built yet: run "npm run build" in its folder');
  process.exit(70);
}

// V8 checks a cache against the length of the source only, so the cache's name carries the hash that ends the bundle.
const buildId = source.slice(-17, -1);
const cache = path.join(root, `dist/${buildId}.${process.versions.v8}.cache`);
const script = new vm.Script(source, {
  cachedData: readIfThere(cache),
  filename: pathToFileURL(bundle).href,
});
const main = {exports: {}};
script.runInThisContext()(main.exports, createRequire(bundle), main, bundle, path.dirname(bundle));
if (env.PROCDOC_WRITE_CODE_CACHE) {
  process.on('exit', () => writeFileSync(cache, script.createCachedData()));
}
main.exports.run(root);
