import type {Read} from '../read.ts';
import type {DescriptorId, Syscalls} from '../syscalls.ts';
import {descriptorName} from './names.ts';

/**
 * The open file descriptions that were compared, in the order of kcmp(2). Each descriptor gets its place when it is
 * first met, so that any two descriptors compare later as they do now.
 */
export class DescriptionOrder implements Iterable<readonly DescriptorId[]> {
  readonly #compare: Syscalls['compareDescriptions'];
  readonly #met = new Set<string>();
  /** The places in order; all descriptors of one place refer to one description. */
  readonly #places: DescriptorId[][] = [];
  /** Places whose processes have exited since, so that nothing can be compared with them any more. */
  readonly #gone: DescriptorId[][] = [];
  /** Which place the descriptor before was given: one that is asked for next to it often has the same. */
  #latest = 0;

  constructor(compare: Syscalls['compareDescriptions']) {
    this.#compare = compare;
  }

  *[Symbol.iterator](): Iterator<readonly DescriptorId[]> {
    yield* this.#places;
    yield* this.#gone;
  }

  /** Gives a descriptor its place: one that kcmp(2) has just compared, with whatever it was. */
  put(descriptor: DescriptorId): void {
    const name = descriptorName(descriptor);
    if (this.#met.has(name)) return;
    this.#met.add(name);
    let [low, high] = [0, this.#places.length];
    for (let at = Math.min(this.#latest, high - 1); low < high; at = (low + high) >> 1) {
      const place = this.#places[at] ?? [];
      const order = this.#orderAt(descriptor, place);
      if (!order) {
        this.#gone.push(...this.#places.splice(at, 1));
        high -= 1;
      } else if (order.value === 0) {
        place.push(descriptor);
        this.#latest = at;
        return;
      } else if (order.value < 0) high = at;
      else low = at + 1;
    }
    this.#places.splice(low, 0, [descriptor]);
    this.#latest = low;
  }

  /**
   * Gives a descriptor the place of the one before, if it refers to the same description. It has one call of kcmp(2) for that,
   * where to compare it with itself and then to `put` it takes two.
   */
  putNext(descriptor: DescriptorId): boolean {
    const place = this.#places[this.#latest];
    const name = descriptorName(descriptor);
    if (!place?.[0] || this.#met.has(name)) return false;
    const order = this.#compare(descriptor, place[0]);
    if (!order.ok || order.value !== 0) return false;
    this.#met.add(name);
    place.push(descriptor);
    return true;
  }

  /** The order of a descriptor and a place, by the first descriptor of the place that still answers. */
  #orderAt(descriptor: DescriptorId, place: readonly DescriptorId[]) {
    for (const standing of place) {
      const order: Read<-1 | 0 | 1> = this.#compare(descriptor, standing);
      if (order.ok) return order;
    }
    return undefined;
  }
}
