import {versionedName, vocabulary} from './redaction-vocabulary.ts';

/** A word consists of letters, digits, the underscore, and bytes beyond ASCII. */
const word = /[A-Za-z0-9_\x80-\xff]+/g;

/**
 * Puts tokens ("w12") in the place of words, one token for all occurrences of a word, so that equal parts of paths stay
 * equal. What stands between words stays, and so do words of a known vocabulary, single letters, and numbers of up to
 * three digits. Text is bytes as characters (latin1).
 */
export class Tokens {
  readonly #kept: ReadonlySet<string>;
  readonly #tokens = new Map<string, string>();

  /** @param kept texts whose words stay, too */
  constructor(kept: readonly string[] = []) {
    this.#kept = new Set(kept.flatMap(text => text.match(word) ?? []));
  }

  replaceIn(text: string): string {
    return text.replace(word, one => (this.#isKept(one) ? one : this.#tokenFor(one)));
  }

  #isKept(one: string): boolean {
    return (
      one.length === 1 ||
      /^\d{1,3}$/.test(one) ||
      vocabulary.has(one) ||
      this.#kept.has(one) ||
      versionedName.test(one)
    );
  }

  #tokenFor(one: string): string {
    const known = this.#tokens.get(one);
    if (known !== undefined) return known;
    const number = this.#tokens.size + 1;
    // The id of a container is recognized by its length.
    const token = /^[\da-f]{32,}$/.test(one) ? number.toString(16).padStart(one.length, '0') : `w${number}`;
    this.#tokens.set(one, token);
    return token;
  }
}
