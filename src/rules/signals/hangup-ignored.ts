import {SIGHUP} from '../../parse/signals/numbers.ts';
import type {Process} from '../../snapshot/process.ts';
import {programName} from '../../snapshot/programs/runtime.ts';
import type {SignalCase} from '../../snapshot/signals/case.ts';
import {isBelowNohup} from '../../snapshot/signals/nohup.ts';
import type {Rule} from '../rule.ts';

/**
 * SIGHUP that a daemon ignores for itself stays ignored in all it starts. What nohup(1) starts has exec'd since,
 * and is in no session of its own.
 */
export const hangupIgnored: Rule<SignalCase> = {
  id: 'signals/hangup-ignored',
  severity: 'info',
  title:
    'a program ignores SIGHUP because what started it does: it neither reloads nor ends with its terminal',
  needs: ['status', 'fd'],
  check(signalCase) {
    const {process} = signalCase;
    if (!signalCase.ignores(SIGHUP) || process.stat.forkedWithoutExec) return undefined;
    const line = signalCase.line(SIGHUP);
    const [origin] = line;
    if (!isDaemon(origin) || programName(origin) === programName(process)) return undefined;
    if (isBelowNohup(line) !== false) return undefined;
    const {pid, comm} = process;
    return {
      certainty: 'proven',
      why: `${comm} was started with SIGHUP ignored, as ${origin.comm} (${origin.pid}), a daemon, ignores it: kill -HUP does not make it reload, no trap of a shell can catch it, and the end of its terminal does not end it.`,
      evidence: [
        ...line.toReversed().map(each => `/proc/${each.pid}/status: SigIgn has SIGHUP`),
        `/proc/${origin.pid}/stat: session (6) is its own pid, and flags (9) has PF_FORKNOEXEC: nohup(1) did not start it`,
        `/proc/${pid}/fd: no nohup.out, and no standard input of nohup(1)`,
      ],
      remedy: `Let ${origin.comm} (${origin.pid}) reset SIGHUP to its default in its children before execve(2), or start ${comm} by env --default-signal=HUP. Where ${comm} is meant to outlive its terminal, nothing is to be done.`,
    };
  },
};

/** It made its session itself: between setsid(2) and now it has not exec'd, as it would have over nohup(1). */
function isDaemon({stat}: Process): boolean {
  return stat.sid === stat.pid && stat.forkedWithoutExec;
}
