import {HashIndex} from '../packed/hash-index.ts';
import {RecordingError} from '../recording/fields.ts';
import {alikeKinds, type Kind} from '../recording/kinds.ts';
import {lineAt, lineFrom} from './lines.ts';
import {beginningOf, isText, wantedHash} from './section-name.ts';
import {kindNumber, kinds, type SectionPlaces} from './section-places.ts';
import type {UnreadParts} from './unread-parts.ts';

/** By the number of a kind. */
const isAlike = kinds.map(kind => alikeKinds.has(kind));

/**
 * Finds the sections of a recording by kind and name. Throws a `RecordingError` for a name that is there twice, and for a
 * section that names one which is not there before it.
 */
export class SectionFinder {
  readonly #bytes: Buffer;
  readonly #places: SectionPlaces;
  readonly #unread: UnreadParts | undefined;
  readonly #index = new HashIndex(section => this.#places.hash(section));

  /** @param unread where the sections are that the places don't have yet; undefined: they have all */
  constructor(bytes: Buffer, places: SectionPlaces, unread?: UnreadParts) {
    this.#bytes = bytes;
    this.#places = places;
    this.#unread = unread;
    for (let section = 0; section < places.count; section++) this.#require(section);
  }

  /** The section of a kind and name, which is ASCII; undefined where there is none. */
  find(kind: Kind, name: string): number | undefined {
    return this.#find(kindNumber(kind), name);
  }

  /** The section that has the answer: this one, or the earlier one that it names. */
  answering(section: number): number {
    const places = this.#places;
    let answering = section;
    while (places.namesAnother(answering)) answering = places.resolved(answering) ?? this.#namedBy(answering);
    if (answering !== section) places.resolve(section, answering);
    return answering;
  }

  #find(kind: number, name: string): number | undefined {
    const hash = wantedHash(kind, name);
    const known = this.#known(hash, kind, name);
    if (known !== undefined || !this.#unread) return known;
    const beginning = beginningOf(name);
    for (;;) {
      const next = this.#unread.next(beginning);
      if (next === undefined) return undefined;
      this.#index.add(next);
      if (this.#isOf(next, hash, kind, name)) return next;
    }
  }

  /** Adds a section of a text that may be of any form. */
  #require(section: number): void {
    const places = this.#places;
    const name = places.name(section);
    if (this.#known(places.hash(section), places.kindNumber(section), name) !== undefined) {
      const line = lineAt(this.#bytes, places.nameEnd(section));
      throw new RecordingError({kind: 'section-twice', section: places.kind(section), name}, line);
    }
    this.answering(section);
    this.#index.add(section);
  }

  #namedBy(section: number): number {
    const places = this.#places;
    const start = places.nameEnd(section) + ' = '.length;
    const kind = places.kindNumber(section);
    const name = this.#bytes.toString('latin1', start, places.referenceEnd(section));
    const named = isAlike[kind] ? this.#find(kind, name) : undefined;
    if (named !== undefined && places.nameAt(named) < places.nameAt(section)) return named;
    throw new RecordingError(
      {kind: 'no-such-content', name: lineFrom(this.#bytes, start)},
      lineAt(this.#bytes, start),
    );
  }

  #known(hash: number, kind: number, name: string): number | undefined {
    const index = this.#index;
    for (let slot = index.slotOf(hash); ; slot = index.after(slot)) {
      const section = index.itemAt(slot);
      if (section === undefined || this.#isOf(section, hash, kind, name)) return section;
    }
  }

  #isOf(section: number, hash: number, kind: number, name: string): boolean {
    const places = this.#places;
    if (places.hash(section) !== hash || places.kindNumber(section) !== kind) return false;
    return isText(name, this.#bytes, places.nameAt(section), places.nameEnd(section));
  }
}
