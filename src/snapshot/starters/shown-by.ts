import {orUndefined} from '../../kernel/read.ts';
import {parseEnvironment} from '../../parse/process/pid-environ.ts';
import {type Evidence, seenIn} from '../evidence.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** What the environment of a process has of some variables, in their order; it is in no recording, and proves nothing. */
export function environmentOf(snapshot: Snapshot, process: Process, names: readonly string[]): Evidence[] {
  if (names.length === 0) return [];
  const bytes = orUndefined(snapshot.machine.procfs.read(`${process.pid}/environ`));
  const values = bytes ? parseEnvironment(bytes, names) : new Map<string, string>();
  return names.flatMap(name => {
    const value = values.get(name);
    return value ? [{...seenIn(process.pid, 'environ', name, value), kind: 'heuristic' as const}] : [];
  });
}

/** A name only points to a program. */
export function titleEvidence(process: Process): Evidence {
  const title = (orUndefined(process.argv()) ?? []).join(' ') || process.comm;
  return {...seenIn(process.pid, 'cmdline', null, title), kind: 'heuristic'};
}
