import {type CallerOutputs, readCallerOutputs} from '../snapshot/caller/caller-outputs.ts';
import type {Process} from '../snapshot/process.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {CannotLook, UsageError} from './failures.ts';
import {type AskedPid, requireProcess} from './require-process.ts';

/** The exit status for each state of the output of procdoc's caller. */
export const callerStatus = {free: 0, held: 1, unknown: 3, running: 4} as const;

/** What the command line asks about: one process, or procdoc's caller. Fails where it asks about both, or neither. */
export function requireQuestion(
  snapshot: Snapshot,
  pid: AskedPid | undefined,
  asksAboutCaller: boolean,
  description: string | undefined,
): Process | 'caller' {
  if (asksAboutCaller && pid !== undefined)
    throw new UsageError({kind: 'flags-exclude-each-other', flags: ['PID', '--caller']});
  if (asksAboutCaller) return 'caller';
  if (pid === undefined) throw new UsageError({kind: 'missing-word', word: 'PID', description});
  return requireProcess(snapshot, pid);
}

/** What is known of the outputs of procdoc's caller; fails where that isn't visible. */
export function requireCallerOutputs(snapshot: Snapshot): Promise<CallerOutputs> {
  const observer = snapshot.find(snapshot.observerPid());
  const caller = observer && snapshot.parentOf(observer);
  if (!observer || !caller) throw new CannotLook({kind: 'caller-not-visible'});
  return readCallerOutputs(snapshot, observer, caller);
}
