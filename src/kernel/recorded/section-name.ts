const [ZERO, NINE] = [0x30, 0x39] as const;

/** Another one in each process, so that nobody can write a recording whose names all have one hash. */
const SEED = (Math.random() * 2 ** 32) | 0;

/** The hash of a name of a kind: FNV-1a, mixed so that its low bits depend on all bytes. */
export function nameHash(kind: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED + kind;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}

/** The number that a name begins with, which is mostly a pid, modulo 2^31; -1: it begins with none. */
export function beginningOf(bytes: Uint8Array, start: number, end: number): number {
  let beginning = -1;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) break;
    beginning = (Math.imul(beginning === -1 ? 0 : beginning, 10) + byte - ZERO) & 0x7fff_ffff;
  }
  return beginning;
}

/** A loop of our own: a call of Buffer.compare takes longer than the comparison of a name. */
export function areEqual(
  one: Uint8Array,
  at: number,
  other: Uint8Array,
  start: number,
  end: number,
): boolean {
  for (let index = start; index < end; index++) if (one[at + index - start] !== other[index]) return false;
  return true;
}
