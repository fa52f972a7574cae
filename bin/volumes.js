// Reads the bundle that bin/bundle.js makes: a head of HEAD_SIZE bytes, a comment with JSON, and then volumes, each a
// JavaScript expression: an object with a function for every chunk in it, by number. A volume is read and compiled when
// a chunk of it is first needed. The bundle stays open, so that what is needed late is there after an update of procdoc.
const {openSync, readFileSync, readSync, renameSync, writeFileSync} = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const HEAD_SIZE = 1024;

function textAt(fd, position, size) {
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let done = 0; done < size; ) {
    const count = readSync(fd, bytes, done, size - done, position + done);
    if (count === 0) throw new Error('the bundle is shorter than its head says');
    done += count;
  }
  // The bundle is ASCII, and latin1 makes a string of it without looking at each byte.
  return bytes.latin1Slice(0, size);
}

/**
 * V8's code caches of the volumes that a command loads, in one file: a line of JSON with their sizes, by volume, and
 * then the caches. All are aligned to 8 bytes, where V8 need not copy them.
 */
function readCaches(file) {
  const caches = new Map();
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch {
    return caches;
  }
  let at = bytes.indexOf('\n') + 1;
  for (const [volume, size] of JSON.parse(bytes.latin1Slice(0, at))) {
    caches.set(volume, bytes.subarray(at, at + size));
    at += aligned(size);
  }
  return caches;
}

function writeCaches(file, scripts) {
  const caches = [...scripts].map(([volume, script]) => [volume, script.createCachedData()]);
  const line = JSON.stringify(caches.map(([volume, {length}]) => [volume, length]));
  const padded = caches.map(([, bytes]) => Buffer.concat([bytes], aligned(bytes.length)));
  const head = `${line.padEnd(aligned(line.length + 1) - 1)}\n`;
  // Renamed into place: a procdoc that starts meanwhile finds a whole file or none.
  writeFileSync(`${file}.new`, Buffer.concat([Buffer.from(head), ...padded]));
  renameSync(`${file}.new`, file);
}

const aligned = size => Math.ceil(size / 8) * 8;

/** What a command line uses of the bundle, by which its code cache is kept: the command, or the help of any. */
function useOf(words) {
  const end = words.indexOf('--');
  const flags = end === -1 ? words : words.slice(0, end);
  if (flags.includes('-h') || flags.includes('--help')) return 'help';
  return /^[a-z-]+$/.test(words[0]) ? words[0] : 'overview';
}

/**
 * Loads a bundle: the exports of its first chunk. `use` names what the code cache is kept for; another version of V8
 * than the one that wrote the cache compiles without.
 */
function loadBundle(file, use) {
  const fd = openSync(file, 'r');
  const {id, sizes, lines, chunks} = JSON.parse(textAt(fd, 0, HEAD_SIZE).slice(2));
  const cacheFile = path.join(path.dirname(file), `${id}.${process.versions.v8}.${use}.cache`);
  const caches = readCaches(cacheFile);
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
    const script = new vm.Script(textAt(fd, position, sizes[volume]), {
      filename: file,
      lineOffset,
      cachedData,
    });
    scripts.set(volume, script);
    Object.assign(functions, script.runInThisContext());
  }

  function load(number) {
    if (typeof number === 'string') return require(number);
    if (modules[number] !== undefined) return modules[number].exports;
    if (functions[number] === undefined) readVolume(number);
    const module = {exports: {}};
    modules[number] = module;
    functions[number](module.exports, load, module);
    return module.exports;
  }

  if (process.env.PROCDOC_WRITE_CODE_CACHE) process.on('exit', () => writeCaches(cacheFile, scripts));
  return load(0);
}

module.exports = {HEAD_SIZE, loadBundle, useOf};
