import {orUndefined} from '../../kernel/read.ts';
import {hasEnded} from '../../parse/process/pid-stat.ts';
import {SIGTERM} from '../../parse/signals/numbers.ts';
import {exiting} from '../condition.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {SignalHandling} from './handling.ts';
import {isWitnessOfRun} from './helper.ts';
import {readOwnEnds} from './own-end.ts';
import {signalsWithoutEffect} from './without-effect.ts';

/**
 * How processes handle the signals that may have no effect on them, by one status each: see `signalsWithoutEffect`.
 * A signal that every thread blocks is looked at again.
 */
export async function readSignalHandling(
  snapshot: Snapshot,
  processes: readonly Process[],
): Promise<SignalHandling[]> {
  const ownEnds = await readOwnEnds(snapshot, processes);
  const handlings = processes
    .filter(({stat}) => !hasEnded(stat.state))
    .flatMap(process => {
      const status = orUndefined(process.status());
      const ownEnd = ownEnds.get(process);
      const shown = status ? signalsWithoutEffect(status) : [];
      const open = ownEnd && !shown.includes(SIGTERM) ? [...shown, SIGTERM] : shown;
      // One that is exiting is past every signal, with dispositions that the kernel may have set.
      if (!status || open.length === 0 || exiting(process) || isWitnessOfRun(process)) return [];
      return open.map(
        signal =>
          new SignalHandling(snapshot, process, status, signal, signal === SIGTERM ? ownEnd : undefined),
      );
    });
  await Promise.all(handlings.map(handling => handling.lookAgain()));
  return handlings;
}
