import {type CallerOutputs, readCallerOutputs} from '../snapshot/caller/caller-outputs.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {CannotLook, UsageError} from './failures.ts';
import type {AskedPid} from './require-process.ts';

/** The exit status for each state of the output of procdoc's caller. */
export const callerStatus = {free: 0, held: 1, unknown: 3, running: 4} as const;

/** What the command line asks about: processes, or procdoc's caller. Fails where it asks about both, or neither. */
export function requireQuestion(
  pids: readonly AskedPid[] | undefined,
  asksAboutCaller: boolean,
  description: string | undefined,
): readonly AskedPid[] | 'caller' {
  if (asksAboutCaller && pids !== undefined)
    throw new UsageError({kind: 'flags-exclude-each-other', flags: ['PID', '--caller']});
  if (asksAboutCaller) return 'caller';
  if (pids === undefined) throw new UsageError({kind: 'missing-word', word: 'PID', description});
  return pids;
}

/** What is known of the outputs of procdoc's caller; fails where that isn't visible. */
export function requireCallerOutputs(snapshot: Snapshot): Promise<CallerOutputs> {
  const observer = snapshot.find(snapshot.observerPid());
  const caller = observer && snapshot.parentOf(observer);
  if (!observer || !caller) throw new CannotLook({kind: 'caller-not-visible'});
  return readCallerOutputs(snapshot, observer, caller);
}
