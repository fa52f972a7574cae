import {progressText} from '../render/progress.ts';

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
  readonly #stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
  readonly #now: () => number;
  #reads = 0;
  #dueMs: number;
  #shown = false;

  /** @param isQuiet whether to show nothing */
  constructor(
    isQuiet: boolean,
    stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
    now: () => number = () => performance.now(),
  ) {
    this.#isQuiet = isQuiet;
    this.#stream = stream;
    this.#now = now;
    this.#dueMs = now() + QUIET_MS;
  }

  /** To be called at each read. */
  readonly onRead = (): void => {
    this.#reads++;
    if (this.#isQuiet || !this.#stream.isTTY) return;
    if (this.#reads % READS_PER_LOOK !== 0 || this.#now() < this.#dueMs) return;
    this.#dueMs = this.#now() + EVERY_MS;
    this.#shown = true;
    this.#stream.write(`\r${progressText(this.#reads)}`);
  };

  /** Erases the line, before the answer. */
  end(): void {
    if (this.#shown) this.#stream.write('\r\x1b[K');
    this.#shown = false;
  }
}
