// Writes the code cache of a first start, for the starts after it: next to the bundle, if that is a place where nobody but
// this user may write. What runs as root is so never taken from what another user could have written.
const {renameSync, rmSync, statSync, writeFileSync} = require('node:fs');
const path = require('node:path');
const {WRITABLE_BY_OTHERS} = require('./bundle-file.js');
const {packCaches} = require('./volumes.js');

/** The exit status of a word that is no command, for which no cache is kept. */
const BAD_USAGE = 2;

function isOursAlone(folder) {
  const {uid, mode} = statSync(folder);
  return uid === process.geteuid() && (mode & WRITABLE_BY_OTHERS) === 0;
}

/** Options of Node may change what V8 compiles, and a cache that was made under them is none for a start without. */
function isPlainNode() {
  return process.execArgv.length === 0 && !process.env.NODE_OPTIONS;
}

/** Does nothing where no cache can be kept: the next start is as slow as this one. */
function writeCacheFile({file, scripts}, exitStatus) {
  if (exitStatus === BAD_USAGE || !isPlainNode() || !isOursAlone(path.dirname(file))) return;
  const whole = `${file}.${process.pid}`;
  try {
    // Renamed into place: a procdoc that starts meanwhile finds a whole file or none.
    writeFileSync(whole, packCaches(scripts), {mode: 0o644, flag: 'wx'});
    renameSync(whole, file);
  } catch {
    rmSync(whole, {force: true});
  }
}

module.exports = {writeCacheFile};
