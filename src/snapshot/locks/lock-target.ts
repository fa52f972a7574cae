import type {FileStat} from '../../kernel/procfs.ts';
import {mapRead, meansGone, type Read} from '../../kernel/read.ts';
import {decodeText} from '../../parse/text.ts';
import {pathFromHere, readFileAt} from '../file-at.ts';
import type {Snapshot} from '../snapshot.ts';
import type {FileLock} from './file-lock.ts';
import {isLockOn} from './locks.ts';

/** What a path leads to: a file, or a symbolic link to nothing, which may itself be a lock, as those of Emacs are. */
export type LockTarget =
  | {readonly kind: 'file'; readonly file: FileStat}
  | {readonly kind: 'link'; readonly text: string};

export function readLockTarget(snapshot: Snapshot, path: string): Read<LockTarget> {
  const file = readFileAt(snapshot, path);
  if (file.ok || !meansGone(file.errno)) return mapRead(file, value => ({kind: 'file', file: value}));
  const link = mapRead(snapshot.machine.procfs.link(pathFromHere(snapshot, path)), decodeText);
  return link.ok ? mapRead(link, text => ({kind: 'link', text})) : file;
}

/** Whether a lock of the kernel is on it: a link to nothing has none. */
export function isOnTarget(target: LockTarget, lock: FileLock): boolean {
  return target.kind === 'file' && isLockOn(target.file, lock);
}
