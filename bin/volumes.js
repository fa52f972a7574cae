// The bundle that bin/bundle.js makes: a head of HEAD_SIZE bytes, a comment with JSON, and then volumes, each a JavaScript
// expression: an object with a function for every chunk in it, by number. A volume is read and compiled when a chunk of
// it is first needed. Where the bundle lies is for who loads it: a file (bundle-file.js), or procdoc's single file.
const vm = require('node:vm');

const HEAD_SIZE = 1024;

const aligned = size => Math.ceil(size / 8) * 8;

/**
 * V8's code caches of the volumes that a command loads, in one piece: a line of JSON with their sizes, by volume, and
 * then the caches. All are aligned to 8 bytes, where V8 need not copy them.
 */
function packCaches(scripts) {
  const caches = [...scripts].map(([volume, script]) => [volume, script.createCachedData()]);
  const line = JSON.stringify(caches.map(([volume, {length}]) => [volume, length]));
  const padded = caches.map(([, bytes]) => Buffer.concat([bytes], aligned(bytes.length)));
  return Buffer.concat([Buffer.from(`${line.padEnd(aligned(line.length + 1) - 1)}\n`), ...padded]);
}

/** The caches by volume. */
function unpackCaches(bytes) {
  const caches = new Map();
  let at = bytes.indexOf('\n') + 1;
  for (const [volume, size] of JSON.parse(bytes.latin1Slice(0, at))) {
    caches.set(volume, bytes.subarray(at, at + size));
    at += aligned(size);
  }
  return caches;
}

/** What a command line uses of the bundle, by which its code cache is kept: the command, or the help of any. */
function useOf(words) {
  const end = words.indexOf('--');
  const flags = end === -1 ? words : words.slice(0, end);
  if (flags.includes('-h') || flags.includes('--help')) return 'help';
  return /^[a-z-]+$/.test(words[0]) ? words[0] : 'overview';
}

/**
 * Loads a bundle.
 * @param source `name`, for stack traces; `textAt` reads so many bytes at a position; `cachesOf` has the code caches of
 *   the bundle with an id, by volume; `requirePackage` loads what is not in the bundle
 * @returns the exports of its first chunk, its id, and the script of each volume that was read so far
 */
function loadVolumes({name, textAt, cachesOf, requirePackage}) {
  const {id, sizes, lines, chunks} = JSON.parse(textAt(0, HEAD_SIZE).slice(2));
  const caches = cachesOf(id);
  const scripts = new Map();
  const functions = {};
  const modules = [];

  function readVolume(number) {
    let [volume, position, lineOffset, last] = [0, HEAD_SIZE, 1, chunks[0]];
    for (; last <= number; last += chunks[++volume]) {
      position += sizes[volume];
      lineOffset += lines[volume];
    }
    const cachedData = caches.get(volume);
    const script = new vm.Script(textAt(position, sizes[volume]), {filename: name, lineOffset, cachedData});
    scripts.set(volume, script);
    Object.assign(functions, script.runInThisContext());
  }

  function load(number) {
    if (typeof number === 'string') return requirePackage(number);
    if (modules[number] !== undefined) return modules[number].exports;
    if (functions[number] === undefined) readVolume(number);
    const module = {exports: {}};
    modules[number] = module;
    functions[number](module.exports, load, module);
    return module.exports;
  }

  return {exports: load(0), id, scripts};
}

module.exports = {HEAD_SIZE, loadVolumes, packCaches, unpackCaches, useOf};
