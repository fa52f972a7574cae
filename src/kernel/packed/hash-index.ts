/** The least number of slots; always a power of two. */
const FEWEST_SLOTS = 1024;

/**
 * Which of hundreds of thousands of numbered things have a hash: they take 8 bytes each here, and in a Map ten times that
 * (measured). Who asks for one goes from slot to slot, from `slotOf` by `after`, until `itemAt` gives it, or undefined.
 */
export class HashIndex {
  readonly #hashOf: (item: number) => number;
  /** One more than the number of the thing; 0: none. */
  #slots = new Int32Array(FEWEST_SLOTS);
  #count = 0;

  /** @param hashOf the hash of a thing that was added: a whole number */
  constructor(hashOf: (item: number) => number) {
    this.#hashOf = hashOf;
  }

  slotOf(hash: number): number {
    return hash & (this.#slots.length - 1);
  }

  after(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }

  itemAt(slot: number): number | undefined {
    const item = this.#slots[slot] ?? 0;
    return item === 0 ? undefined : item - 1;
  }

  /** Adds a thing that isn't there yet. */
  add(item: number): void {
    this.#count += 1;
    if (2 * this.#count > this.#slots.length) this.#grow();
    this.#put(item);
  }

  #put(item: number): void {
    let slot = this.slotOf(this.#hashOf(item));
    while (this.#slots[slot] !== 0) slot = this.after(slot);
    this.#slots[slot] = item + 1;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    for (const item of old) if (item !== 0) this.#put(item - 1);
  }
}
