import {hash} from 'node:crypto';

/** A heading that names another section takes as much room as so many bytes. */
const SHORT = 32;

/** Contents of files, each kept once: workers of one program have their maps and cgroups in common. */
export class Contents {
  readonly #byDigest = new Map<string, Buffer>();

  /** A copy of these bytes: one and the same buffer for all that are equal, unless they are short. */
  of(bytes: Buffer): Buffer {
    if (bytes.length < SHORT) return Buffer.from(bytes);
    const digest = hash('sha256', bytes, 'base64');
    const known = this.#byDigest.get(digest) ?? Buffer.from(bytes);
    this.#byDigest.set(digest, known);
    return known;
  }
}

/** Which sections have a content that an earlier one has: these name the earlier one in its place. */
export class SharedContents {
  readonly #contents = new Contents();
  readonly #firstNames = new Map<string, Map<Buffer, string>>();

  /** The name of the first section of a kind that had this content; undefined for the first one, and for a short content. */
  firstNameOf(kind: string, name: string, bytes: Buffer): string | undefined {
    if (bytes.length < SHORT) return undefined;
    const names = this.#firstNames.get(kind) ?? new Map<Buffer, string>();
    this.#firstNames.set(kind, names);
    const content = this.#contents.of(bytes);
    const first = names.get(content);
    if (first === undefined) names.set(content, name);
    return first;
  }
}
