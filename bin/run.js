#!/usr/bin/env node
// Starts the bundle that bin/build.js made. CommonJS, as bin/package.json has it: Node starts that 8 ms sooner than a
// module. Node 12 has to be able to read this file.
require('./node-version.js');
const {existsSync} = require('node:fs');
const path = require('node:path');

const {env, argv} = process;
if (env.NODE_ENV === undefined) env.NODE_ENV = 'production';

const bundle = path.join(__dirname, '../dist/main.cjs');
if (!existsSync(bundle)) {
  console.error('procdoc: not built yet: run "npm run build" in its folder');
  process.exit(70);
}

const {loadBundle} = require('./bundle-file.js');
const {useOf} = require('./volumes.js');
const {main, cache} = loadBundle(bundle, useOf(argv.slice(2)));
if (!cache.isThere) process.on('exit', keepCache);
main();

function keepCache(exitStatus) {
  try {
    require('./cache-file.js').writeCacheFile(cache, exitStatus);
  } catch (_) {
    // An update of procdoc may have taken that file away meanwhile. The answer has been given.
  }
}
