import {constants, type PathLike, type Stats, statSync} from 'node:fs';
import type {FileStat} from './procfs.ts';

/** The unit of st_blocks, in bytes: inode(7). */
const BLOCK_BYTES = 512;

/** The bits of an inode number that a number may leave out, and more. */
const LOW_BITS = 0xffffn;

/** What stat(2) says of a file, with the whole inode number; throws its error. */
export function statOf(path: PathLike): FileStat {
  const stats = statSync(path);
  if (Number.isSafeInteger(stats.ino)) return fileStat(stats, null);
  return fileStat(stats, Number(statSync(path, {bigint: true}).ino & LOW_BITS));
}

/**
 * The part of an answer of stat(2) that procdoc uses.
 * @param inodeLow see `FileStat`; null of a lesser number
 */
export function fileStat(
  stats: Pick<Stats, 'dev' | 'ino' | 'rdev' | 'size' | 'blocks' | 'mode' | 'nlink' | 'mtimeMs' | 'ctimeMs'>,
  inodeLow: number | null,
): FileStat {
  const kind = kinds.get(stats.mode & constants.S_IFMT) ?? 'other';
  return {
    device: stats.dev,
    inode: stats.ino,
    ...(inodeLow !== null && {inodeLow}),
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
