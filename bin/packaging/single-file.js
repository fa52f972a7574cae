// Puts procdoc and Node into one executable, a single executable application of Node: what bin/single-file.js starts, the
// bundle, its code caches, and koffi's native part.
const {chmodSync, copyFileSync, mkdirSync, readdirSync, renameSync, writeFileSync} = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const {runTool} = require('./tools.js');

/** postject's words for where Node looks for the blob, and for the mark in its program: Node's documentation has both. */
const PLACE = ['NODE_SEA_BLOB', '--sentinel-fuse', 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'];

/** The code caches by the names that bin/single-file.js knows them by: "zombies.cache" for the file of this V8. */
function cacheAssets() {
  const names = readdirSync('dist').filter(name => name.includes(`.${process.versions.v8}.`));
  return Object.fromEntries(
    names.map(name => [`${name.split('.').at(-2)}.cache`, path.resolve('dist', name)]),
  );
}

/** Makes the blob that Node reads from its own program. A code cache is for the Node and the architecture that made it. */
async function makeBlob(folder, koffi, withCaches) {
  const main = path.resolve(folder, 'single-file.cjs');
  await esbuild.build({
    entryPoints: ['bin/single-file.js'],
    outfile: main,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  const output = path.resolve(folder, 'blob');
  const config = path.resolve(folder, 'sea.json');
  const assets = {
    'main.cjs': path.resolve('dist/main.cjs'),
    'koffi.node': path.resolve(koffi),
    ...(withCaches && cacheAssets()),
  };
  const options = {disableExperimentalSEAWarning: true, useCodeCache: withCaches};
  writeFileSync(config, JSON.stringify({main, output, assets, ...options}));
  runNode('--experimental-sea-config', config);
  return output;
}

/**
 * Writes the single file.
 * @param node the Node to put in: of the version that runs this, since it makes the blob
 * @param koffi koffi's native part for the C library and architecture of that Node
 */
async function writeSingleFile(file, {folder, node, koffi, isForThisMachine}) {
  mkdirSync(folder, {recursive: true});
  const program = path.join(folder, 'program');
  copyFileSync(node, program);
  chmodSync(program, 0o755);
  // Only before the blob is in it: a program that is stripped after that crashes at its start.
  if (isForThisMachine) runTool('strip', [program]);
  const blob = await makeBlob(folder, koffi, isForThisMachine);
  const [resource, ...fuse] = PLACE;
  runNode(require.resolve('postject/dist/cli.js'), program, resource, blob, ...fuse);
  if (isForThisMachine) runTool(program, ['decode-status', '137']);
  renameSync(program, file);
}

function runNode(...words) {
  runTool(process.execPath, words);
}

module.exports = {writeSingleFile};
