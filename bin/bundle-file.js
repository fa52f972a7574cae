// The bundle as npm installs it: a file, with V8's code caches next to it, one for each use. It stays open, so that what is
// needed late is there after an update of procdoc.
const {closeSync, fstatSync, openSync, readFileSync, readSync} = require('node:fs');
const path = require('node:path');
const {loadVolumes, unpackCaches} = require('./volumes.js');

/** Write permission for the group and for others: inode(7). */
const WRITABLE_BY_OTHERS = 0o022;

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
 * The code caches in a file, none of them if it can't be trusted: V8 runs what is in a code cache, so it has to be root's,
 * or that of who owns the bundle, and nobody else may write it. Undefined: there is no such file.
 */
function readCaches(file, owner) {
  let fd;
  try {
    fd = openSync(file, 'r');
    const {uid, mode} = fstatSync(fd);
    const isTrusted = (uid === 0 || uid === owner) && (mode & WRITABLE_BY_OTHERS) === 0;
    return isTrusted ? unpackCaches(readFileSync(fd)) : new Map();
  } catch {
    return fd === undefined ? undefined : new Map();
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/**
 * Loads a bundle from its file. `use` names what the code cache is for; another version of V8 than the one that wrote it
 * has a file of its own.
 * @returns `main`; and `cache`: the file of its code cache, whether there is one, and the scripts to write it from
 */
function loadBundle(bundle, use) {
  const fd = openSync(bundle, 'r');
  const cache = {isThere: true};
  const {exports, scripts} = loadVolumes({
    name: bundle,
    textAt: (position, size) => textAt(fd, position, size),
    cachesOf(id) {
      cache.file = path.join(path.dirname(bundle), `${id}.${process.versions.v8}.${use}.cache`);
      const caches = readCaches(cache.file, fstatSync(fd).uid);
      cache.isThere = caches !== undefined;
      return caches ?? new Map();
    },
    requirePackage: name => (name === 'koffi' ? require('./koffi-file.js').loadKoffi() : require(name)),
  });
  cache.scripts = scripts;
  return {main: exports.main, cache};
}

module.exports = {WRITABLE_BY_OTHERS, loadBundle};
