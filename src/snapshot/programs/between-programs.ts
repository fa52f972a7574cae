import {hasEnded} from '../../parse/process/pid-stat.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {programFile} from './runtime.ts';

/** How long a fork may take to call execve(2), in milliseconds, where processors are short. */
const TO_EXEC_MS = 10_000;

/**
 * Whether a process called execve(2) while it was looked at: its stat is that of a fork of its parent, and its file
 * another one. Its signals were read somewhere in between, and may be those of the fork, which a program that starts
 * others resets right before execve(2): a Python resets SIGPIPE.
 */
export function isBetweenPrograms(snapshot: Snapshot, process: Process): boolean {
  if (!process.stat.forkedWithoutExec) return false;
  const parent = snapshot.parentOf(process);
  if (!parent || hasEnded(parent.stat.state)) return false;
  const [own, above] = [programFile(process), programFile(parent)];
  if (own === undefined || above === undefined || own === above) return false;
  const startedAtMs = snapshot.startedAtMs(process);
  // Of an older one, it is the parent that has called execve(2) since the fork.
  return startedAtMs === undefined || snapshot.takenAtMs() - startedAtMs < TO_EXEC_MS;
}
