/** The width of a bucket: a value is known to five percent. */
const STEP = 1.1;
/** What is shorter is as good as nothing. */
const SHORTEST_SECONDS = 1e-6;

/** Durations in seconds, of which the median and the worst are asked; it takes the same room for a million as for ten. */
export class Latencies {
  readonly #buckets = new Map<number, number>();
  #count = 0;
  #worst = 0;

  add(seconds: number): void {
    const bucket = Math.round(Math.log(Math.max(seconds, SHORTEST_SECONDS)) / Math.log(STEP));
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
    this.#count++;
    this.#worst = Math.max(this.#worst, seconds);
  }

  /** Undefined where there is none. */
  get worst(): number | undefined {
    return this.#count === 0 ? undefined : this.#worst;
  }

  /** The median, to five percent; undefined where there is none. */
  get median(): number | undefined {
    let left = this.#count / 2;
    for (const [bucket, count] of [...this.#buckets].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return Math.min(STEP ** bucket, this.#worst);
    }
    return undefined;
  }
}
