import type {FileStat} from '../../kernel/procfs.ts';
import {mapRead, orUndefined} from '../../kernel/read.ts';
import {PID_FILE_BYTES, parsePidFile} from '../../parse/pid-file.ts';
import {pathFromHere} from '../file-at.ts';
import type {Process} from '../process.ts';
import {type NamedProcess, PidFile} from '../scripts/pid-file.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * A file or folder without a lock of the kernel. Its existence may be the lock, as that of .git/index.lock and
 * postmaster.pid is: open(2) with O_EXCL, link(2), mkdir(2). The kernel keeps no record of that.
 */
export interface LockFile {
  readonly kind: FileStat['kind'];
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** The pid that is in it; null where it has none, or can't be read. */
  readonly pid: number | null;
  /** What has this pid now; null where there is no pid. */
  readonly named: NamedProcess | null;
  /** The process that has this pid now; undefined where none is visible. */
  readonly process: Process | undefined;
}

/** @param file stat(2) of the path; without a path or a file, there is nothing to read */
export function readLockFile(
  snapshot: Snapshot,
  path: string | undefined,
  file: FileStat | undefined,
): LockFile | null {
  if (path === undefined || !file) return null;
  const {kind, size, modifiedMs} = file;
  const isSmall = kind === 'file' && size <= PID_FILE_BYTES;
  const pid = isSmall
    ? orUndefined(mapRead(snapshot.machine.procfs.read(pathFromHere(snapshot, path)), parsePidFile))
    : undefined;
  if (pid === undefined) return {kind, modifiedMs, pid: null, named: null, process: undefined};
  const owner = new PidFile(snapshot, {path, pid, modifiedMs, users: []});
  return {kind, modifiedMs, pid, named: owner.named(), process: owner.process()};
}
