import {orUndefined} from '../../kernel/read.ts';
import {hasEnded} from '../../parse/process/pid-stat.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGTSTP} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import {type Activity, readActivity} from '../activity.ts';
import {once} from '../once.ts';
import {isInnerInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {type PipelineProgram, pipelineProgram} from '../programs/pipeline-program.ts';
import {programName} from '../programs/runtime.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Disposition, dispositionOf} from './disposition.ts';
import {keepingOf, type SignalLine, signalLine} from './line.ts';
import {blocks, signalfdFor, sigwaiterFor} from './takers.ts';

/** What a thread does only for a moment, with signals blocked that it waits for, or unblocks, right after. */
const passing = new Set(['running', 'clone', 'clone3', 'vfork', 'execve', 'execveat']);

/** A process on which a signal that ends programs takes no effect, with all that bears on why. */
export class SignalCase {
  readonly process: Process;
  readonly #status: PidStatus;
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot, process: Process, status: PidStatus) {
    this.#snapshot = snapshot;
    this.process = process;
    this.#status = status;
  }

  disposition(signal: number): Disposition {
    return dispositionOf(this.#status, signal);
  }

  ignores(...signals: readonly number[]): boolean {
    return signals.every(signal => this.disposition(signal) === 'ignored');
  }

  /** Whether every live thread blocks a signal. */
  blocks(signal: number): boolean {
    const threads = this.process.liveThreads();
    return threads.length > 0 && threads.every(thread => blocks(thread, signal));
  }

  /** Whether one waits to be delivered. */
  isPending(signal: number): boolean {
    return hasSignal(this.#status.sharedPending, signal);
  }

  /**
   * Whether a signalfd or a thread in sigwait(3) takes a signal. Undefined where that may not be seen, or a
   * thread is on its way: between two calls of sigwait(3), or between fork and exec.
   */
  isTaken(signal: number): boolean | undefined {
    if (signalfdFor(this.process, signal) !== undefined) return true;
    if (sigwaiterFor(this.#activities(), signal) !== undefined) return true;
    return this.process.descriptors().ok && this.#isAsleep() ? false : undefined;
  }

  /** Whether a thread waits for children, as a caller of system(3) does; undefined where that may not be seen. */
  readonly isWaiting = once((): boolean | undefined => {
    if (this.#activities().some(({doing}) => doing === 'wait4' || doing === 'waitid')) return true;
    return this.#isAsleep() ? false : undefined;
  });

  /** Whether it is unshare(1) --fork, which blocks SIGINT and SIGTERM while it waits for its child: that is to get them. */
  isForkingUnshare(): boolean {
    return programName(this.process) === 'unshare' && this.isWaiting() === true;
  }

  /** Down which parents a signal came to be kept from it: see signal-line. */
  line(signal: number): SignalLine {
    return signalLine(this.#snapshot, this.process, signal);
  }

  /** Whether systemd(1) started the eldest of a line, or is it: the machine's, or a user's. */
  isFromSystemd([eldest]: SignalLine): boolean {
    const parent = this.#snapshot.find(eldest.stat.ppid);
    return [eldest, parent].some(process => process && programName(process) === 'systemd');
  }

  /**
   * The shell that started one of a line as a job, and does not ignore a signal itself: it has no job control,
   * for they are of one process group. Undefined where it was no shell.
   */
  shellOf(job: Process, signal: number): Process | undefined {
    const parent = this.#snapshot.find(job.stat.ppid);
    if (!parent || pipelineProgram(parent) !== 'shell' || parent.stat.pgid !== job.stat.pgid)
      return undefined;
    const keeping = keepingOf(parent, signal);
    return keeping === undefined || keeping === 'ignored' ? undefined : parent;
  }

  readonly program = once((): PipelineProgram | undefined => pipelineProgram(this.process));

  /** Whether it is a shell with job control, or told to be interactive (-i). */
  readonly isInteractiveShell = once((): boolean => {
    if (this.program() !== 'shell') return false;
    const options = (orUndefined(this.process.argv()) ?? []).slice(1);
    return this.ignores(SIGTSTP) || options.some(option => /^-[a-z]*i[a-z]*$/i.test(option));
  });

  /** Whether Ctrl-C at its terminal signals it: it is in the foreground process group. */
  get isInForeground(): boolean {
    const {terminal, pgid, foregroundPgid} = this.process.stat;
    return terminal !== 0 && pgid === foregroundPgid;
  }

  /** Whether its standard output leads into a pipe or socket; undefined where that may not be seen. */
  readonly writesIntoPipe = once((): boolean | undefined => {
    const descriptors = orUndefined(this.process.descriptors());
    const target = descriptors?.find(({fd}) => fd === 1)?.target();
    if (!descriptors || (target && !target.ok)) return undefined;
    return target !== undefined && /^(?:pipe|socket):/.test(target.value);
  });

  /** Whether it is PID 1 of a pid namespace, the machine's own included. */
  get isInit(): boolean {
    return this.#status.nspids.at(-1) === 1;
  }

  /** Whether it is PID 1 of a pid namespace that is not the machine's own; undefined where that may not be seen. */
  readonly isInnerInit = once((): boolean | undefined => isInnerInit(this.#snapshot, this.process));

  readonly #activities = once((): Activity[] =>
    this.process.liveThreads().map(thread => readActivity(this.#snapshot, thread)),
  );

  /** Whether every thread is seen to sleep in what it will go on sleeping in. */
  #isAsleep(): boolean {
    const activities = this.#activities();
    return activities.length > 0 && activities.every(({doing}) => doing !== undefined && !passing.has(doing));
  }
}

/** Those of the processes that one of the signals has no effect on, by a status each; PID 1s that do not catch SIGTERM are among them. */
export function readSignalCases(snapshot: Snapshot, processes: readonly Process[]): SignalCase[] {
  return processes
    .filter(({stat}) => !hasEnded(stat.state))
    .flatMap(process => {
      const status = orUndefined(process.status());
      return status && isCandidate(status) ? new SignalCase(snapshot, process, status) : [];
    });
}

function isCandidate(status: PidStatus): boolean {
  const {ignored, blocked, caught, nspids} = status;
  if ([SIGHUP, SIGPIPE, SIGTERM].some(signal => hasSignal(ignored, signal))) return true;
  if (hasSignal(ignored, SIGINT) && hasSignal(ignored, SIGQUIT)) return true;
  return hasSignal(blocked, SIGTERM) || (nspids.at(-1) === 1 && !hasSignal(caught, SIGTERM));
}
