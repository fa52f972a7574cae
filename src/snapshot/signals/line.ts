import {orUndefined} from '../../kernel/read.ts';
import {hasEnded} from '../../parse/process/pid-stat.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {SIGPIPE} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import {onceEach, oncePer} from '../once.ts';
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
  const elders = [...eldersOf(snapshot, process, signal)].reverse();
  const [eldest, ...descendants] = elders;
  return eldest ? [eldest, ...descendants, process] : [process];
}

/** The ancestors in the line of a process, nearest first. */
function* eldersOf(snapshot: Snapshot, process: Process, signal: number): Generator<Process> {
  const met = new Set([process]);
  for (
    let next = passingParent(snapshot, process, signal);
    next && !met.has(next);
    next = beginsLine(next, signal) ? undefined : passingParent(snapshot, next, signal)
  ) {
    met.add(next);
    yield next;
  }
}

/** The parent, if it ignores or blocks the signal just as the process does, and passes that on. */
function passingParent(snapshot: Snapshot, process: Process, signal: number): Process | undefined {
  const keeping = keepingOf(process, signal);
  if (keeping !== 'ignored' && keeping !== 'blocked') return undefined;
  const parent = snapshot.parentOf(process);
  if (!parent || keepingOf(parent, signal) !== keeping) return undefined;
  return givesDefault(snapshot, parent, signal) ? undefined : parent;
}

function beginsLine(process: Process, signal: number): boolean {
  return signal === SIGPIPE && conductOf(process)?.sigpipe === 'ignored';
}

/** The first of the line of each process that was asked about, by snapshot and signal: lines of thousands have it in common. */
const eldests = oncePer((_: Snapshot) => onceEach((_signal: number) => new Map<Process, Process>()));

function eldestOf(snapshot: Snapshot, process: Process, signal: number): Process {
  const known = eldests(snapshot)(signal);
  const line = [process];
  let eldest = known.get(process) ?? process;
  if (!known.has(process))
    for (const elder of eldersOf(snapshot, process, signal)) {
      eldest = beginsLine(elder, signal) ? elder : (known.get(elder) ?? elder);
      if (eldest !== elder) break;
      line.push(elder);
    }
  for (const one of line) if (one === process || !beginsLine(one, signal)) known.set(one, eldest);
  return eldest;
}

/** The process from which another has inherited that it blocks a signal; undefined where none is seen. */
export function maskGiverOf(snapshot: Snapshot, process: Process, signal: number): Process | undefined {
  const eldest = eldestOf(snapshot, process, signal);
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
