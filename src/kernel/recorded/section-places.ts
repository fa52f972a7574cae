import {codecs, type Kind} from '../recording/kinds.ts';
import {areEqual, beginningOf, nameHash} from './section-name.ts';

/** A section has the number of its kind in this list. */
export const kinds = Object.keys(codecs) as readonly Kind[];
const kindWords = kinds.map(kind => Buffer.from(kind));

/** What is kept of a section, in one array of numbers: an object for each section would take ten times as much memory. */
const FIELDS = 6;
const [KIND, NAME_AT, NAME_END, HASH, GROUP, REST] = [0, 1, 2, 3, 4, 5] as const;

/** Next to the number of its kind: something in the body of the section is escaped. */
const ESCAPED = 0x100;

/**
 * Where the sections of a recording lie in its bytes: each has a number, in their order. Sections are in one group if their
 * names begin with one number, which is mostly a pid, or with none. The bytes are less than 2 GiB.
 */
export class SectionPlaces {
  count = 0;
  /** How many sections each group has. */
  readonly groupSizes: number[] = [];
  readonly #bytes: Buffer;
  #numbers: Int32Array;
  readonly #groups = new Map<number, number>();
  /** What the name of the last section begins with, and its group. */
  #beginning = Number.NaN;
  #group = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    // There is room for as many sections as recordings have in so many bytes: few have to be copied to a larger array.
    this.#numbers = new Int32Array(FIELDS * (1024 + Math.ceil(bytes.length / 64)));
  }

  /**
   * Adds the next section, without a body.
   * @param kind see `kindNumber`
   * @param nameAt the end of the kind, where there is no name
   * @param referenceEnd where the name of the section ends that has the answer in its place; 0: it names none
   */
  add(kind: number, nameAt: number, nameEnd: number, referenceEnd: number): void {
    const at = this.count++ * FIELDS;
    if (at === this.#numbers.length) this.#grow();
    const beginning = beginningOf(this.#bytes, nameAt, nameEnd);
    // Most sections are next to others of their group.
    if (beginning !== this.#beginning) this.#enterGroup(beginning);
    this.groupSizes[this.#group] = (this.groupSizes[this.#group] ?? 0) + 1;
    const numbers = this.#numbers;
    numbers[at + KIND] = kind;
    numbers[at + NAME_AT] = nameAt;
    numbers[at + NAME_END] = nameEnd;
    numbers[at + HASH] = nameHash(kind, this.#bytes, nameAt, nameEnd);
    numbers[at + GROUP] = this.#group;
    numbers[at + REST] = referenceEnd === 0 ? nameEnd + 1 : ~referenceEnd;
  }

  /** Says where the body of the last section ends. */
  endBody(end: number): void {
    this.#numbers[(this.count - 1) * FIELDS + REST] = end;
  }

  /** Says that something in the body of the last section is escaped. */
  noteEscape(): void {
    const at = (this.count - 1) * FIELDS + KIND;
    this.#numbers[at] = (this.#numbers[at] ?? 0) | ESCAPED;
  }

  /** Says which section has the answer of one that names it. */
  resolve(section: number, answering: number): void {
    this.#numbers[section * FIELDS + REST] = ~answering;
  }

  /** The sections of these kinds, in their order. */
  ofKinds(wanted: readonly Kind[]): readonly number[] {
    const isWanted = kinds.map(kind => wanted.includes(kind));
    const sections: number[] = [];
    for (let section = 0; section < this.count; section++)
      if (isWanted[this.kindNumber(section)]) sections.push(section);
    return sections;
  }

  kind(section: number): Kind {
    return kinds[this.kindNumber(section)] as Kind;
  }

  kindNumber(section: number): number {
    return this.#number(section, KIND) & ~ESCAPED;
  }

  name(section: number): string {
    return this.#bytes.toString('latin1', this.nameAt(section), this.nameEnd(section));
  }

  nameAt(section: number): number {
    return this.#number(section, NAME_AT);
  }

  /** Where ": ERRNO", " = NAME", or the end of the line above the body begins. */
  nameEnd(section: number): number {
    return this.#number(section, NAME_END);
  }

  /** See `nameHash`. */
  hash(section: number): number {
    return this.#number(section, HASH);
  }

  group(section: number): number {
    return this.#number(section, GROUP);
  }

  /** The group of the names that begin so; undefined where there is none. */
  groupOf(beginning: number): number | undefined {
    return this.#groups.get(beginning);
  }

  /** Where the body of a section ends that names no other. */
  bodyEnd(section: number): number {
    return this.#number(section, REST);
  }

  /** Whether anything in the body of a section is escaped. */
  hasEscape(section: number): boolean {
    return (this.#number(section, KIND) & ESCAPED) !== 0;
  }

  /** Whether it has the answer of a section that it names. */
  namesAnother(section: number): boolean {
    return this.#number(section, REST) < 0;
  }

  /** Where the name ends that a section names, until it is resolved. */
  referenceEnd(section: number): number {
    return ~this.#number(section, REST);
  }

  /** The section that has the answer: this one, or that which it names. */
  answering(section: number): number {
    const rest = this.#number(section, REST);
    return rest < 0 ? ~rest : section;
  }

  #enterGroup(beginning: number): void {
    this.#beginning = beginning;
    this.#group = this.#groups.get(beginning) ?? this.#groups.size;
    this.#groups.set(beginning, this.#group);
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

/** The number of a kind. */
export function kindNumber(kind: Kind): number {
  return kinds.indexOf(kind);
}

/** The number of the kind whose word stands in these bytes; undefined where it is the word of none. */
export function kindIn(bytes: Uint8Array, start: number, end: number): number | undefined {
  let at = 0;
  for (let word = kindWords[0]; word !== undefined; word = kindWords[++at])
    if (word.length === end - start && areEqual(word, 0, bytes, start, end)) return at;
  return undefined;
}
