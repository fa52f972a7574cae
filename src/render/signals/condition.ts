import {SIGKILL} from '../../parse/signals/numbers.ts';
import {signalNumber} from '../../parse/signals/signals.ts';
import {named} from '../../rules/words/named.ts';
import type {SignalReport} from '../../snapshot/signal-origins/signal-report.ts';

/**
 * Why signals wait, where a process can't run. SIGKILL ends one that is stopped, or frozen by a cgroup of version 2.
 * @param asked the number of a signal; undefined: all
 */
export function conditionText(
  {process, condition}: SignalReport,
  asked: number | undefined,
): string | undefined {
  const who = named(process);
  const isExempt = asked === SIGKILL || asked === signalNumber('CONT');
  switch (condition?.kind) {
    case 'exiting':
      return `${who} is exiting: no signal does anything to it any more.`;
    case 'stopped':
      return isExempt
        ? undefined
        : `${who} is stopped: signals other than SIGKILL wait until SIGCONT continues it.`;
    case 'traced':
      return asked === SIGKILL
        ? undefined
        : `${who} is stopped by its tracer: signals wait until that lets it continue.`;
    case 'frozen':
      if (asked === SIGKILL && condition.version === 2) return undefined;
      return `${who} is frozen by its cgroup: signals wait until that is thawed.`;
    default:
      return undefined;
  }
}
