import {progressText} from '../render/progress.ts';
import {errorTerminal} from './messages.ts';

type Terminal = Pick<NodeJS.WriteStream, 'write'> & {readonly columns?: number | undefined};

const QUIET_MS = 1000;
const EVERY_MS = 200;

/** What is counted while procdoc is at work. */
export interface Steps {
  /** How far it is, for a person. */
  readonly text: (done: number) => string;
  /** How many steps go by between two looks at the clock. */
  readonly perLook: number;
}

const readsOfProc: Steps = {text: progressText, perLook: 512};

/**
 * Shows on a terminal's stderr that procdoc is at work, once an answer takes longer than a second. Reading is
 * synchronous, so the steps themselves drive it.
 */
export class Progress {
  readonly #isQuiet: boolean;
  readonly #steps: Steps;
  readonly #terminal: Terminal | null;
  readonly #now: () => number;
  #done = 0;
  #dueMs: number;
  #shown = false;
  /** How far a part of the work is whose size is known; undefined: no such part is being done. */
  #share: string | undefined;

  /** @param isQuiet whether to show nothing */
  constructor(
    isQuiet: boolean,
    steps: Steps = readsOfProc,
    terminal: Terminal | null = errorTerminal() ?? null,
    now: () => number = () => 1000 * process.uptime(),
  ) {
    this.#isQuiet = isQuiet;
    this.#steps = steps;
    this.#terminal = terminal;
    this.#now = now;
    this.#dueMs = now() + QUIET_MS;
  }

  /** To be called at each step. */
  readonly onStep = (): void => {
    this.#done++;
    if (this.#done % this.#steps.perLook === 0) this.#draw();
  };

  /**
   * To be called as often as a part of the work gets on whose size is known: until it is done, that is shown.
   * @param text how far it is, for a person
   */
  onShare(done: number, all: number, text: (done: number, all: number) => string): void {
    this.#share = done < all ? text(done, all) : undefined;
    if (this.#share !== undefined) this.#draw();
  }

  #draw(): void {
    if (this.#isQuiet || this.#terminal === null || this.#now() < this.#dueMs) return;
    this.#dueMs = this.#now() + EVERY_MS;
    this.#shown = true;
    // A text that wraps can't be drawn over.
    const room = (this.#terminal.columns || Number.POSITIVE_INFINITY) - 1;
    const text = (this.#share ?? this.#steps.text(this.#done)).slice(0, room);
    this.#terminal.write(`\r${text}\x1b[K`);
  }

  /** Erases the line, before the answer. */
  end(): void {
    if (this.#shown) this.#terminal?.write('\r\x1b[K');
    this.#shown = false;
  }
}
