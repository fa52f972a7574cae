import {orUndefined} from '../kernel/read.ts';
import {hasSignal} from '../parse/signal-set.ts';
import {once} from './once.ts';
import type {Process} from './process.ts';
import {readSigchld, SIGCHLD} from './sigchld.ts';
import type {Snapshot} from './snapshot.ts';
import {type Activity, readActivity, type WaitTarget} from './wait-call.ts';

/** What a thread is doing, where that could be seen. */
export type SeenActivity = Activity & {readonly doing: string};

/** The parent of zombies, looked at for why it does not wait for them. */
export class Reaper {
  readonly process: Process;
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot, process: Process) {
    this.#snapshot = snapshot;
    this.process = process;
  }

  readonly sigchld = once(() => orUndefined(readSigchld(this.process)));

  /** What each live thread is doing. */
  readonly activities = once((): Activity[] =>
    this.process.liveThreads().map(thread => readActivity(this.#snapshot, thread)),
  );

  /** The threads that wait for children right now. */
  readonly waits = once(() => this.activities().filter(hasWaitTarget));

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
  readonly signalfd = once((): number | undefined => {
    const descriptors = orUndefined(this.process.descriptors()) ?? [];
    const signalfds = descriptors.filter(({target}) => orUndefined(target()) === 'anon_inode:[signalfd]');
    return signalfds.find(({info}) => hasSignal(orUndefined(info())?.signalMask ?? 0n, SIGCHLD))?.fd;
  });

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
