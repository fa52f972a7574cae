import type {ChildFunctions} from '../../kernel/children/c-functions.ts';
import {terminalPlace} from '../../kernel/children/own-process.ts';
import {type KillerWatch, openKillerWatch} from '../killers/killer-watch.ts';
import {type Death, deathOf, type UnseenSenders} from './death.ts';
import {OomCount} from './oom-count.ts';
import type {Surroundings} from './surroundings.ts';
import type {WaitEvent} from './wait-event.ts';

/** What most commands take less than need not be paid for: the programs for the kernel take 0.1 s of CPU time to load. */
const LOAD_AFTER_MS = 100;

/** Watches what may kill a command, from its start on. */
export class DeathWatch {
  readonly #c: ChildFunctions;
  readonly #oomCount: OomCount;
  readonly #hadTerminal: boolean;
  readonly #timer: NodeJS.Timeout;
  #killers: KillerWatch | undefined;
  #unseen: UnseenSenders | undefined = {kind: 'too-early', watchedFromMs: LOAD_AFTER_MS};

  constructor(c: ChildFunctions, surroundings: Surroundings) {
    this.#c = c;
    this.#oomCount = new OomCount(surroundings);
    this.#hadTerminal = terminalPlace(c) !== undefined;
    this.#timer = setTimeout(() => void this.#open(), LOAD_AFTER_MS);
  }

  /**
   * How the command came to its death; undefined where it exited by itself.
   * @param sentByProcdoc the signals that procdoc sent it, and did not just pass on
   */
  deathOf(end: WaitEvent, sentByProcdoc: readonly NodeJS.Signals[]): Death | undefined {
    return deathOf(end, {
      sentByProcdoc,
      killerOf: (process, signal) => this.#killers?.killerOf(process, signal),
      unseen: this.#unseen,
      oomKills: () => this.#oomCount.kills(),
      hasHungUp: () => this.#hadTerminal && terminalPlace(this.#c) === undefined,
    });
  }

  /** A reaped process can be killed no more. */
  reaped(pid: number): void {
    this.#killers?.forget(pid);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#killers?.close();
    this.#killers = undefined;
  }

  async #open(): Promise<void> {
    const opened = await openKillerWatch();
    this.#killers = opened.ok ? opened.value : undefined;
    this.#unseen = opened.ok ? undefined : {kind: 'refused', errno: opened.errno};
  }
}
