import type {Read} from '../read.ts';
import type {DescriptorId, Syscalls} from '../syscalls.ts';
import {descriptorName} from './values.ts';

/**
 * The open file descriptions that were compared, in the order that kcmp(2) has them in. Each descriptor is put
 * in its place as soon as it is met, so that later any two of them compare as they do now.
 */
export class DescriptionOrder implements Iterable<readonly DescriptorId[]> {
  readonly #compare: Syscalls['compareDescriptions'];
  readonly #met = new Set<string>();
  /** In order; the descriptors of one place refer to the same description. */
  readonly #places: DescriptorId[][] = [];
  /** Whose processes have ended since: nothing can be compared with them any more. */
  readonly #gone: DescriptorId[][] = [];

  constructor(compare: Syscalls['compareDescriptions']) {
    this.#compare = compare;
  }

  *[Symbol.iterator](): Iterator<readonly DescriptorId[]> {
    yield* this.#places;
    yield* this.#gone;
  }

  /** Leaves out a descriptor that cannot be asked about. */
  put(descriptor: DescriptorId): void {
    const name = descriptorName(descriptor);
    if (this.#met.has(name) || !this.#compare(descriptor, descriptor).ok) return;
    this.#met.add(name);
    let [low, high] = [0, this.#places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const place = this.#places[middle] ?? [];
      const order = this.#orderAt(descriptor, place);
      if (!order) {
        this.#gone.push(...this.#places.splice(middle, 1));
        high -= 1;
      } else if (order.value === 0) {
        place.push(descriptor);
        return;
      } else if (order.value < 0) high = middle;
      else low = middle + 1;
    }
    this.#places.splice(low, 0, [descriptor]);
  }

  /** By the first of a place that still answers. */
  #orderAt(descriptor: DescriptorId, place: readonly DescriptorId[]) {
    for (const standing of place) {
      const order: Read<-1 | 0 | 1> = this.#compare(descriptor, standing);
      if (order.ok) return order;
    }
    return undefined;
  }
}
