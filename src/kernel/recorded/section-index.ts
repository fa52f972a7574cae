import {RecordingError} from '../recording/fields.ts';
import {alikeKinds, type Kind} from '../recording/kinds.ts';
import {lineAt, lineFrom} from './lines.ts';
import {areEqual, beginningOf, nameHash} from './section-name.ts';
import {kindNumber, kinds, type SectionPlaces} from './section-places.ts';

/** By the number of a kind. */
const isAlike = kinds.map(kind => alikeKinds.has(kind));

/**
 * Finds the sections of a recording by kind and name. Each group has a table of its own, in which its sections stand by the
 * hashes of their names: a recording is gone through process by process, and so are the tables. Each step would be somewhere
 * else in one large table, which takes half as long again (measured with 330,000 sections).
 */
export class SectionIndex {
  readonly #bytes: Buffer;
  readonly #places: SectionPlaces;
  /** All tables, one behind the other. A slot has the number of a section, counted from 1; 0: none. */
  readonly #slots: Int32Array;
  /** Where the table of each group begins, and where the last one ends. */
  readonly #starts: Int32Array;
  /** The name that was last looked for. */
  #wanted = new Uint8Array(256);

  /** Throws a `RecordingError` for a name that is there twice, and one that no section before has. */
  constructor(bytes: Buffer, places: SectionPlaces) {
    this.#bytes = bytes;
    this.#places = places;
    this.#starts = startsOf(places.groupSizes);
    this.#slots = new Int32Array(this.#starts[places.groupSizes.length] ?? 0);
    for (let section = 0; section < places.count; section++) this.#index(section);
  }

  /** The section of a kind and name, which is ASCII; undefined where there is none. */
  find(kind: Kind, name: string): number | undefined {
    const {length} = name;
    if (length > this.#wanted.length) this.#wanted = new Uint8Array(length);
    // A loop of our own: a call of Buffer.write takes longer than to write a name.
    for (let at = 0; at < length; at++) this.#wanted[at] = name.charCodeAt(at);
    return this.#sectionOf(kindNumber(kind), this.#wanted, 0, length);
  }

  #index(section: number): void {
    const places = this.#places;
    const nameEnd = places.nameEnd(section);
    const slot = this.#slotOf(
      places.group(section),
      places.hash(section),
      places.kindNumber(section),
      this.#bytes,
      places.nameAt(section),
      nameEnd,
    );
    if (this.#slots[slot] !== 0) {
      const twice = {section: places.kind(section), name: places.name(section)};
      throw new RecordingError({kind: 'section-twice', ...twice}, lineAt(this.#bytes, nameEnd));
    }
    if (places.namesAnother(section)) places.resolve(section, this.#namedBy(section));
    this.#slots[slot] = section + 1;
  }

  /** The section whose answer another one has, which names it. */
  #namedBy(section: number): number {
    const places = this.#places;
    const start = places.nameEnd(section) + ' = '.length;
    const kind = places.kindNumber(section);
    const named = isAlike[kind]
      ? this.#sectionOf(kind, this.#bytes, start, places.referenceEnd(section))
      : undefined;
    if (named !== undefined) return places.answering(named);
    const name = lineFrom(this.#bytes, start);
    throw new RecordingError({kind: 'no-such-content', name}, lineAt(this.#bytes, start));
  }

  #sectionOf(kind: number, bytes: Uint8Array, start: number, end: number): number | undefined {
    const group = this.#places.groupOf(beginningOf(bytes, start, end));
    if (group === undefined) return undefined;
    const slot = this.#slotOf(group, nameHash(kind, bytes, start, end), kind, bytes, start, end);
    const found = this.#slots[slot] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  /** The slot of a name; the empty one where it would be if there is none. */
  #slotOf(group: number, hash: number, kind: number, bytes: Uint8Array, start: number, end: number): number {
    const places = this.#places;
    const first = this.#starts[group] ?? 0;
    const last = (this.#starts[group + 1] ?? 0) - first - 1;
    for (let at = hash & last; ; at = (at + 1) & last) {
      const section = (this.#slots[first + at] ?? 0) - 1;
      if (section === -1) return first + at;
      if (places.hash(section) !== hash || places.kindNumber(section) !== kind) continue;
      const nameAt = places.nameAt(section);
      const isAsLong = places.nameEnd(section) - nameAt === end - start;
      if (isAsLong && areEqual(this.#bytes, nameAt, bytes, start, end)) return first + at;
    }
  }
}

/** At least a third of each table stays empty, so that a search is short. Its size is a power of two. */
function startsOf(groupSizes: readonly number[]): Int32Array {
  const starts = new Int32Array(groupSizes.length + 1);
  for (const [group, size] of groupSizes.entries())
    starts[group + 1] = (starts[group] ?? 0) + 2 ** Math.ceil(Math.log2(size * 1.5 + 1));
  return starts;
}
