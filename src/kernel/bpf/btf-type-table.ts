/** The size of a word in bytes; every part of a type consists of words. */
export const WORD = 4;
/**
 * How many words begin every type: the offset of its name, its kind and number of elements, its size or another
 * type's id.
 */
export const TYPE_WORDS = 3;
/** How many words a member of a struct takes: the offset of its name, the id of its type, its place in the struct. */
export const MEMBER_WORDS = 3;

export const POINTER = 2;
export const STRUCT = 4;
export const UNION = 5;
export const TYPEDEF = 8;
export const FUNCTION = 12;
/** How many words an argument of a function type takes: the offset of its name, and the id of its type. */
export const ARGUMENT_WORDS = 2;

/** More words than a description has: a type of another kind, whose size isn't known, reaches beyond the end. */
const TOO_MANY_WORDS = 2 ** 30;

/** How many words follow the first three of a type, by kind: for the type, and for each of its elements. */
const trailers: readonly (readonly [perType: number, perElement: number])[] = [
  [TOO_MANY_WORDS, 0], // 0 is no kind
  [1, 0], // INT
  [0, 0], // PTR
  [3, 0], // ARRAY
  [0, MEMBER_WORDS], // STRUCT
  [0, MEMBER_WORDS], // UNION
  [0, 2], // ENUM
  [0, 0], // FWD
  [0, 0], // TYPEDEF
  [0, 0], // VOLATILE
  [0, 0], // CONST
  [0, 0], // RESTRICT
  [0, 0], // FUNC
  [0, ARGUMENT_WORDS], // FUNC_PROTO
  [1, 0], // VAR
  [0, 3], // DATASEC
  [0, 0], // FLOAT
  [1, 0], // DECL_TAG
  [0, 0], // TYPE_TAG
  [0, 3], // ENUM64
];
/** As many kinds as the bits of a type can say. Typed arrays, because a hundred thousand lookups take half the time in them. */
const kinds = Array.from({length: 32}, (_, kind) => trailers[kind] ?? ([TOO_MANY_WORDS, 0] as const));
const wordsPerType = Int32Array.from(kinds, ([perType]) => TYPE_WORDS + perType);
const wordsPerElement = Int32Array.from(kinds, ([, perElement]) => perElement);

/** The types as 32-bit words, with the place where each begins. */
export interface TypeTable {
  readonly words: Uint32Array;
  /** Where each type begins, in words, by the id of the type. Id 0 is not in the table. */
  readonly starts: Uint32Array;
  /** The ids of the types that are structs, in order. */
  readonly structs: readonly number[];
  /** The offset of the name of each of these structs. */
  readonly structNames: readonly number[];
}

/**
 * The bytes as words in the byte order of x64 and arm64; the magic number of BTF shows the other order, as on
 * s390x.
 */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % WORD === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / WORD);
}

/** Finds where each type begins; undefined where a type is cut short, or of a kind unknown here. */
export function typeTable(bytes: Uint8Array): TypeTable | undefined {
  const words = wordsOf(bytes);
  // V8 has not compiled this loop before its end: each step less counts, and numbers with a sign are quicker (measured).
  const signed = new Int32Array(words.buffer, words.byteOffset, words.length);
  const end = words.length;
  const starts = new Uint32Array(1 + end / TYPE_WORDS);
  const structs: number[] = [];
  const structNames: number[] = [];
  let id = 1;
  let at = 0;
  while (at + TYPE_WORDS <= end) {
    const info = signed[at + 1] as number;
    const kind = (info >> 24) & 0x1f;
    if (kind === STRUCT) {
      structs.push(id);
      structNames.push(signed[at] as number);
    }
    starts[id++] = at;
    at += (wordsPerType[kind] as number) + (wordsPerElement[kind] as number) * (info & 0xffff);
  }
  return at === end ? {words, starts: starts.subarray(0, id), structs, structNames} : undefined;
}

/** The id of the type that begins at a word; 0: none does. */
export function typeAt({starts}: TypeTable, word: number): number {
  let [low, high] = [1, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < word) low = middle + 1;
    else high = middle;
  }
  return starts[low] === word ? low : 0;
}

/** The kind of a type, from its second word. */
export function kindOf(info: number): number {
  return (info >>> 24) & 0x1f;
}
