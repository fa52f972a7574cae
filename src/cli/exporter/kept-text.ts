/** A text that takes work to make: made once for all who ask at the same time, and kept for a while. */
export class KeptText {
  readonly #make: () => Promise<string>;
  readonly #keptMs: number;
  #text: Promise<string> | undefined;
  #madeAtMs = Number.POSITIVE_INFINITY;

  constructor(make: () => Promise<string>, keptMs: number) {
    this.#make = make;
    this.#keptMs = keptMs;
  }

  /** Rejects where it could not be made; then it is made again for the next who asks. */
  get(): Promise<string> {
    const isOld = performance.now() - this.#madeAtMs > this.#keptMs;
    if (this.#text && !isOld) return this.#text;
    this.#madeAtMs = Number.POSITIVE_INFINITY;
    this.#text = this.#make();
    this.#text.then(
      () => {
        this.#madeAtMs = performance.now();
      },
      () => {
        this.#text = undefined;
      },
    );
    return this.#text;
  }
}
