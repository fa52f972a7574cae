import type {Syscalls} from '../kernel/syscalls.ts';
import {mistakenPath} from '../parse/holder-target.ts';
import {type HolderSearch, holderSearches} from '../snapshot/holders/holder-search.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {CannotLook, UsageError} from './failures.ts';
import {requireProcess} from './reading-command.ts';
import type {NamedTarget} from './values.ts';

/** What searches for the holders of each target, each target once. */
export function requireSearches(
  snapshot: Snapshot,
  syscalls: Syscalls,
  targets: readonly NamedTarget[],
): ReadonlyArray<{readonly target: string; readonly search: HolderSearch}> {
  const searchFor = holderSearches(snapshot, syscalls);
  const distinct = new Map(targets.map(named => [JSON.stringify(named.target), named]));
  return [...distinct.values()].map(named => {
    if (named.target.kind === 'descriptor') requireProcess(snapshot, named.target.pid);
    const search = searchFor(named.target);
    if (!search.ok) throw missingTarget(named, search.errno, snapshot.machine.recorded !== undefined);
    return {target: named.text, search: search.value};
  });
}

/** Why a target of `holders` can't be looked for, and what may have been meant. */
export function missingTarget(
  {text, target}: NamedTarget,
  errno: string,
  isRecorded = false,
): CannotLook | UsageError {
  if (errno === 'ENOENT' && target.kind === 'descriptor')
    return new CannotLook({kind: 'no-such-descriptor', pid: target.pid, fd: target.fd});
  const mistake = errno === 'ENOENT' && target.kind === 'path' ? mistakenPath(text) : undefined;
  if (!mistake) return missingFile(text, errno, isRecorded);
  const mayBePath = mistake.kind === 'port-number' || mistake.kind === 'abstract-socket';
  return mayBePath
    ? new CannotLook({kind: 'no-such-file', path: text, isRecorded, mistake})
    : new UsageError({kind: 'mistaken-path', text, mistake});
}

/** Why a path can't be looked at. */
export function missingFile(path: string, errno: string, isRecorded: boolean): CannotLook {
  return new CannotLook(
    errno === 'ENOENT'
      ? {kind: 'no-such-file', path, isRecorded}
      : {kind: 'target-unreadable', target: path, errno},
  );
}
