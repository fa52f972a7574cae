import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import {attempt, O_PATH, withDescriptor} from './descriptor.ts';
import {type Errno, orUndefined, type Read} from './read.ts';

/**
 * The nearest file with this name, in the working directory or one above it: whatever is no folder, also a link to
 * nothing. Undefined where no such file is visible, and in a working directory that was removed.
 */
export function findUpwards(name: string): string | undefined {
  const start = attempt(() => process.cwd());
  for (let folder = start.ok ? start.value : '/'; ; folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    const stat = attempt(() => lstatSync(file));
    if (stat.ok && !stat.value.isDirectory()) return file;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * Writes a file so that a concurrent reader gets the whole old text, or the whole new text: the text goes into a new
 * file in the same folder, which is then renamed into place. A file that is not regular (a FIFO, a terminal), and a
 * link to a missing file, are written to directly.
 * @param text as a whole, or in parts that follow each other
 * @param mode the mode of the file, less the umask; without a mode, an existing file keeps its own
 */
export function replaceTextFile(file: string, text: string | Iterable<string>, mode?: number): Read<void> {
  return attempt(() => {
    const old = fileAt(file);
    const isDangling = old === undefined && lstatSync(file, {throwIfNoEntry: false}) !== undefined;
    if (isDangling || (old && old.path === undefined)) return writeText(file, text, {mode});
    const target = old?.path ?? file;
    // A random name: a pid is unique only in its pid namespace, and several namespaces can share a folder.
    const draft = path.join(path.dirname(target), `.${path.basename(target)}.${crypto.randomUUID()}`);
    try {
      writeText(draft, text, {flag: 'wx', mode});
      if (old && mode === undefined) chmodSync(draft, old.mode & 0o777);
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, {force: true});
      throw error;
    }
  });
}

/**
 * Why `replaceTextFile` can't write a file, as far as that shows before there is a text: EISDIR, or the errno of its folder.
 * Undefined where nothing speaks against it, and of a symbolic link, which may lead anywhere.
 */
export function obstacleToWriting(file: string): Errno | undefined {
  const there = attempt(() => lstatSync(file));
  if (there.ok && there.value.isDirectory()) return 'EISDIR';
  if (there.ok && !there.value.isFile()) return undefined;
  const folder = attempt(() => accessSync(`${path.dirname(file)}/.`, constants.W_OK | constants.X_OK));
  return folder.ok ? undefined : folder.errno;
}

/**
 * The file that a name leads to. The kernel follows the links: also those of /proc whose text is no path ("pipe:[7]"), and
 * none that another user has left in /tmp, where fs.protected_symlinks forbids that: proc_sys_fs(5).
 * @returns undefined where there is none. `path`: without links; undefined where it has none, or is no regular file
 */
function fileAt(file: string): {readonly mode: number; readonly path: string | undefined} | undefined {
  const opened = attempt(() => openSync(file, O_PATH));
  if (!opened.ok && opened.errno === 'ENOENT') return undefined;
  const found = withDescriptor(opened, fd =>
    attempt(() => {
      const {mode, dev, ino} = fstatSync(fd);
      const path = orUndefined(attempt(() => readlinkSync(`/proc/self/fd/${fd}`)));
      const named = path === undefined ? undefined : orUndefined(attempt(() => lstatSync(path)));
      return {mode, path: named?.isFile() && named.dev === dev && named.ino === ino ? path : undefined};
    }),
  );
  return required(found);
}

/** Of small parts, so many characters are written at once. */
const AT_ONCE = 1024 * 1024;

/** Parts are written one after the other: together they may be too long for a string. */
function writeText(
  file: string,
  text: string | Iterable<string>,
  {flag, mode}: {readonly flag?: keyof typeof openModes; readonly mode: number | undefined},
): void {
  const fd = required(openToWrite(file, flag, mode));
  try {
    let some = '';
    for (const part of typeof text === 'string' ? [text] : text) {
      some += part;
      if (some.length < AT_ONCE) continue;
      writeWhole(fd, some);
      some = '';
    }
    writeWhole(fd, some);
  } finally {
    closeSync(fd);
  }
}

const openModes = {
  w: constants.O_TRUNC,
  wx: constants.O_EXCL,
} as const;

/**
 * Opens a file to write all of it, without waiting for a reader of a FIFO.
 * @param flag as of fopen(3): wx fails where there is such a file
 * @returns the descriptor; ENXIO: a FIFO that no process reads, fifo(7)
 */
export function openToWrite(file: string, flag: keyof typeof openModes = 'w', mode = 0o666): Read<number> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NONBLOCK | openModes[flag];
  return attempt(() => openSync(file, flags, mode));
}

/** How often, and for how long, a reader of a FIFO or terminal that takes nothing is waited for. */
const RETRY_MS = 5;
const MOST_IN_VAIN_MS = 10_000;

function writeWhole(fd: number, text: string): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  let inVainMs = 0;
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    const written = attempt(() => writeSync(fd, rest));
    if (written.ok) {
      rest = rest.subarray(written.value);
      inVainMs = 0;
    } else if (written.errno === 'EAGAIN' && inVainMs < MOST_IN_VAIN_MS) {
      Atomics.wait(cell, 0, 0, RETRY_MS);
      inVainMs += RETRY_MS;
    } else required(written);
  }
}

/** Throws what `attempt` takes for that errno again. */
function required<T>(read: Read<T>): T {
  if (!read.ok) throw Object.assign(new Error(read.errno), {code: read.errno});
  return read.value;
}

/** How many links lead from a name to a file at most: MAXSYMLINKS of Linux. */
const MOST_LINKS = 40;

/**
 * What two names have in common that lead to one file, be it there or not. Undefined for a device, which any number of
 * writers can share, and where a folder on the way is missing.
 */
export function placeOf(file: string, links = MOST_LINKS): string | undefined {
  const stat = orUndefined(attempt(() => statSync(file)));
  if (stat) return stat.isCharacterDevice() ? undefined : `${stat.dev}:${stat.ino}`;
  const link = orUndefined(attempt(() => readlinkSync(file)));
  const folder = orUndefined(attempt(() => realpathSync(path.dirname(file))));
  if (folder === undefined) return undefined;
  if (link === undefined || links === 0) return path.join(folder, path.basename(file));
  return placeOf(path.resolve(folder, link), links - 1);
}

/**
 * Writes a word to a file by which the kernel is controlled, such as one of a cgroup: cgroups(7). The file is never made:
 * ENOENT where the kernel has none; EACCES and EROFS where this user, or this container, may not write to it.
 */
export function writeControlFile(file: string, word: string): Read<void> {
  return withDescriptor(
    attempt(() => openSync(file, constants.O_WRONLY)),
    fd => attempt(() => void writeSync(fd, word)),
  );
}
