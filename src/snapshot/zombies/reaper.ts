import {orUndefined} from '../../kernel/read.ts';
import type {SignalAction} from '../../kernel/syscalls.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {type Activity, readActivity, type WaitTarget} from '../activity.ts';
import {once} from '../once.ts';
import type {Process, Thread} from '../process.ts';
import {readSigchld} from '../signals/sigchld.ts';
import {signalfdFor, sigwaiterFor} from '../signals/takers.ts';
import type {Snapshot} from '../snapshot.ts';

/** What a thread is doing, where that could be seen. */
export type SeenActivity = Activity & {readonly doing: string};

/** The parent of zombies, looked at for why it does not wait for them. */
export class Reaper {
  readonly process: Process;
  /** Whether PR_SET_CHILD_SUBREAPER makes it adopt the orphans below it; undefined where that may not be seen. */
  readonly isSubreaper: boolean | undefined;
  readonly #snapshot: Snapshot;
  readonly #action: SignalAction | undefined;

  /** @param action its sigaction(2) for SIGCHLD, where the kernel's own record of it could be read */
  constructor(snapshot: Snapshot, process: Process, action?: SignalAction) {
    this.#snapshot = snapshot;
    this.process = process;
    this.isSubreaper = action?.childSubreaper;
    this.#action = action;
  }

  readonly sigchld = once(() => orUndefined(readSigchld(this.process, this.#action)));

  /** What each live thread is doing. */
  readonly activities = once((): Activity[] =>
    this.process.liveThreads().map(thread => readActivity(this.#snapshot, thread)),
  );

  /** The threads that wait for children right now. */
  readonly waits = once(() => this.activities().filter(hasWaitTarget));

  /** Whether a thread waits for children, whichever those are: a pidfd that is waited for may not be seen. */
  readonly isInWait = once(() =>
    this.activities().some(({doing}) => doing === 'wait4' || doing === 'waitid' || doing === 'waitpid'),
  );

  /** The thread that tells most of what it is about: one that waits for children, else the first that could be seen. */
  readonly mainActivity = once((): SeenActivity | undefined => {
    const seen = [...this.waits(), ...this.activities()];
    return seen.find((activity): activity is SeenActivity => activity.doing !== undefined);
  });

  /** Whether it was seen what every thread does; otherwise one of them may be waiting unseen. */
  readonly isFullySeen = once(
    () => this.activities().length > 0 && this.activities().every(activity => activity.doing !== undefined),
  );

  /** Whether it is PID 1 of its pid namespace, and so adopts every orphan in it; undefined where that may not be seen. */
  readonly isInit = once(() => {
    const nspids = orUndefined(this.process.status())?.nspids;
    return nspids === undefined ? undefined : nspids.at(-1) === 1;
  });

  /** A descriptor of its own that takes SIGCHLD: signalfd(2). */
  readonly signalfd = once((): number | undefined => signalfdFor(this.process, SIGCHLD));

  /** Whether its descriptors could be listed; otherwise it may have a signalfd unseen. */
  get isSignalfdSeen(): boolean {
    return this.process.descriptors().ok;
  }

  /** The thread that waits for SIGCHLD in sigwait(3): see signal-takers. */
  readonly sigwaiter = once((): Thread | undefined => sigwaiterFor(this.activities(), SIGCHLD));

  /** A zombie's pid as this parent's own system calls would name it: its pid in the parent's pid namespace. */
  pidOf(child: Process): number {
    const depth = orUndefined(this.process.status())?.nspids.length ?? 1;
    return orUndefined(child.status())?.nspids[depth - 1] ?? child.pid;
  }

  pgidOf(child: Process): number {
    const depth = orUndefined(this.process.status())?.nspids.length ?? 1;
    return orUndefined(child.status())?.nspgids[depth - 1] ?? child.stat.pgid;
  }

  /** Whether a wait for this target would take that child. */
  isWaitedFor(child: Process, target: WaitTarget): boolean {
    if (target.kind === 'any') return true;
    return target.kind === 'pid' ? target.pid === this.pidOf(child) : target.pgid === this.pgidOf(child);
  }
}

function hasWaitTarget(activity: Activity): activity is Activity & {waitsFor: WaitTarget} {
  return activity.waitsFor !== undefined;
}
