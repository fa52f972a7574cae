import {SIGHUP} from '../../parse/signals/numbers.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {programName} from '../../snapshot/programs/runtime.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import {isBelowNohup} from '../../snapshot/signals/nohup.ts';
import type {Rule} from '../rule.ts';
import {saying, type ToldEvidence} from '../words/evidence.ts';
import {headlineOf} from '../words/headline.ts';
import {named} from '../words/named.ts';
import {eldersHave, setHas} from '../words/signal-evidence.ts';

/**
 * SIGHUP that a daemon ignores for itself stays ignored in all it starts. A program that nohup(1) started has exec'd
 * since, and is in no session of its own.
 */
export const hangupIgnored: Rule<SignalHandling> = {
  id: 'signals/hangup-ignored',
  severity: 'info',
  title: "the program inherited an ignored SIGHUP: it won't reload, or exit with its terminal",
  claims: 'moment',
  needs: ['status', 'fd'],
  headline: subjects =>
    headlineOf(subjects, 'was started with SIGHUP ignored', 'were started with SIGHUP ignored'),
  check(handling) {
    const {process} = handling;
    if (handling.signal !== SIGHUP || !handling.isIgnored) return undefined;
    if (process.stat.forkedWithoutExec) return undefined;
    const line = handling.line();
    const [origin] = line;
    if (!isDaemon(origin) || programName(origin) === programName(process)) return undefined;
    if (isBelowNohup(line) !== false) return undefined;
    const {pid, comm} = process;
    return {
      why: `${comm} was started with SIGHUP ignored: inherited from ${named(origin)}, a daemon. kill -HUP doesn't make ${comm} reload, a shell can't trap the signal, and ${comm} doesn't exit with its terminal.`,
      evidence: [
        setHas(process, 'SigIgn', SIGHUP),
        ...eldersHave(line, 'SigIgn', SIGHUP),
        ...daemonEvidence(origin),
        seenIn(pid, 'fd', null, 'no nohup.out, and no standard input of nohup(1)'),
      ],
      remedy: `Make ${named(origin)} reset SIGHUP to its default in its children before execve(2), or start ${comm} with env --default-signal=HUP. If ${comm} is meant to outlive its terminal, there is nothing to do.`,
    };
  },
};

/** Whether a process made its session itself: since setsid(2) it has not exec'd, as it would have below nohup(1). */
function isDaemon({stat}: Process): boolean {
  return stat.sid === stat.pid && stat.forkedWithoutExec;
}

function daemonEvidence({pid, stat}: Process): ToldEvidence[] {
  return [
    saying(seenIn(pid, 'stat', 'session (6)', stat.sid), `is ${stat.sid}, its own PID`),
    saying(seenIn(pid, 'stat', 'flags (9)', 'PF_FORKNOEXEC'), 'has PF_FORKNOEXEC: nohup(1) did not start it'),
  ];
}
