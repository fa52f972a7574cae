import {orUndefined} from '../../kernel/read.ts';
import {hasEnded} from '../../parse/process/pid-stat.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {SIGPIPE} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import {conductOf} from '../programs/conduct.ts';
import type {Snapshot} from '../snapshot.ts';
import {dispositionOf} from './disposition.ts';

/** What a process does with a signal: ignores it, blocks it in the main thread, catches it, or nothing. */
type Keeping = 'ignored' | 'blocked' | 'caught' | 'nothing';

/** The eldest process first, and last the process that the line leads to: it may be the only one. */
export type SignalLine = readonly [eldest: Process, ...descendants: Process[]];

/**
 * The unbroken line of parents that ignore or block a signal just as a process does: fork(2) and execve(2) pass both
 * on. The line ends below a parent that gives its children the default, and at one that ignores SIGPIPE itself, however
 * it was started.
 */
export function signalLine(snapshot: Snapshot, process: Process, signal: number): SignalLine {
  const keeping = keepingOf(process, signal);
  let line: SignalLine = [process];
  if (keeping !== 'ignored' && keeping !== 'blocked') return line;
  for (const ancestor of snapshot.ancestors(process)) {
    if (keepingOf(ancestor, signal) !== keeping || givesDefault(snapshot, ancestor, signal)) break;
    line = [ancestor, ...line];
    if (signal === SIGPIPE && conductOf(ancestor)?.sigpipe === 'ignored') break;
  }
  return line;
}

/** The process from which another has inherited that it blocks a signal; undefined where none is seen. */
export function maskGiverOf(snapshot: Snapshot, process: Process, signal: number): Process | undefined {
  const [eldest] = signalLine(snapshot, process, signal);
  const parent = snapshot.parentOf(eldest);
  if (parent && conductOf(parent)?.blocksBelow?.includes(signal)) return parent;
  return eldest === process ? undefined : eldest;
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

/**
 * Whether a parent gives its children the default. Of SIGPIPE, and of a mask, that was measured for some programs. Of
 * another program, a child with the default shows it, though the child may have reset the signal itself.
 */
function givesDefault(snapshot: Snapshot, parent: Process, signal: number): boolean {
  const conduct = conductOf(parent);
  if (conduct && keepingOf(parent, signal) === 'blocked') return !conduct.passesOnMask;
  if (conduct && signal === SIGPIPE) return conduct.sigpipe === 'default';
  const children = snapshot.childrenOf(parent);
  return children.some(child => keepingOf(child, signal) === 'nothing');
}
