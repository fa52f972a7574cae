// Loads koffi's native part, which lies in the single file, and the dynamic linker takes only from a file: from one
// without a name, which nobody can replace, and of which nothing is left. koffi's own JavaScript only looks for that
// part, and warns of what procdoc doesn't use.
const {closeSync, constants, openSync, unlinkSync, writeSync} = require('node:fs');

/** A folder may be missing, read-only, or mounted with noexec. */
const FOLDERS = ['/dev/shm', '/tmp', '/var/tmp', '/run'];

/** O_TMPFILE: open(2), since Linux 3.11. With O_EXCL the file never gets a name. */
const UNNAMED = 0o20000000 | constants.O_DIRECTORY | constants.O_RDWR | constants.O_EXCL;
const NEW = constants.O_CREAT | constants.O_RDWR | constants.O_EXCL;

/**
 * A new file that has no name. overlayfs, on which containers lie, has such files only since Linux 6.1; before that, the
 * file has a name until it is open. Through its descriptor it stays the one that was made here.
 */
function openUnnamed(folder) {
  try {
    return openSync(folder, UNNAMED, 0o700);
  } catch {
    const name = `${folder}/.procdoc-${process.pid}-${process.hrtime.bigint()}`;
    const fd = openSync(name, NEW, 0o700);
    unlinkSync(name);
    return fd;
  }
}

function loadFrom(folder, bytes) {
  const fd = openUnnamed(folder);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    const module = {exports: {}};
    process.dlopen(module, `/proc/self/fd/${fd}`);
    return module.exports;
  } finally {
    closeSync(fd);
  }
}

/** Throws an error with the code ENOEXEC where no folder will do. */
function loadNativePart(bytes) {
  for (const folder of FOLDERS) {
    try {
      return loadFrom(folder, bytes);
    } catch {}
  }
  throw Object.assign(new Error('no folder to load koffi from'), {code: 'ENOEXEC'});
}

module.exports = {loadNativePart};
