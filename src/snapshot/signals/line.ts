import {orUndefined} from '../../kernel/read.ts';
import {hasEnded} from '../../parse/process/pid-stat.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import {runtimeOf} from '../programs/runtime.ts';
import type {Snapshot} from '../snapshot.ts';
import {dispositionOf} from './disposition.ts';

/** What keeps a signal from a process: it is ignored, or blocked in the main thread; or it is caught, or nothing does. */
type Keeping = 'ignored' | 'blocked' | 'caught' | 'nothing';

/** The eldest first, and the process it is about last: it may be alone. */
export type SignalLine = readonly [eldest: Process, ...heirs: Process[]];

/**
 * The unbroken line of parents that a signal is kept from in the same way as from a process: ignored and blocked
 * signals stay so over fork(2) and execve(2). The line ends below a parent that seems to give its children the
 * default, as another of them has that.
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

/** Undefined for a zombie, and where its status may not be read. */
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

/** Node ignores SIGPIPE, and gives its children the default of every signal. */
function givesDefault(snapshot: Snapshot, parent: Process, signal: number): boolean {
  const children = snapshot.children().get(parent.pid) ?? [];
  return runtimeOf(parent) === 'node' || children.some(child => keepingOf(child, signal) === 'nothing');
}
