import type {FileStat} from '../../kernel/procfs.ts';
import {mapRead, orUndefined} from '../../kernel/read.ts';
import {parseLockLink} from '../../parse/locks/lock-link.ts';
import {PID_FILE_BYTES, parsePidFile} from '../../parse/pid-file.ts';
import {pathFromHere} from '../file-at.ts';
import type {Process} from '../process.ts';
import {isElsewhere} from '../scripts/link-owner.ts';
import {type NamedProcess, PidFile} from '../scripts/pid-file.ts';
import type {Snapshot} from '../snapshot.ts';
import type {LockTarget} from './lock-target.ts';

/**
 * A file, folder or link without a lock of the kernel. Its existence may be the lock, as that of .git/index.lock and
 * postmaster.pid is: open(2) with O_EXCL, link(2), mkdir(2), symlink(2). The kernel keeps no record of that.
 */
export interface LockFile {
  readonly kind: FileStat['kind'] | 'link';
  /** Milliseconds since the epoch; null of a link. */
  readonly modifiedMs: number | null;
  /** The text of a symbolic link that leads to nothing; null of a file. */
  readonly link: string | null;
  /** The pid that is in it, or in the text of the link; null where it has none, or can't be read. */
  readonly pid: number | null;
  /** What has this pid now; null where there is no pid. */
  readonly named: NamedProcess | null;
  /** The process that has this pid now; undefined where none is visible. */
  readonly process: Process | undefined;
}

/** @param target what the path leads to; without a path, there is nothing to read */
export function readLockFile(
  snapshot: Snapshot,
  path: string | undefined,
  target: LockTarget | undefined,
): LockFile | null {
  if (path === undefined || !target) return null;
  if (target.kind === 'link') return linkOwner(snapshot, path, target.text);
  const {kind, size, modifiedMs} = target.file;
  const isSmall = kind === 'file' && size <= PID_FILE_BYTES;
  const pid = isSmall
    ? orUndefined(mapRead(snapshot.machine.procfs.read(pathFromHere(snapshot, path)), parsePidFile))
    : undefined;
  const facts = {kind, modifiedMs, link: null};
  if (pid === undefined) return {...facts, pid: null, named: null, process: undefined};
  const owner = new PidFile(snapshot, {path, pid, modifiedMs, users: []});
  return {...facts, pid, named: owner.named(), process: owner.process()};
}

/** When a link was made is not read, so that a process which has its pid now may have been started since. */
function linkOwner(snapshot: Snapshot, path: string, text: string): LockFile {
  const owner = parseLockLink(text);
  const facts = {kind: 'link', modifiedMs: null, link: text, pid: owner?.pid ?? null} as const;
  if (!owner) return {...facts, named: null, process: undefined};
  if (isElsewhere(snapshot, owner)) return {...facts, named: 'unknown', process: undefined};
  const file = new PidFile(snapshot, {path, pid: owner.pid, modifiedMs: Number.POSITIVE_INFINITY, users: []});
  return {...facts, named: file.named(), process: file.process()};
}
