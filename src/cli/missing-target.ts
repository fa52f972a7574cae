import type {Syscalls} from '../kernel/syscalls.ts';
import {mistakenPath} from '../parse/holder-target.ts';
import {type HolderSearch, holderSearches} from '../snapshot/holders/holder-search.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {CannotLook, UsageError} from './failures.ts';
import {mistakenPathText} from './no-target.ts';
import {requireProcess} from './reading-command.ts';
import {notRecordedText} from './recorded.ts';
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
    return new CannotLook(`process ${target.pid} has no fd ${target.fd}`);
  const missing = missingFileText(text, errno, isRecorded);
  const mistake = errno === 'ENOENT' && target.kind === 'path' ? mistakenPath(text) : undefined;
  if (!mistake) return new CannotLook(missing);
  const instead = mistakenPathText(text, mistake);
  const mayBePath = mistake.kind === 'port-number' || mistake.kind === 'abstract-socket';
  return mayBePath ? new CannotLook(`${missing}; ${instead}`) : new UsageError(instead);
}

/** Why a path can't be looked at. */
export function missingFileText(path: string, errno: string, isRecorded: boolean): string {
  if (errno !== 'ENOENT') return `can't look at ${path} (${errno})`;
  return isRecorded ? notRecordedText(path) : `no such file: ${path}`;
}
