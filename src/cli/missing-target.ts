import {orUndefined} from '../kernel/read.ts';
import type {Syscalls} from '../kernel/syscalls.ts';
import {type HolderTarget, mistakenPath} from '../parse/targets/holder-target.ts';
import {decodeText} from '../parse/text.ts';
import type {TakenNumber} from '../render/resolved.ts';
import {unansweredMountAt} from '../snapshot/blocked-processes/unanswered-mount.ts';
import {pathFromHere} from '../snapshot/file-at.ts';
import {type HolderSearch, holderSearches} from '../snapshot/holders/holder-search.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {takeNumber} from './bare-number.ts';
import {CannotLook, UsageError} from './failures.ts';
import {requireProcess} from './require-process.ts';
import type {NamedTarget} from './values.ts';

/** What was asked for, in a form that can be looked for. */
interface ClearTarget {
  readonly text: string;
  readonly target: HolderTarget;
}

/** What searches for the holders of targets. */
export interface RequiredSearches {
  readonly searches: ReadonlyArray<{readonly target: string; readonly search: HolderSearch}>;
  /** As what the targets were taken that are only a number. */
  readonly taken: readonly TakenNumber[];
}

/** What searches for the holders of each target, each target once. */
export function requireSearches(
  snapshot: Snapshot,
  syscalls: Syscalls,
  targets: readonly NamedTarget[],
): RequiredSearches {
  const searchFor = holderSearches(snapshot, syscalls);
  const taken: TakenNumber[] = [];
  const clear = targets.flatMap(({text, target}): readonly ClearTarget[] => {
    if (target.kind !== 'number') return [{text, target}];
    const number = takeNumber(snapshot, searchFor, text);
    taken.push(number.taken);
    return number.targets;
  });
  const distinct = new Map(clear.map(named => [JSON.stringify(named.target), named]));
  const searches = [...distinct.values()].map(named => {
    if (named.target.kind === 'descriptor') requireProcess(snapshot, named.target.pid);
    const search = searchFor(named.target);
    if (!search.ok) throw missingTarget(named, search.errno, snapshot);
    return {target: named.text, search: search.value};
  });
  return {searches, taken};
}

/** Why a target of `holders` can't be looked for, and what may have been meant. */
export function missingTarget(
  {text, target}: ClearTarget,
  errno: string,
  snapshot: Snapshot,
): CannotLook | UsageError {
  if (errno === 'ENOENT' && target.kind === 'descriptor')
    return new CannotLook({kind: 'no-such-descriptor', pid: target.pid, fd: target.fd});
  const mistake = errno === 'ENOENT' && target.kind === 'path' ? mistakenPath(text) : undefined;
  if (!mistake) return missingFile(text, errno, snapshot);
  const isRecorded = snapshot.vantage.pids === 'recorded';
  return mistake.kind === 'abstract-socket'
    ? new CannotLook({kind: 'no-such-file', path: text, isRecorded, mistake, link: undefined})
    : new UsageError({kind: 'mistaken-path', text, mistake});
}

/** Why a path can't be looked at. */
export function missingFile(path: string, errno: string, snapshot: Snapshot): CannotLook {
  const {vantage, machine} = snapshot;
  if (errno === 'ENOENT') {
    const isRecorded = vantage.pids === 'recorded';
    const target = isRecorded ? undefined : orUndefined(machine.procfs.link(pathFromHere(snapshot, path)));
    const link = target && {target: decodeText(target), vantage};
    return new CannotLook({kind: 'no-such-file', path, isRecorded, link});
  }
  if (errno === 'EXDEV') return new CannotLook({kind: 'file-elsewhere', path, mount: vantage.mount});
  const isUnanswered = errno === 'ETIMEDOUT' || errno === 'ENOTCONN';
  const mount = isUnanswered ? unansweredMountAt(snapshot, path) : undefined;
  const unanswered = mount && {...mount, vantage};
  return new CannotLook({kind: 'target-unreadable', target: path, errno, unanswered});
}
