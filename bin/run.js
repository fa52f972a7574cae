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

const {loadBundle, useOf} = require('./volumes.js');
loadBundle(bundle, useOf(argv.slice(2))).main();
