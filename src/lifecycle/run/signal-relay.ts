import type {ChildFunctions} from '../../kernel/children/c-functions.ts';
import {type GroupWitness, startGroupWitness} from '../../kernel/children/group-witness.ts';
import {terminalPlace} from '../../kernel/children/own-process.ts';
import {orUndefined} from '../../kernel/read.ts';
import {parsePidStatus} from '../../parse/process/pid-status.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import {signalNumber} from '../../parse/signals/signals.ts';
import type {Surroundings} from './surroundings.ts';
import {isEnd, type WaitEvent} from './wait-event.ts';

/** Who signals a process and then its group, as timeout(1) does, takes less than this for both. */
const SAME_SIGNAL_MS = 50;

/** Node reports a signal within this time. */
const AHEAD_MS = 1000;

const relayed = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGUSR2',
  'SIGALRM',
  'SIGVTALRM',
  'SIGTSTP',
  'SIGWINCH',
  'SIGIO',
  'SIGPWR',
] as const satisfies readonly NodeJS.Signals[];
type Relayed = (typeof relayed)[number];

/** What a terminal sends to its whole foreground process group. */
const fromTerminal: readonly Relayed[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTSTP', 'SIGWINCH'];

/**
 * Passes on what procdoc gets, unless the whole process group got it, the command included. A child that blocks the
 * signals shows that; where none can be started, what a terminal may have sent to its foreground group is taken to be
 * sent to all.
 */
export class SignalRelay {
  readonly #c: ChildFunctions;
  readonly #surroundings: Surroundings;
  readonly #send: (signal: NodeJS.Signals) => unknown;
  /** What came, and whether the group is known to have got it. */
  readonly #inFlight = new Map<Relayed, boolean>();
  #witness: GroupWitness | undefined;
  #continuedAtMs = 0;
  /** When the group was seen to have got what Node has not told of yet. */
  readonly #ahead = new Map<Relayed, number>();

  /** @param send called with each signal that only procdoc got */
  constructor(c: ChildFunctions, surroundings: Surroundings, send: (signal: NodeJS.Signals) => unknown) {
    this.#c = c;
    this.#surroundings = surroundings;
    this.#send = send;
    this.#startWitness();
    for (const signal of relayed) process.on(signal, this.#receive);
  }

  /** Ends the child that it has for itself; what comes from now on is passed to `onSignal`. */
  retire(onSignal: () => void): void {
    this.#witness?.close();
    this.#witness = undefined;
    for (const signal of relayed) {
      process.off(signal, this.#receive);
      process.on(signal, onSignal);
    }
  }

  /** The pid of the child that it has for itself; undefined where it has none. */
  get ownPid(): number | undefined {
    return this.#witness?.pid;
  }

  /** Whether an event is that of the child which it has for itself; if that was killed, it does without one. */
  owns(event: WaitEvent): boolean {
    if (this.#witness?.pid !== event.pid) return false;
    if (isEnd(event)) this.#witness = undefined;
    return true;
  }

  /**
   * Runs `stop`, which stops procdoc as its command was stopped. Of SIGTSTP before that nothing is passed on: what
   * continues them takes it from the witness, and Node may report it only then: in the turn of its event loop that goes
   * on, or soon after, however late the processor gets to it.
   */
  whileStopped(stop: () => void): void {
    stop();
    this.#inFlight.delete('SIGTSTP');
    this.#continuedAtMs = Infinity;
    setImmediate(() => {
      this.#continuedAtMs = Date.now();
    });
  }

  readonly #receive = (name: NodeJS.Signals): void => {
    const signal = name as Relayed;
    if (this.#inFlight.has(signal)) return;
    if (signal === 'SIGTSTP' && Date.now() - this.#continuedAtMs < SAME_SIGNAL_MS) return;
    this.#inFlight.set(signal, Date.now() - (this.#ahead.get(signal) ?? 0) < AHEAD_MS);
    this.#ahead.delete(signal);
    setTimeout(() => this.#decide(signal), SAME_SIGNAL_MS);
  };

  #decide(signal: Relayed): void {
    this.#askWitness();
    const isForAll = this.#inFlight.get(signal);
    if (isForAll === undefined) return;
    this.#inFlight.delete(signal);
    if (!isForAll && !this.#isFromTerminal(signal)) this.#send(signal);
  }

  /** Whether the terminal may have sent it to all, where no witness can tell. */
  #isFromTerminal(signal: Relayed): boolean {
    return (
      this.#witness === undefined &&
      fromTerminal.includes(signal) &&
      terminalPlace(this.#c)?.isForeground === true
    );
  }

  /** What is pending stays so, so that another witness takes over. */
  #askWitness(): void {
    const {procfs} = this.#surroundings;
    if (!this.#witness || !procfs) return;
    const status = orUndefined(procfs.read(`${this.#witness.pid}/status`));
    const pending = (status && parsePidStatus(status)?.sharedPending) ?? 0n;
    if (pending === 0n) return;
    for (const signal of relayed.filter(each => hasSignal(pending, numberOf(each)))) {
      if (this.#inFlight.has(signal)) this.#inFlight.set(signal, true);
      else this.#ahead.set(signal, Date.now());
    }
    this.#witness.close();
    this.#startWitness();
  }

  #startWitness(): void {
    this.#witness =
      this.#surroundings.procfs && orUndefined(startGroupWitness(this.#c, relayed.map(numberOf)));
  }
}

function numberOf(signal: Relayed): number {
  return signalNumber(signal) ?? 0;
}
