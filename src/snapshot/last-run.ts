import {orUndefined, type Read} from '../kernel/read.ts';
import type {Syscalls} from '../kernel/syscalls.ts';
import {parseExecStart} from '../parse/process/pid-sched.ts';
import type {PidStat} from '../parse/process/pid-stat.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';
import type {Thread} from './thread.ts';

/** The clocks of two CPUs may differ: a task may seem to have run so many milliseconds in the future. */
const CLOCK_SLACK_MS = 100;

/**
 * How long ago each of these threads last ran, in seconds; of a process, its main thread. A zombie last ran when it died; a
 * sleeper when it fell asleep, or was last disturbed by a signal. null where the kernel doesn't show it, or has moved the
 * task to another CPU since. The CPU clock of a task stands still while the task doesn't run, and procdoc's own runs. Each
 * CPU has its own clock, which leaves out interrupts and stolen time, so procdoc reads its clock on the CPU where the task
 * last ran, if it may run there.
 */
export async function secondsSinceLastRun(
  snapshot: Snapshot,
  tasks: ReadonlyArray<Process | Thread>,
): Promise<(task: Process | Thread) => number | null> {
  const secondsSince = await readClocks(
    snapshot,
    tasks.map(({stat}) => stat),
  );
  return task => secondsSince(task.stat, () => task.execStart());
}

/**
 * How long a task had not run when the snapshot was taken, which is the moment that ages count to: many processes take
 * seconds to read, and no process has been idle for longer than it exists. See secondsSinceLastRun.
 */
export async function secondsIdle(snapshot: Snapshot, task: Process | Thread): Promise<number | null> {
  const seconds = (await secondsSinceLastRun(snapshot, [task]))(task);
  const lag = (snapshot.machine.host.now() - snapshot.takenAtMs()) / 1000;
  return seconds === null ? null : Math.max(0, seconds - Math.max(0, lag));
}

/**
 * How long ago a task with this stat last ran: see secondsSinceLastRun.
 * @param execStart when that was, by the clock of its CPU, in milliseconds
 */
type SecondsSince = (stat: PidStat, execStart: (stat: PidStat) => Read<number>) => number | null;

/** Reads the clocks by which it can be told how long ago these tasks last ran. */
export async function readClocks(snapshot: Snapshot, stats: readonly PidStat[]): Promise<SecondsSince> {
  return stats.length === 0 ? () => null : clocksBy(snapshot, stats, await snapshot.syscalls());
}

/** Reads these clocks by system calls that are at hand: see readClocks. */
export function clocksBy(
  snapshot: Snapshot,
  stats: readonly PidStat[],
  syscalls: Pick<Syscalls, 'onProcessor'>,
): SecondsSince {
  const ownClock = () => orUndefined(snapshot.source.read('self/sched', parseExecStart));
  const clocks = new Map<number, number | undefined>();
  for (const {processor} of stats) {
    if (clocks.has(processor)) continue;
    const there = syscalls.onProcessor(processor, ownClock);
    clocks.set(processor, there.ok ? there.value : ownClock());
  }
  return (stat, execStart) => {
    const now = clocks.get(stat.processor);
    const ranAt = now === undefined ? undefined : orUndefined(execStart(stat));
    const isKnown = now !== undefined && ranAt !== undefined && ranAt !== 0;
    if (!isKnown || ranAt > now + CLOCK_SLACK_MS) return null;
    return Math.max(0, now - ranAt) / 1000;
  };
}
