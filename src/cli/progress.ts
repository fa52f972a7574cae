import {progressText} from '../render/progress.ts';
import {errorTerminal} from './messages.ts';

type Terminal = Pick<NodeJS.WriteStream, 'write'>;

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
    if (this.#isQuiet || this.#terminal === null) return;
    if (this.#done % this.#steps.perLook !== 0 || this.#now() < this.#dueMs) return;
    this.#dueMs = this.#now() + EVERY_MS;
    this.#shown = true;
    this.#terminal.write(`\r${this.#steps.text(this.#done)}`);
  };

  /** Erases the line, before the answer. */
  end(): void {
    if (this.#shown) this.#terminal?.write('\r\x1b[K');
    this.#shown = false;
  }
}
