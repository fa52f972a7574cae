import {codecs, type Kind} from '../recording/kinds.ts';
import {isText, nameHash} from './section-name.ts';

/** A section has the number of its kind in this list. */
export const kinds = Object.keys(codecs) as readonly Kind[];

/** What is kept of a section, in one array of numbers: an object for each section would take ten times as much memory. */
const FIELDS = 5;
const [KIND, NAME_AT, NAME_END, HASH, REST] = [0, 1, 2, 3, 4] as const;

/** Next to the number of its kind: something in the body of the section is escaped. */
const ESCAPED = 0x100;
/** Next to the number of its kind: which section has the answer is known. */
const RESOLVED = 0x200;
const KIND_BITS = 0xff;

/** Where the sections of a recording lie in its bytes: each has a number. The bytes are less than 2 GiB. */
export class SectionPlaces {
  count = 0;
  readonly #bytes: Buffer;
  #numbers: Int32Array;

  /** @param room for how many sections there is room before all have to be copied */
  constructor(bytes: Buffer, room: number) {
    this.#bytes = bytes;
    this.#numbers = new Int32Array(FIELDS * room);
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
    const numbers = this.#numbers;
    numbers[at + KIND] = kind;
    numbers[at + NAME_AT] = nameAt;
    numbers[at + NAME_END] = nameEnd;
    numbers[at + HASH] = nameHash(kind, this.#bytes, nameAt, nameEnd);
    numbers[at + REST] = referenceEnd === 0 ? nameEnd + 1 : ~referenceEnd;
  }

  /** Says where the body of the last section ends. */
  endBody(end: number): void {
    this.#numbers[(this.count - 1) * FIELDS + REST] = end;
  }

  /** Says that something in the body of the last section is escaped. */
  noteEscape(): void {
    this.#mark(this.count - 1, ESCAPED);
  }

  /** Says which section has the answer of one that names another. */
  resolve(section: number, answering: number): void {
    this.#mark(section, RESOLVED);
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
    return this.#number(section, KIND) & KIND_BITS;
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

  /** The section that has the answer of one that names another; undefined until it is resolved. */
  resolved(section: number): number | undefined {
    const isResolved = (this.#number(section, KIND) & RESOLVED) !== 0;
    return isResolved ? ~this.#number(section, REST) : undefined;
  }

  #mark(section: number, mark: number): void {
    const at = section * FIELDS + KIND;
    this.#numbers[at] = (this.#numbers[at] ?? 0) | mark;
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
  for (let kind = 0; kind < kinds.length; kind++)
    if (isText(kinds[kind] ?? '', bytes, start, end)) return kind;
  return undefined;
}
