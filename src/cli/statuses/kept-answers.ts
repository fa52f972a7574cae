/** How many bytes of answers are kept, and how many answers: there are 65,536 wait statuses. */
const MOST_BYTES = 20 * 1024 * 1024;
const MOST_ANSWERS = 80_000;

/**
 * Answers to texts that come again, as statuses do in a log. The bytes lie in one piece of memory: a buffer for each
 * would take as much again. Where there is no more room, what was kept is forgotten.
 */
export class KeptAnswers {
  readonly #bytes = Buffer.allocUnsafeSlow(MOST_BYTES);
  /** Where each answer ends; the first begins at 0, and each other one where that before it ends. */
  readonly #ends = new Uint32Array(MOST_ANSWERS);
  readonly #numbers = new Map<string, number>();

  get(text: string): Uint8Array | undefined {
    const number = this.#numbers.get(text);
    return number === undefined ? undefined : this.#bytes.subarray(this.#startOf(number), this.#ends[number]);
  }

  keep(text: string, answer: Uint8Array): void {
    if (answer.length > MOST_BYTES) return;
    if (this.#numbers.size === MOST_ANSWERS || this.#startOf(this.#numbers.size) + answer.length > MOST_BYTES)
      this.#numbers.clear();
    const number = this.#numbers.size;
    const start = this.#startOf(number);
    this.#bytes.set(answer, start);
    this.#ends[number] = start + answer.length;
    this.#numbers.set(text, number);
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : (this.#ends[number - 1] ?? 0);
  }
}
