import {type Activity, type Doing, readActivity, takesExits, type WaitTarget} from './activity.ts';
import {once, oncePer} from './once.ts';
import {isOpenEnded, mayTimerWake, socketWaits, timesOut} from './open-ended.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/** What a thread is doing, where that can be read. */
export type SeenActivity = Activity & {readonly doing: Doing};

/** A thread that waits for children. */
export type WaitingActivity = SeenActivity & {readonly waitsFor: WaitTarget};

/** The system calls that wait for children; waitpid(2) is one on 32-bit systems only. */
const waitCalls: readonly (string | undefined)[] = ['wait4', 'waitid', 'waitpid'];

/** Calls that a thread is in only for a moment, with signals blocked that it waits for, or unblocks, right after. */
const passingCalls: readonly (string | undefined)[] = ['clone', 'clone3', 'vfork', 'execve', 'execveat'];

/** What the live threads of a process were doing at the moment when a snapshot looked. */
export class Activities {
  readonly all: readonly Activity[];
  readonly #snapshot: Snapshot;
  readonly #process: Process;
  /** For threads that were looked at, whether a wait for a socket ends by time: see `timesOut`. */
  readonly #timed = new Map<Activity, boolean | null>();

  constructor(snapshot: Snapshot, process: Process, all: readonly Activity[]) {
    this.#snapshot = snapshot;
    this.#process = process;
    this.all = all;
  }

  /** The threads that wait for children to exit right now; one of several that looks only at its own is none. */
  readonly waits = once(() =>
    this.all.filter(hasWaitTarget).filter(activity => takesExits(activity, this.all.length)),
  );

  /** Whether a thread is in wait4(2) or waitid(2), even where it can't be read which children it waits for: by a pidfd. */
  readonly isInWait = once(() => this.all.some(({call}) => waitCalls.includes(call)));

  /** Whether it can be read what every thread does; otherwise one of them may be waiting unseen. */
  readonly isFullySeen = once(
    () => this.all.length > 0 && this.all.every(activity => activity.doing !== undefined),
  );

  /** Whether every thread is seen to sleep in a call that it stays in. */
  readonly isAsleep = once(() => this.isFullySeen() && !this.all.some(isPassing));

  /** Whether a timer of the process may wake it up, whatever its threads sleep in. */
  readonly mayTimerWake = once(() => mayTimerWake(this.#process, this.all));

  /** Whether each thread is seen to sleep in a call that by itself lasts. */
  readonly #isOpenEnded = once(() => this.isFullySeen() && this.all.every(isOpenEnded));

  /**
   * Whether each thread is seen to sleep in a call that time alone does not end, and no timer either. Where it isn't known
   * whether a socket has a timeout, it is taken to have none.
   */
  isSteady(): boolean {
    return this.#isOpenEnded() && this.all.every(one => this.#timesOut(one) !== true) && !this.mayTimerWake();
  }

  /** Whether it is steady, and known to be: no thread waits for a socket that may have a timeout. */
  isTimeless(): boolean {
    return this.isSteady() && this.all.every(one => this.#timesOut(one) === false);
  }

  /** Reads, once, whether the sockets that threads wait for have timeouts, which isn't known before. */
  readonly lookAtSockets = once(async (): Promise<void> => {
    for (const one of this.all) {
      const sockets = socketWaits(this.#snapshot, one);
      const timed = await Promise.all(sockets.map(wait => timesOut(this.#snapshot, this.#process, wait)));
      this.#timed.set(one, timed.includes(true) || (timed.includes(null) ? null : false));
    }
  });

  /** Whether a wait of a thread for a socket ends by time; null where that isn't known, false where it has none. */
  #timesOut(one: Activity): boolean | null {
    const known = this.#timed.get(one);
    if (known !== undefined) return known;
    return socketWaits(this.#snapshot, one).length === 0 ? false : null;
  }

  /** The thread that says most about the process: one that waits for children, else the first that can be read. */
  readonly main = once((): SeenActivity | undefined => {
    const seen = [...this.waits(), ...this.all];
    return seen.find((activity): activity is SeenActivity => activity.doing !== undefined);
  });
}

function isPassing({doing, call}: Activity): boolean {
  return doing?.kind === 'running' || passingCalls.includes(call);
}

function hasWaitTarget(activity: Activity): activity is WaitingActivity {
  return activity.doing !== undefined && activity.waitsFor !== undefined;
}

const known = oncePer((_: Process): {activities?: Activities} => ({}));

/** What the threads of a process are doing: read once, so that every question about it is answered from one moment. */
export function activitiesOf(snapshot: Snapshot, process: Process): Activities {
  const kept = known(process);
  kept.activities ??= new Activities(
    snapshot,
    process,
    process.liveThreads().map(thread => readActivity(snapshot, thread)),
  );
  return kept.activities;
}
