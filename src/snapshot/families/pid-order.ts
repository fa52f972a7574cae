import {orUndefined} from '../../kernel/read.ts';
import {parseForks} from '../../parse/forks.ts';
import {parseLoadavg} from '../../parse/loadavg.ts';
import {parseTaskCount} from '../../parse/pids-controller.ts';
import {oncePer} from '../once.ts';
import {isOlder, type Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** Whether a process that has exited was there before another one. unknown: its pid doesn't show it. */
export type Precedence = 'before' | 'probably-before' | 'probably-after' | 'unknown';

/** A start is known to some hundredths of a second. A few processes too many that count as started later do no harm. */
const START_MS = 1000;

/** A task has its pid before its start: others may be made in between, as copy_process() in kernel/fork.c is interrupted. */
const IN_THE_MAKING = 1000;

/** When the kernel has given out the last pid it goes on from this one: RESERVED_PIDS in kernel/pid.c. */
const FIRST_AGAIN = 300;

/**
 * Whether a process that has exited was there before another one, by their pids: the kernel gives them out in turn, and
 * begins anew after the last. Where it has done so since the other process started, its pid shows nothing. It is certain
 * where the exited one leads the session of the other, since only fork(2) brings a process into a session; where it is a
 * zombie, which has its start; and where the machine has not yet made as many tasks as there are pids.
 */
export function precedenceOf(snapshot: Snapshot, gonePid: number, process: Process): Precedence {
  const {pid, stat} = process;
  if (stat.sid === gonePid) return 'before';
  const gone = snapshot.find(gonePid);
  if (gone?.isZombie()) return isOlder(gone, process) ? 'before' : 'probably-after';
  const turn = turnOf(snapshot);
  if (!turn) return gonePid < pid ? 'probably-before' : 'probably-after';
  if (turn.hasComeRound(pid, stat.startTicks)) return 'unknown';
  if (turn.sinceGiven(gonePid) < turn.sinceGiven(pid)) return 'probably-after';
  return turn.isFirst() ? 'before' : 'probably-before';
}

/** Whether a process that has exited was there before another one, as far as their pids show. */
export function wasThereBefore(snapshot: Snapshot, gonePid: number, process: Process): boolean {
  const precedence = precedenceOf(snapshot, gonePid, process);
  return precedence === 'before' || precedence === 'probably-before';
}

/** Where the kernel is in giving out pids, as seen by the processes there are; undefined where that can't be read. */
const turnOf = oncePer((snapshot: Snapshot): Turn | undefined => {
  const {machine} = snapshot;
  // The kernel says the last pid of procdoc's own pid namespace.
  if (snapshot.observerPid() !== machine.host.pid) return undefined;
  const read = <T>(file: string, parse: (bytes: Buffer) => T | undefined): T | undefined => {
    const bytes = orUndefined(machine.procfs.read(file));
    return bytes && parse(bytes);
  };
  // What has started before the last pid is read has a pid up to that one.
  const stats = snapshot.stats();
  const lastPid = read('loadavg', parseLoadavg)?.lastPid;
  const end = read('sys/kernel/pid_max', parseTaskCount);
  if (lastPid === undefined || end === undefined) return undefined;
  const since = snapshot.takenAtMs() - START_MS;
  const startedMeanwhile = stats
    .filter(stat => (snapshot.startedAtMs({stat}) ?? Number.NEGATIVE_INFINITY) > since)
    .map(({pid}) => pid);
  const forks = () => read('stat', parseForks);
  return new Turn(stats, [lastPid, ...startedMeanwhile], {end, forks});
});

interface Started {
  readonly pid: number;
  readonly startTicks: number;
}

interface Limits {
  /** All pids are below it: pid_max, proc_sys_kernel(5). */
  readonly end: number;
  /** How many tasks the machine has made; undefined where that can't be read. */
  readonly forks: () => number | undefined;
}

class Turn {
  readonly #lastPid: number;
  readonly #limits: Limits;
  /** By their start. */
  readonly #started: readonly Started[];
  /** For each of these, the most pids that were given out since one that started as late, or later. */
  readonly #most: readonly number[];

  /** @param last the last pid, and those that may have been given out after it: a recording has it from its beginning */
  constructor(all: readonly Started[], last: readonly number[], limits: Limits) {
    this.#limits = limits;
    this.#started = all.toSorted((a, b) => a.startTicks - b.startTicks);
    this.#lastPid = last.reduce((latest, pid) => (this.#isAhead(pid, latest) ? pid : latest));
    const most = this.#started.map(({pid}) => this.sinceGiven(pid));
    for (let at = most.length - 2; at >= 0; at--) most[at] = Math.max(most[at] ?? 0, most[at + 1] ?? 0);
    this.#most = most;
  }

  get #pids(): number {
    return this.#limits.end - FIRST_AGAIN;
  }

  #isAhead(pid: number, latest: number): boolean {
    return (pid - latest + 2 * this.#pids) % this.#pids < this.#pids / 2;
  }

  /** How many pids the kernel has given out since this one, if it has not given it out again. */
  sinceGiven(pid: number): number {
    const since = this.#lastPid - pid;
    return since < 0 ? since + this.#pids : since;
  }

  /** Whether a process that started later than this one has a pid that is earlier in the turn. */
  hasComeRound(pid: number, startTicks: number): boolean {
    return this.#mostSinceGiven(startTicks) > this.sinceGiven(pid) + IN_THE_MAKING;
  }

  /** The most pids that were given out since one of a process that started later; less than 0 where none did. */
  #mostSinceGiven(startTicks: number): number {
    let [low, high] = [0, this.#started.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#started[middle]?.startTicks ?? 0) > startTicks) high = middle;
      else low = middle + 1;
    }
    return this.#most[low] ?? -1;
  }

  /**
   * Whether no pid has been given out twice: so few tasks were made that those of which the making failed, which are not
   * counted and take a pid too, would have to be as many again; and whatever started later has a later pid.
   */
  isFirst(): boolean {
    const forks = this.#limits.forks();
    if (forks === undefined || forks > this.#pids / 2 || this.#lastPid > 1.25 * forks + 1000) return false;
    return !this.#started.some(({pid, startTicks}) => this.hasComeRound(pid, startTicks));
  }
}
