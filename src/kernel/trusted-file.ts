import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import path from 'node:path';
import {attempt} from './descriptor.ts';
import type {Read} from './read.ts';

/** Why a file that decides for its reader is not trusted; `place` is the file, a link to it, or a folder above either. */
export type Distrust =
  | {readonly kind: 'owner'; readonly place: string; readonly uid: number}
  | {readonly kind: 'writable'; readonly place: string; readonly mode: number};

/** Write permission for the group, and for others: inode(7). */
const GROUP_WRITABLE = 0o020;
const OTHERS_WRITABLE = 0o002;
/** S_ISVTX: who may write a folder with it can't rename or remove what is another's. */
const STICKY = 0o1000;

/** Who asks whether to trust a file. */
export interface Caller {
  readonly uid: number;
  /** Whether no other user is in a group. */
  isOwnGroup(gid: number): boolean;
}

/**
 * Whether nobody but root and the caller can have written a file, or can put another in its place: root or the caller
 * owns it, every folder above it and every symbolic link on the way to it, and no one else may write them. A folder
 * in a sticky one (/tmp) is its owner's, since only its owner can rename it. A file in one is not: anybody may move or
 * link a file of root's into it. Undefined: the file is trusted.
 */
export function distrustOf(file: string, caller: Caller): Read<Distrust | undefined> {
  return attempt(() => {
    // Fails for a ring of links, which would be followed for ever below.
    realpathSync(file);
    const names = path.resolve(file).split('/');
    let sticky: Distrust | undefined;
    for (let place = '/'; ; place = path.join(place, names.shift() ?? '')) {
      const stat = lstatSync(place);
      if (sticky && !stat.isDirectory()) return sticky;
      if (stat.uid !== 0 && stat.uid !== caller.uid) return {kind: 'owner', place, uid: stat.uid};
      sticky = undefined;
      if (stat.isSymbolicLink()) {
        const target = readlinkSync(place);
        names.unshift(...target.split('/'));
        place = path.isAbsolute(target) ? '/' : path.dirname(place);
      } else if (isWritable(stat, caller)) {
        const writable: Distrust = {kind: 'writable', place, mode: stat.mode & 0o7777};
        if (!isSticky(writable) || !stat.isDirectory()) return writable;
        sticky = writable;
      }
      if (names.length === 0) return sticky;
    }
  });
}

function isWritable({mode, gid}: Stats, {isOwnGroup}: Caller): boolean {
  if ((mode & OTHERS_WRITABLE) !== 0) return true;
  return (mode & GROUP_WRITABLE) !== 0 && !isOwnGroup(gid);
}

/** Whether others may add to a place, and can't replace what is there. */
export function isSticky(distrust: Distrust): boolean {
  return distrust.kind === 'writable' && (distrust.mode & STICKY) !== 0;
}

/** A text, or why it is not read: only regular files are, and none that is larger than sane. */
export type RegularText =
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'not-regular'}
  | {readonly kind: 'dangling-link'}
  | {readonly kind: 'too-large'; readonly bytes: number};

/** st_rdev of /dev/null, in many programs the name for "no file": null(4). */
const NULL_DEVICE = 0x103;

/**
 * The text of a regular file of at most so many bytes; /dev/null is an empty one. Any other device is not
 * opened, nor is a FIFO; what was put in the place of a regular file meanwhile is opened without waiting, and not read.
 */
export function readRegularText(file: string, mostBytes: number): Read<RegularText> {
  return attempt(() => {
    const isLink = lstatSync(file).isSymbolicLink();
    const before = attempt(() => statSync(file));
    if (isLink && !before.ok && before.errno === 'ENOENT') return {kind: 'dangling-link'};
    // Opening some devices has an effect, such as a watchdog.
    if (before.ok && isNullDevice(before.value)) return {kind: 'text', text: ''};
    if (before.ok && !before.value.isFile()) return {kind: 'not-regular'};
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) return {kind: 'not-regular'};
      // One more, so that a file that grew since is seen to be too large.
      const bytes = Buffer.alloc(Math.min(stat.size, mostBytes) + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < bytes.length; length += read)
        read = readSync(fd, bytes, length, bytes.length - length, null);
      if (length > mostBytes) return {kind: 'too-large', bytes: Math.max(stat.size, length)};
      return {kind: 'text', text: bytes.toString('utf8', 0, length)};
    } finally {
      closeSync(fd);
    }
  });
}

function isNullDevice(stat: Stats): boolean {
  return stat.isCharacterDevice() && stat.rdev === NULL_DEVICE;
}
