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

/** How many words follow the first three of a type, by kind: for the type, and for each of its elements. */
const trailers: readonly (readonly [perType: number, perElement: number])[] = [
  [0, 0], // 0 is no kind
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
const KINDS = trailers.length;
/** Typed arrays, because a hundred thousand lookups take half the time in them. */
const wordsPerType = Uint8Array.from(trailers, ([perType]) => perType);
const wordsPerElement = Uint8Array.from(trailers, ([, perElement]) => perElement);

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
  const starts = new Uint32Array(1 + words.length / TYPE_WORDS);
  const structs: number[] = [];
  const structNames: number[] = [];
  let id = 1;
  let at = 0;
  for (; at + TYPE_WORDS <= words.length; id++) {
    const info = words[at + 1] as number;
    const kind = kindOf(info);
    if (kind === 0 || kind >= KINDS) return undefined;
    if (kind === STRUCT) {
      structs.push(id);
      structNames.push(words[at] as number);
    }
    starts[id] = at;
    at += TYPE_WORDS + (wordsPerType[kind] as number) + (wordsPerElement[kind] as number) * (info & 0xffff);
  }
  return at === words.length ? {words, starts: starts.subarray(0, id), structs, structNames} : undefined;
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
