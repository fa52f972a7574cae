import {RecordingError} from '../recording/fields.ts';
import {alikeKinds, codecs, type Kind} from '../recording/kinds.ts';
import {lineAt, lineFrom} from './lines.ts';

const NEWLINE = 0x0a;

/** A section has the number of its kind in this list. */
const kinds = Object.keys(codecs) as readonly Kind[];
const isAlike = kinds.map(kind => alikeKinds.has(kind));
const kindWords = kinds.map(kind => Buffer.from(kind));

/**
 * What is kept of a section, in one array of numbers: an object for each section would take ten times as much memory. The last
 * is where its body ends; less than 0: it names another section, whose number it is, inverted (~).
 */
const FIELDS = 5;
const [KIND, NAME_AT, NAME_END, HASH, REST] = [0, 1, 2, 3, 4] as const;

/** Another one in each process, so that nobody can write a recording whose names all have one hash. */
const SEED = (Math.random() * 2 ** 32) | 0;

/**
 * Where the sections of a recording lie in its bytes: each has a number, in their order, and is found by kind and name. The
 * bytes are less than 2 GiB, and end in a newline.
 */
export class SectionPlaces {
  count = 0;
  readonly #bytes: Buffer;
  #numbers: Int32Array;
  /** The sections by the hashes of their names, counted from 1; 0: none. */
  #slots = new Int32Array(1);
  /** The name that was last looked for. */
  #wanted = Buffer.alloc(256);

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    // There is room for as many sections as recordings have in so many bytes: few have to be copied to a larger array.
    this.#numbers = new Int32Array(FIELDS * (1024 + Math.ceil(bytes.length / 64)));
  }

  /**
   * Adds the next section, without a body.
   * @param nameAt the end of the kind, where there is no name
   * @param namesAnother whether it has the answer of a section that it names
   */
  add(kind: Kind, nameAt: number, nameEnd: number, namesAnother: boolean): void {
    const at = this.count++ * FIELDS;
    if (at === this.#numbers.length) this.#grow();
    const number = kinds.indexOf(kind);
    this.#numbers[at + KIND] = number;
    this.#numbers[at + NAME_AT] = nameAt;
    this.#numbers[at + NAME_END] = nameEnd;
    this.#numbers[at + HASH] = hashOf(number, this.#bytes, nameAt, nameEnd);
    this.#numbers[at + REST] = namesAnother ? -1 : nameEnd + 1;
  }

  /** Says where the body of the last section ends. */
  endBody(end: number): void {
    this.#numbers[(this.count - 1) * FIELDS + REST] = end;
  }

  /** The sections of these kinds, in their order. */
  *ofKinds(wanted: readonly Kind[]): Generator<number> {
    const isWanted = kinds.map(kind => wanted.includes(kind));
    for (let section = 0; section < this.count; section++)
      if (isWanted[this.#number(section, KIND)]) yield section;
  }

  kind(section: number): Kind {
    return kinds[this.#number(section, KIND)] as Kind;
  }

  name(section: number): string {
    return this.#bytes.toString('latin1', this.#number(section, NAME_AT), this.nameEnd(section));
  }

  /** Where ": ERRNO", " = NAME", or the end of the line above the body begins. */
  nameEnd(section: number): number {
    return this.#number(section, NAME_END);
  }

  /** Where the body of a section ends that names no other. */
  bodyEnd(section: number): number {
    return this.#number(section, REST);
  }

  /** The section that has the answer: this one, or that which it names. */
  answering(section: number): number {
    const rest = this.#number(section, REST);
    return rest < 0 ? ~rest : section;
  }

  /** Has all sections found. Throws a `RecordingError` for a name that is there twice, and one that no section before has. */
  index(): void {
    // At least half of the slots stay empty, so that a search is short.
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(this.count * 2 + 1)));
    for (let section = 0; section < this.count; section++) {
      const nameEnd = this.nameEnd(section);
      const slot = this.#slotOf(
        this.#number(section, HASH),
        this.#number(section, KIND),
        this.#bytes,
        this.#number(section, NAME_AT),
        nameEnd,
      );
      if (this.#slots[slot] !== 0) {
        const twice = {section: this.kind(section), name: this.name(section)};
        throw new RecordingError({kind: 'section-twice', ...twice}, lineAt(this.#bytes, nameEnd));
      }
      if (this.#number(section, REST) < 0) this.#numbers[section * FIELDS + REST] = ~this.#namedBy(section);
      this.#slots[slot] = section + 1;
    }
  }

  /** The section of a kind and name, which is ASCII; undefined where there is none. */
  find(kind: Kind, name: string): number | undefined {
    if (name.length > this.#wanted.length) this.#wanted = Buffer.alloc(name.length);
    const length = this.#wanted.write(name, 'latin1');
    return this.#sectionOf(kinds.indexOf(kind), this.#wanted, 0, length);
  }

  /** The section whose answer another one has, which names it. */
  #namedBy(section: number): number {
    const start = this.nameEnd(section) + ' = '.length;
    const end = this.#bytes.indexOf(NEWLINE, start);
    const kind = this.#number(section, KIND);
    const named = isAlike[kind] ? this.#sectionOf(kind, this.#bytes, start, end) : undefined;
    if (named !== undefined) return this.answering(named);
    const name = lineFrom(this.#bytes, start);
    throw new RecordingError({kind: 'no-such-content', name}, lineAt(this.#bytes, start));
  }

  #sectionOf(kind: number, bytes: Uint8Array, start: number, end: number): number | undefined {
    const found = this.#slots[this.#slotOf(hashOf(kind, bytes, start, end), kind, bytes, start, end)] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  /** The slot of a name; the empty one where it would be if there is none. */
  #slotOf(hash: number, kind: number, bytes: Uint8Array, start: number, end: number): number {
    const last = this.#slots.length - 1;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const section = (this.#slots[slot] ?? 0) - 1;
      if (section === -1) return slot;
      if (this.#number(section, HASH) !== hash || this.#number(section, KIND) !== kind) continue;
      const nameAt = this.#number(section, NAME_AT);
      const isAsLong = this.nameEnd(section) - nameAt === end - start;
      if (isAsLong && areEqual(this.#bytes, nameAt, bytes, start, end)) return slot;
    }
  }

  #number(section: number, field: number): number {
    return this.#numbers[section * FIELDS + field] ?? 0;
  }

  #grow(): void {
    const numbers = new Int32Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}

/** The kind whose word stands in these bytes; undefined where it is the word of none. */
export function kindIn(bytes: Uint8Array, start: number, end: number): Kind | undefined {
  let at = 0;
  for (let word = kindWords[0]; word !== undefined; word = kindWords[++at])
    if (word.length === end - start && areEqual(word, 0, bytes, start, end)) return kinds[at];
  return undefined;
}

/** The hash of a name: FNV-1a, mixed so that its low bits depend on all bytes. */
function hashOf(kind: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED + kind;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}

/** A loop of our own: a call of Buffer.compare takes longer than the comparison of a name. */
function areEqual(one: Uint8Array, at: number, other: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (one[at + index - start] !== other[index]) return false;
  return true;
}
