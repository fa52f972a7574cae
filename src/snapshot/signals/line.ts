import {orUndefined} from '../../kernel/read.ts';
import {hasEnded} from '../../parse/process/pid-stat.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import {runtimeOf} from '../programs/runtime.ts';
import type {Snapshot} from '../snapshot.ts';
import {dispositionOf} from './disposition.ts';

/** What a process does with a signal: ignores it, blocks it in the main thread, catches it, or nothing. */
type Keeping = 'ignored' | 'blocked' | 'caught' | 'nothing';

/** The eldest process first, and last the process that the line leads to: it may be the only one. */
export type SignalLine = readonly [eldest: Process, ...descendants: Process[]];

/**
 * The unbroken line of parents that ignore or block a signal just as a process does: fork(2) and execve(2) pass both
 * on. The line ends below a parent that seems to give its children the default, since another of them has it.
 */
export function signalLine(snapshot: Snapshot, process: Process, signal: number): SignalLine {
  const keeping = keepingOf(process, signal);
  let line: SignalLine = [process];
  if (keeping !== 'ignored' && keeping !== 'blocked') return line;
  for (const ancestor of snapshot.ancestors(process)) {
    if (keepingOf(ancestor, signal) !== keeping || givesDefault(snapshot, ancestor, signal)) break;
    line = [ancestor, ...line];
  }
  return line;
}

/** What a process does with a signal; undefined for a zombie, and where its status can't be read. */
export function keepingOf({stat, status}: Process, signal: number): Keeping | undefined {
  const seen = hasEnded(stat.state) ? undefined : orUndefined(status());
  return seen && keepingIn(seen, signal);
}

function keepingIn(status: PidStatus, signal: number): Keeping {
  const disposition = dispositionOf(status, signal);
  if (disposition === 'ignored') return 'ignored';
  if (hasSignal(status.blocked, signal)) return 'blocked';
  return disposition === 'caught' ? 'caught' : 'nothing';
}

/** Whether a parent gives its children the default: node does (it ignores SIGPIPE only for itself), and a parent of such a child. */
function givesDefault(snapshot: Snapshot, parent: Process, signal: number): boolean {
  const children = snapshot.childrenOf(parent);
  return runtimeOf(parent) === 'node' || children.some(child => keepingOf(child, signal) === 'nothing');
}
