import type {ChildFunctions} from '../../kernel/children/c-functions.ts';
import {signalProcess} from '../../kernel/children/pidfd.ts';
import {SIGCONT, SIGKILL, SIGTERM} from '../../parse/signals/numbers.ts';
import type {Process} from '../../snapshot/process.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import type {Surroundings} from './surroundings.ts';

/** A stopped process gets SIGTERM when it is continued. The last round is for what was started in the one before. */
const rounds = [[SIGTERM, SIGCONT], [SIGKILL], [SIGKILL]];

/** A process exits some time after SIGKILL was sent, also where the grace is shorter. */
const LEAST_FOR_A_KILL_SECONDS = 1;

/**
 * Ends everything below procdoc: SIGTERM, and SIGKILL for what is still there after the grace. What a process starts in
 * the meantime gets the signal, too. Gives the pids of those that got one, and have exited.
 * @param untilNoneIsLeft resolves when nothing is left, or the grace is over
 */
export async function endLeftBehind(
  c: ChildFunctions,
  {machine, procfs}: Surroundings,
  untilNoneIsLeft: (leastSeconds: number) => Promise<unknown>,
): Promise<readonly number[]> {
  if (!procfs) return [];
  const signalled = new Map<number, Process>();
  for (const signals of rounds) {
    const snapshot = new Snapshot(machine);
    const observer = snapshot.find(snapshot.observerPid());
    const living = observer ? snapshot.descendants(observer).filter(process => !process.isZombie()) : [];
    for (const process of living)
      for (const signal of signals) {
        const sent = signalProcess(c, process.pid, signal, () => process.isStillThere());
        if (sent.ok) signalled.set(process.pid, process);
      }
    const least = signals.includes(SIGKILL) ? LEAST_FOR_A_KILL_SECONDS : 0;
    if (living.length > 0) await untilNoneIsLeft(least);
  }
  const areThere = () => [...signalled.values()].some(process => process.isStillThere());
  // What has exited is there until it is reaped.
  if (areThere()) await untilNoneIsLeft(LEAST_FOR_A_KILL_SECONDS);
  return [...signalled.values()].filter(process => !process.isStillThere()).map(({pid}) => pid);
}
