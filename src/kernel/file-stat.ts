import {constants, type PathLike, type Stats, statSync} from 'node:fs';
import type {FileStat} from './procfs.ts';
import {type InodeNumber, inodeNumber} from './procfs.ts';

/** The unit of st_blocks, in bytes: inode(7). */
const BLOCK_BYTES = 512;

/** What stat(2) says of a file, with the whole inode number; throws its error. */
export function statOf(path: PathLike): FileStat {
  const stats = statSync(path);
  const isExact = Number.isSafeInteger(stats.ino);
  return fileStat(stats, isExact ? stats.ino : inodeNumber(statSync(path, {bigint: true}).ino));
}

/** The part of an answer of stat(2) that procdoc uses. */
export function fileStat(
  stats: Pick<Stats, 'dev' | 'rdev' | 'size' | 'blocks' | 'mode' | 'nlink' | 'mtimeMs' | 'ctimeMs'>,
  inode: InodeNumber,
): FileStat {
  const kind = kinds.get(stats.mode & constants.S_IFMT) ?? 'other';
  return {
    device: stats.dev,
    inode,
    ...(isDevice(kind) && {rawDevice: stats.rdev}),
    size: stats.size,
    allocated: stats.blocks * BLOCK_BYTES,
    mode: stats.mode,
    links: stats.nlink,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
    kind,
  };
}

const kinds = new Map<number, FileStat['kind']>([
  [constants.S_IFREG, 'file'],
  [constants.S_IFDIR, 'directory'],
  [constants.S_IFIFO, 'fifo'],
  [constants.S_IFSOCK, 'socket'],
  [constants.S_IFCHR, 'character-device'],
  [constants.S_IFBLK, 'block-device'],
]);

function isDevice(kind: FileStat['kind']): boolean {
  return kind === 'block-device' || kind === 'character-device';
}
