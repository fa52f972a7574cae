import {nameTest} from '../../lifecycle/watch/name-test.ts';
import type {WatchSubject} from '../../lifecycle/watch/session.ts';
import {findProcesses} from '../../snapshot/named-processes/find-processes.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {requireNamed} from '../asked-process.ts';
import {UsageError} from '../failures.ts';
import {requireProcess} from '../require-process.ts';
import type {AskedProcess} from '../values.ts';

/** The processes that an argument means: now, and for a name also those that start later. */
export async function subjectOf(
  snapshot: Snapshot,
  asked: AskedProcess | undefined,
): Promise<WatchSubject | undefined> {
  if (asked === undefined) return undefined;
  const {name} = asked;
  if (name.kind === 'pid') {
    const {pid} = requireProcess(snapshot, name.pid);
    if (pid === snapshot.observerPid()) throw new UsageError({kind: 'procdoc-itself', pid});
    return {pids: [pid], name: undefined};
  }
  if (name.kind === 'name') {
    const found = await findProcesses(snapshot, name);
    const pids = found.kind === 'found' ? found.processes.map(({pid}) => pid) : [];
    return {pids, name: nameTest(name.name)};
  }
  const named = await requireNamed(snapshot, asked, Number.POSITIVE_INFINITY);
  return {pids: (named?.processes ?? []).map(({pid}) => pid), name: undefined};
}

/** Whether it is a name by which no process goes as yet. */
export function isStillToCome(subject: WatchSubject | undefined): boolean {
  return subject?.name !== undefined && subject.pids.length === 0;
}
