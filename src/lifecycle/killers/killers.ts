import type {ProcessEvent} from '../../kernel/events/process-event.ts';
import {type Killer, killerBy, type SignalEvent} from './killer.ts';

/** What was seen of one signal to one process: a process can get many, of which two say all that is asked. */
interface Seen {
  last: SignalEvent;
  /** Whether all came from the same process. */
  fromOne: boolean;
  /** The last one that another process sent. */
  fromOther: SignalEvent | undefined;
}

interface Target {
  readonly startTicks: number | undefined;
  readonly signals: Map<number, Seen>;
  chosenByOom: boolean;
}

const SIGKILL = 9;

/** Of how many processes the signals are kept: most of them exit where nobody says so. */
const MOST_TARGETS = 20_000;

/** Who killed whom, of the signals that were seen; about processes by pid and start. */
export class Killers {
  readonly #targets = new Map<number, Target>();
  /** From this time on, every signal was seen: in clock ticks since boot. */
  #seesAllSince: number;

  /** @param startTicks when the signals began to be seen, in clock ticks since boot */
  constructor(startTicks: number) {
    this.#seesAllSince = startTicks;
  }

  /** Takes a signal, or a choice of the OOM killer; any other event says nothing here. */
  note(event: ProcessEvent): void {
    if (event.type === 'oom') this.#targetOf(event.process).chosenByOom = true;
    if (event.type !== 'signal' || event.result === 'merged') return;
    const {signals} = this.#targetOf(event.process);
    const seen = signals.get(event.signal);
    const fromOther = event.sender && event.sender.pid !== event.process.pid ? event : undefined;
    if (!seen) signals.set(event.signal, {last: event, fromOne: true, fromOther});
    // The signal by which the process exits is followed by none that counts.
    else if (!seen.last.fatal) {
      seen.fromOne &&= seen.last.sender?.pid === event.sender?.pid;
      seen.last = event;
      seen.fromOther = fromOther ?? seen.fromOther;
    }
  }

  /** Signals were lost until now. */
  missedSome(startTicks: number): void {
    this.#seesAllSince = startTicks;
  }

  /** The process is no more. */
  forget(pid: number): void {
    this.#targets.delete(pid);
  }

  /**
   * Who killed a process by this signal; undefined where that wasn't seen. Proven where the kernel took this very signal
   * for the end of the process, or where the process got the signal from one sender only, and all of its signals were seen.
   */
  killerOf(process: {pid: number; startTicks: number | undefined}, signal: number): Killer | undefined {
    const target = this.#targets.get(process.pid);
    if (!target || !isSame(target.startTicks, process.startTicks)) return undefined;
    const seen = target.signals.get(signal);
    if (!seen) return undefined;
    const sawAll = process.startTicks !== undefined && process.startTicks > this.#seesAllSince;
    const isSure = isEnd(seen, signal) || (seen.fromOne && sawAll);
    const byOom = target.chosenByOom && signal === SIGKILL;
    return killerBy(seen.last, {byOom, isSure, fromOther: seen.fromOther?.sender});
  }

  #targetOf({pid, startTicks}: ProcessEvent['process']): Target {
    const known = this.#targets.get(pid);
    if (known && isSame(known.startTicks, startTicks)) return known;
    const target: Target = {startTicks, signals: new Map(), chosenByOom: false};
    this.#targets.delete(pid);
    this.#targets.set(pid, target);
    this.#dropEldest();
    return target;
  }

  /** What is dropped counts as missed: of a process that started later, no signal was. */
  #dropEldest(): void {
    const [eldest] = this.#targets;
    if (this.#targets.size <= MOST_TARGETS || !eldest) return;
    const [pid, {startTicks}] = eldest;
    this.#targets.delete(pid);
    this.#seesAllSince = Math.max(this.#seesAllSince, startTicks || Number.POSITIVE_INFINITY);
  }
}

/**
 * Whether the process exits by the last signal of these. Before Linux 5.17, a process that is exiting by a signal that it had
 * blocked still gets others, which look as if they were its end. SIGKILL can't be blocked, and none that exits sends any.
 */
function isEnd({last, fromOne}: Seen, signal: number): boolean {
  return last.fatal && (signal === SIGKILL || fromOne || last.sender?.pid === last.process.pid);
}

/** Whether two starts can be those of one process; 0 and undefined are unknown. */
function isSame(a: number | undefined, b: number | undefined): boolean {
  return !a || !b || a === b;
}
