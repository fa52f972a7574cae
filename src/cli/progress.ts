import {progressText} from '../render/progress.ts';
import {errorTerminal} from './messages.ts';

type Terminal = Pick<NodeJS.WriteStream, 'write'>;

const QUIET_MS = 1000;
const EVERY_MS = 200;
/** How many reads go by between two looks at the clock. */
const READS_PER_LOOK = 512;

/**
 * Shows on a terminal's stderr that procdoc is at work, once an answer takes longer than a second. Reading is
 * synchronous, so the reads themselves drive it.
 */
export class Progress {
  readonly #isQuiet: boolean;
  readonly #terminal: Terminal | null;
  readonly #now: () => number;
  #reads = 0;
  #dueMs: number;
  #shown = false;

  /** @param isQuiet whether to show nothing */
  constructor(
    isQuiet: boolean,
    terminal: Terminal | null = errorTerminal() ?? null,
    now: () => number = () => 1000 * process.uptime(),
  ) {
    this.#isQuiet = isQuiet;
    this.#terminal = terminal;
    this.#now = now;
    this.#dueMs = now() + QUIET_MS;
  }

  /** To be called at each read. */
  readonly onRead = (): void => {
    this.#reads++;
    if (this.#isQuiet || this.#terminal === null) return;
    if (this.#reads % READS_PER_LOOK !== 0 || this.#now() < this.#dueMs) return;
    this.#dueMs = this.#now() + EVERY_MS;
    this.#shown = true;
    this.#terminal.write(`\r${progressText(this.#reads)}`);
  };

  /** Erases the line, before the answer. */
  end(): void {
    if (this.#shown) this.#terminal?.write('\r\x1b[K');
    this.#shown = false;
  }
}
