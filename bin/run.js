#!/usr/bin/env node
// Starts the bundle that bin/build.js made, with the V8 code cache it left, if this is the same V8.
import {readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import vm from 'node:vm';

const {env} = process;
// Each of these would cost files and milliseconds at every start.
env.OCLIF_DISABLE_ENGINE_WARNING ??= '1';
env.PROCDOC_DISABLE_THEME ??= '1';
env.NODE_ENV ??= 'production';

const root = path.join(import.meta.dirname, '..');
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
const module = {exports: {}};
script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, path.dirname(bundle));
if (env.PROCDOC_WRITE_CODE_CACHE) {
  process.on('exit', () => writeFileSync(cache, script.createCachedData()));
}
await module.exports.run(root);
