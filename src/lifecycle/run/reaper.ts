import type {ChildFunctions} from '../../kernel/children/c-functions.ts';
import {peekChild, type ResourceUsage, waitForChild} from '../../kernel/children/wait.ts';
import {orUndefined} from '../../kernel/read.ts';
import {type PidStat, parsePidStat} from '../../parse/process/pid-stat.ts';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import type {Surroundings} from './surroundings.ts';
import {isEnd, type WaitEvent} from './wait-event.ts';

/** A signal handler may miss what happens in the moment in which it is installed. */
const SAFETY_MS = 1000;

/**
 * Waits for every child of procdoc, and tells what became of it. It looks at a zombie before it reaps it, since nothing
 * is left of it afterwards.
 */
export class Reaper {
  readonly #c: ChildFunctions;
  readonly #surroundings: Surroundings;
  readonly #onEvent: (event: WaitEvent) => void;
  readonly #timer: NodeJS.Timeout;
  /** How much memory procdoc had when it started the command. */
  #ownMaxRssBytes = 0;
  #commandPid: number | undefined;
  #areChildrenLeft = true;
  #onceNoneIsLeft: (() => void)[] = [];

  constructor(c: ChildFunctions, surroundings: Surroundings, onEvent: (event: WaitEvent) => void) {
    this.#c = c;
    this.#surroundings = surroundings;
    this.#onEvent = onEvent;
    process.on('SIGCHLD', this.reap);
    this.#timer = setInterval(this.reap, SAFETY_MS);
  }

  /** Says which child is the command. */
  accompany(commandPid: number): void {
    this.#ownMaxRssBytes = process.resourceUsage().maxRSS * 1024;
    this.#commandPid = commandPid;
    this.reap();
  }

  /** Resolves once procdoc has no child, and so no descendant: orphans would be its children. */
  noneIsLeft(): Promise<void> {
    this.reap();
    return this.#areChildrenLeft
      ? new Promise(resolve => this.#onceNoneIsLeft.push(resolve))
      : Promise.resolve();
  }

  close(): void {
    process.off('SIGCHLD', this.reap);
    clearInterval(this.#timer);
  }

  readonly reap = (): void => {
    for (;;) {
      const next = peekChild(this.#c);
      this.#areChildrenLeft = next.ok;
      if (!next.ok || next.value === undefined) break;
      const stat = this.#statOf(next.value);
      const waited = orUndefined(waitForChild(this.#c, next.value));
      if (waited) this.#tell(waited.pid, stat, waited.status, waited.usage);
    }
    if (this.#areChildrenLeft) return;
    for (const resolve of this.#onceNoneIsLeft.splice(0)) resolve();
  };

  #statOf(pid: number): PidStat | undefined {
    const procfs = this.#surroundings.procfs;
    const bytes = procfs && orUndefined(procfs.read(`${pid}/stat`));
    return bytes && parsePidStat(bytes);
  }

  #tell(pid: number, stat: PidStat | undefined, raw: number, usage: ResourceUsage): void {
    const isCommand = pid === this.#commandPid;
    const event: WaitEvent = {
      timeMs: Date.now(),
      pid,
      startTicks: stat?.startTicks,
      comm: stat?.comm,
      isCommand,
      status: decodeWaitStatus(raw),
      usage: {...usage, isMaxRssBound: isCommand && usage.maxRssBytes <= this.#ownMaxRssBytes},
    };
    if (isCommand && isEnd(event)) this.#commandPid = undefined;
    this.#onEvent(event);
  }
}
