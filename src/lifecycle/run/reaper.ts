import type {ChildFunctions} from '../../kernel/children/c-functions.ts';
import {peekChild, type Waited, waitForChild} from '../../kernel/children/wait.ts';
import {monotonicMs} from '../../kernel/monotonic-ms.ts';
import {orUndefined} from '../../kernel/read.ts';
import {type PidStat, parsePidStat} from '../../parse/process/pid-stat.ts';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import {type DeathTraces, readDeathTraces} from './death-traces.ts';
import type {Surroundings} from './surroundings.ts';
import {isEnd, type WaitEvent} from './wait-event.ts';

/** What a child showed before it was waited for. */
interface Seen {
  readonly stat: PidStat | undefined;
  readonly traces: DeathTraces | undefined;
}

/** A signal handler may miss what happens in the moment in which it is installed. */
const SAFETY_MS = 1000;
/** How long it reaps at a time. A command may orphan faster than that, and timers and other signals have to get their turn. */
const TURN_MS = 50;

/**
 * Waits for every child of procdoc, and tells what became of it. It looks at a zombie before it reaps it, since nothing
 * is left of it afterwards.
 */
export class Reaper {
  readonly #c: ChildFunctions;
  readonly #surroundings: Surroundings;
  readonly #onEvent: (event: WaitEvent) => void;
  readonly #timer: NodeJS.Timeout;
  #nextTurn: NodeJS.Immediate | undefined;
  /** How much memory procdoc had when it started the command. */
  #ownMaxRssBytes = 0;
  #commandPid: number | undefined;
  #areChildrenLeft = true;
  #onceNoneIsLeft: (() => void)[] = [];

  constructor(c: ChildFunctions, surroundings: Surroundings, onEvent: (event: WaitEvent) => void) {
    this.#c = c;
    this.#surroundings = surroundings;
    this.#onEvent = onEvent;
    process.on('SIGCHLD', this.#reapSoon);
    this.#timer = setInterval(this.#reapSoon, SAFETY_MS);
  }

  /** Says which child is the command. */
  accompany(commandPid: number): void {
    this.#ownMaxRssBytes = process.resourceUsage().maxRSS * 1024;
    this.#commandPid = commandPid;
    this.#reap();
  }

  /** Resolves once procdoc has no child, and so no descendant: orphans would be its children. */
  noneIsLeft(): Promise<void> {
    this.#reap();
    return this.#areChildrenLeft
      ? new Promise(resolve => this.#onceNoneIsLeft.push(resolve))
      : Promise.resolve();
  }

  close(): void {
    process.off('SIGCHLD', this.#reapSoon);
    clearInterval(this.#timer);
    clearImmediate(this.#nextTurn);
  }

  /** Node calls for each SIGCHLD that came, and goes on to nothing else while more of them come than are answered. */
  readonly #reapSoon = (): void => {
    this.#nextTurn ??= setImmediate(() => this.#reap());
  };

  #reap(): void {
    clearImmediate(this.#nextTurn);
    this.#nextTurn = undefined;
    const endsAt = monotonicMs() + TURN_MS;
    for (;;) {
      const next = peekChild(this.#c);
      this.#areChildrenLeft = next.ok;
      if (!next.ok || next.value === undefined) break;
      if (monotonicMs() > endsAt) {
        this.#reapSoon();
        break;
      }
      const seen = this.#lookAt(next.value);
      const waited = orUndefined(waitForChild(this.#c, next.value));
      if (waited) this.#tell(waited, seen);
    }
    if (this.#areChildrenLeft) return;
    for (const resolve of this.#onceNoneIsLeft.splice(0)) resolve();
  }

  #lookAt(pid: number): Seen {
    const procfs = this.#surroundings.procfs;
    const bytes = procfs && orUndefined(procfs.read(`${pid}/stat`));
    const stat = bytes && parsePidStat(bytes);
    const isKilled = pid === this.#commandPid && stat?.state === 'Z' && (stat.exitCode & 0x7f) !== 0;
    return {stat, traces: procfs && isKilled ? readDeathTraces(procfs, pid) : undefined};
  }

  #tell({pid, status, usage}: Waited, {stat, traces}: Seen): void {
    const isCommand = pid === this.#commandPid;
    const event: WaitEvent = {
      timeMs: Date.now(),
      pid,
      startTicks: stat?.startTicks,
      comm: stat?.comm,
      isCommand,
      status: decodeWaitStatus(status),
      usage: {...usage, isMaxRssBound: isCommand && usage.maxRssBytes <= this.#ownMaxRssBytes},
      traces,
    };
    if (isCommand && isEnd(event)) this.#commandPid = undefined;
    this.#onEvent(event);
  }
}
