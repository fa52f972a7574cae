import {posix} from 'node:path';
import {isWitnessCommand} from '../../kernel/children/witness-command.ts';
import {orUndefined} from '../../kernel/read.ts';
import {hasEnded} from '../../parse/process/pid-stat.ts';
import {activitiesOf} from '../activities.ts';
import type {Process} from '../process.ts';
import {programFile, programName} from '../programs/runtime.ts';
import type {Snapshot} from '../snapshot.ts';
import {keepingOf} from './line.ts';
import {readsPipeFrom} from './pipe-from-parent.ts';
import {signalfdFor} from './takers.ts';

/** Folders that programs of many packages are in. */
const sharedFolders = /^(?:\/usr(?:\/local)?)?\/s?bin$/;

/**
 * Whether a process was forked from its living parent and runs its code, as the checkpointer of PostgreSQL does, or the
 * daemon of Apache's that starts CGI programs; that is taken for granted where it can't be excluded.
 */
export function isForkOfParent(snapshot: Snapshot, process: Process): boolean {
  if (!process.stat.forkedWithoutExec) return false;
  const parent = snapshot.find(process.stat.ppid);
  if (!parent) return true;
  if (hasEnded(parent.stat.state)) return false;
  const [own, above] = [programFile(process), programFile(parent)];
  return own === undefined || above === undefined || own === above;
}

/**
 * Whether a signal that a process ignores or blocks is the business of its living parent. The process was forked from
 * it and runs its code. Or the parent takes the signal, and started a helper that belongs to it: the same program, or one
 * of its own folder, as erl_child_setup is for Erlang. Undefined where a helper can't be excluded.
 */
export function isBusinessOfParent(
  snapshot: Snapshot,
  process: Process,
  signal: number,
): boolean | undefined {
  const {ppid, forkedWithoutExec} = process.stat;
  if (forkedWithoutExec) return isForkOfParent(snapshot, process);
  const parent = snapshot.find(ppid);
  if (!parent) return ppid === 0 ? false : undefined;
  if (hasEnded(parent.stat.state)) return false;
  const [own, above] = [programFile(process), programFile(parent)];
  const areSeen = own !== undefined && above !== undefined;
  if (areSeen && !belongsTo(own, above)) return false;
  const isTaken = isTakenAbove(snapshot, process, parent, signal);
  return isTaken === true && !areSeen ? undefined : isTaken;
}

function belongsTo(own: string, above: string): boolean {
  const folder = posix.dirname(own);
  return own === above || (folder === posix.dirname(above) && !sharedFolders.test(folder));
}

/**
 * Whether a parent takes a signal that its helper doesn't: it catches it, or has a signalfd for it. Or it exits by it, and
 * then a helper of the same program does, which reads a pipe from it: as the resource tracker of Python's multiprocessing.
 */
function isTakenAbove(
  snapshot: Snapshot,
  process: Process,
  parent: Process,
  signal: number,
): boolean | undefined {
  const keeping = keepingOf(parent, signal);
  if (keeping === 'caught' || signalfdFor(parent, signal) !== undefined) return true;
  if (keeping === 'nothing')
    return programName(process) === programName(parent) && readsPipeFrom(snapshot, process, parent);
  return keeping === 'blocked' && !parent.descriptors().ok ? undefined : false;
}

/**
 * Whether a process leaves SIGTERM to its child, and exits with that: unshare(1) --fork, which blocks it while it waits,
 * and what traces a program that it started, as strace(1) with -o, which ignores it.
 */
export function isLeftToChild(snapshot: Snapshot, process: Process): boolean {
  if (programName(process) === 'unshare') return activitiesOf(snapshot, process).isInWait();
  return snapshot.childrenOf(process).some(child => child.tracerPid() === process.pid);
}

/** Whether it is a child of `procdoc run` that blocks signals to see whether its process group gets them. */
export function isWitnessOfRun(process: Process): boolean {
  return isWitnessCommand(orUndefined(process.argv()) ?? []);
}
