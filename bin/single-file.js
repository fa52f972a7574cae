// What procdoc's single file starts: run.js for a bundle that lies in the program itself, with its code caches and koffi's
// native part. bin/packaging/single-file.js puts it together.
const {getRawAsset} = require('node:sea');
const vm = require('node:vm');
const {HELPER_NAME, HELPER_PROGRAM} = require('../src/kernel/live-files/file-helper-program.ts');
const {loadNativePart} = require('./native-part.js');
const {loadVolumes, unpackCaches, useOf} = require('./volumes.js');

/** An asset where it lies in the program, not copied. */
const asset = name => Buffer.from(getRawAsset(name));

let koffi;
function loadKoffi() {
  koffi ??= loadNativePart(asset('koffi.node'));
  return koffi;
}

/** Only some uses have a code cache; and none has where the program was made for another architecture. */
function cachesOf(use) {
  try {
    return unpackCaches(asset(`${use}.cache`));
  } catch {
    return new Map();
  }
}

function start() {
  const {env, argv} = process;
  if (env.NODE_ENV === undefined) env.NODE_ENV = 'production';
  const bundle = asset('main.cjs');
  const {exports} = loadVolumes({
    name: 'procdoc/main.cjs',
    textAt: (position, size) => bundle.latin1Slice(position, position + size),
    cachesOf: () => cachesOf(useOf(argv.slice(2))),
    requirePackage: name => (name === 'koffi' ? loadKoffi() : require(name)),
  });
  exports.main();
}

if (process.argv0 === HELPER_NAME)
  vm.compileFunction(HELPER_PROGRAM, ['require', 'loadKoffi'])(require, loadKoffi);
else start();
