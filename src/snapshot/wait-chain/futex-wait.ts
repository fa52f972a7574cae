import {orUndefined, unreadable} from '../../kernel/read.ts';
import type {BlockingCall} from '../../parse/calls/blocking-call.ts';
import {signalsIn} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';
import {type Awaited, wokenBy} from './awaited.ts';

/** A process that shares the memory which a futex(2) lies in can wake it, unless the futex is private. */
export function awaitedFutex(
  snapshot: Snapshot,
  {pid, tid}: Thread,
  call: BlockingCall & {kind: 'futex'},
): Awaited {
  const {address, value, isPi, isPrivate} = call;
  if (isPrivate) return {kind: 'own-thread', memory: 'own'};
  if (address === undefined) return {kind: 'own-thread', memory: 'unseen'};
  const shared = orUndefined(snapshot.find(pid)?.sharedMemory() ?? unreadable('ESRCH'));
  if (!shared) return {kind: 'own-thread', memory: 'shared'};
  const mapping = shared.find(({start, end}) => start <= address && address < end);
  return mapping
    ? {kind: 'shared-futex', tid, address, value, isPi, mapping}
    : {kind: 'own-thread', memory: 'own'};
}

/**
 * What can end a futex(2) wait of a process without another thread: what only such a thread could do, nothing can. A
 * process that was forked from one with threads, and has not called execve(2), has copies of the locks that these held:
 * fork(2), "NOTES". A handler of a signal may end it, too, as by sem_post(3).
 */
export function awaitedAlone(snapshot: Snapshot, process: Process, awaited: Awaited): Awaited[] {
  if (awaited.kind === 'shared-futex') return [awaited, ...caughtSignals(process)];
  if (awaited.kind !== 'own-thread') return [awaited];
  const memory = awaited.memory === 'own' ? 'own' : 'shared';
  const parent = snapshot.parentOf(process);
  const isCopy = memory === 'own' && process.stat.forkedWithoutExec && (parent?.stat.threads ?? 1) > 1;
  return [
    isCopy && parent
      ? wokenBy({kind: 'lock-copied-by-fork', pid: parent.pid, comm: parent.comm})
      : wokenBy({kind: 'no-other-thread', memory}),
    ...caughtSignals(process),
  ];
}

/** The signals that a process catches, whose handlers may end its wait. */
function caughtSignals(process: Process): Awaited[] {
  const signals = signalsIn(orUndefined(process.status())?.caught ?? 0n);
  return signals.length === 0 ? [] : [wokenBy({kind: 'caught-signal', signals})];
}
