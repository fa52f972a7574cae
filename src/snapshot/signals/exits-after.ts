import {activitiesOf} from '../activities.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {keepingOf} from './line.ts';
import {readsPipeFrom} from './pipe-from-parent.ts';
import {signalfdFor, sigwaiterFor} from './takers.ts';

/**
 * A process that takes a signal, after whose exit another likely exits, too: one of its children, for which it waits in
 * wait(2), or a child of the same parent, whose pipe it reads. So mysqld_safe waits for mariadbd, and logger reads from it.
 */
export interface ExitsAfter {
  readonly kind: 'child' | 'writer';
  readonly process: Process;
}

/** Undefined where there is none; null where its system calls can't be read, and there may be one. */
export function exitsAfter(
  snapshot: Snapshot,
  process: Process,
  signal: number,
): ExitsAfter | undefined | null {
  const activities = activitiesOf(snapshot, process);
  const children = snapshot.childrenOf(process);
  const parent = snapshot.parentOf(process);
  const siblings = parent ? snapshot.childrenOf(parent).filter(one => one !== process) : [];
  if (!activities.isFullySeen())
    return [...children, ...siblings].some(one => mayTake(one, signal)) ? null : undefined;
  const child = activities.isInWait() ? children.find(one => takes(snapshot, one, signal)) : undefined;
  if (child) return {kind: 'child', process: child};
  const writer = siblings.find(one => readsPipeFrom(snapshot, process, one) && takes(snapshot, one, signal));
  return writer && {kind: 'writer', process: writer};
}

/** Whether a signal is seen to reach a process: by default, by a handler, a signalfd or sigwait(3). */
function takes(snapshot: Snapshot, process: Process, signal: number): boolean {
  const keeping = keepingOf(process, signal);
  if (keeping !== 'blocked') return keeping === 'caught' || keeping === 'nothing';
  const {all} = activitiesOf(snapshot, process);
  return signalfdFor(process, signal) !== undefined || sigwaiterFor(all, signal) !== undefined;
}

/** What blocks a signal may take it by a signalfd or sigwait(3) unseen. */
function mayTake(process: Process, signal: number): boolean {
  const keeping = keepingOf(process, signal);
  return keeping !== undefined && keeping !== 'ignored';
}
