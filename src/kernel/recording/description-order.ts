import type {Read} from '../read.ts';
import type {DescriptorId, Syscalls} from '../syscalls.ts';

/** More than any number of a descriptor, so that with a pid it makes a number that is exact. */
const ALL_DESCRIPTORS = 2 ** 31;

/**
 * The place of a description, once kcmp(2) has found one of its descriptors there. It was known before then whose descriptor that
 * is, and the process may have put another description in its place since: where two processes have it, that is ruled out.
 */
interface ObjectPlace {
  readonly place: DescriptorId[];
  readonly pid: number;
  isSure: boolean;
}

/**
 * The open file descriptions that were compared, in the order of kcmp(2). Each descriptor gets its place when it is
 * first met, so that any two descriptors compare later as they do now.
 */
export class DescriptionOrder implements Iterable<readonly DescriptorId[]> {
  readonly #compare: Syscalls['compareDescriptions'];
  /** A number that descriptors of one description have in common; undefined where that isn't known. */
  readonly #objectOf: (descriptor: DescriptorId) => number | undefined;
  readonly #met = new Set<number>();
  /** The places in order; all descriptors of one place refer to one description. */
  readonly #places: DescriptorId[][] = [];
  /** Places whose processes have exited since, so that nothing can be compared with them any more. */
  readonly #gone: DescriptorId[][] = [];
  /** The place of each object that kcmp(2) has met. */
  readonly #placeOf = new Map<number, ObjectPlace>();
  /** Which place the descriptor before was given: one that is asked for next to it often has the same. */
  #latest = 0;

  constructor(
    compare: Syscalls['compareDescriptions'],
    objectOf: (descriptor: DescriptorId) => number | undefined = () => undefined,
  ) {
    this.#compare = compare;
    this.#objectOf = objectOf;
  }

  *[Symbol.iterator](): Iterator<readonly DescriptorId[]> {
    yield* this.#places;
    yield* this.#gone;
  }

  /** Gives a descriptor its place: one that kcmp(2) has just compared, with whatever it was. */
  put(descriptor: DescriptorId): void {
    if (this.#hasMet(descriptor)) return;
    this.#met.add(numberOf(descriptor));
    this.#hasFound(descriptor, this.#search(descriptor));
  }

  /** Notes that kcmp(2) has found a descriptor in a place. */
  #hasFound(descriptor: DescriptorId, place: DescriptorId[]): void {
    const object = this.#objectOf(descriptor);
    if (object === undefined) return;
    const before = this.#placeOf.get(object);
    const {pid} = descriptor;
    if (before?.place !== place) this.#placeOf.set(object, {place, pid, isSure: false});
    else if (before.pid !== pid) before.isSure = true;
  }

  /** Gives a descriptor its place by comparing it with others, and answers with that place. */
  #search(descriptor: DescriptorId): DescriptorId[] {
    let [low, high] = [0, this.#places.length];
    for (let at = Math.min(this.#latest, high - 1); low < high; at = (low + high) >> 1) {
      const place = this.#places[at] ?? [];
      const order = this.#orderAt(descriptor, place);
      if (!order) {
        this.#gone.push(...this.#places.splice(at, 1));
        for (const [object, known] of this.#placeOf) if (known.place === place) this.#placeOf.delete(object);
        high -= 1;
      } else if (order.value === 0) {
        place.push(descriptor);
        this.#latest = at;
        return place;
      } else if (order.value < 0) high = at;
      else low = at + 1;
    }
    const place = [descriptor];
    this.#places.splice(low, 0, place);
    this.#latest = low;
    return place;
  }

  /**
   * Gives a descriptor the place of another one of its object, or of the one before, if it refers to the same description. It
   * has one call of kcmp(2) for that at most, where to compare it with itself and then to `put` it takes two.
   */
  putNext(descriptor: DescriptorId): boolean {
    if (this.#hasMet(descriptor)) return false;
    const object = this.#objectOf(descriptor);
    const known = object === undefined ? undefined : this.#placeOf.get(object);
    const place = known?.place ?? this.#places[this.#latest];
    if (!place?.[0]) return false;
    if (!known?.isSure) {
      const order = this.#compare(descriptor, place[0]);
      if (!order.ok || order.value !== 0) return false;
      this.#hasFound(descriptor, place);
    }
    this.#met.add(numberOf(descriptor));
    place.push(descriptor);
    return true;
  }

  #hasMet(descriptor: DescriptorId): boolean {
    return this.#met.has(numberOf(descriptor));
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

/** A number that no other descriptor has. */
function numberOf({pid, fd}: DescriptorId): number {
  return pid * ALL_DESCRIPTORS + fd;
}
