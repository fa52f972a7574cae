const [ZERO, NINE] = [0x30, 0x39] as const;

/** The prime of FNV-1a for 32 bits. */
const PRIME = 0x0100_0193;

/** Another one in each process, so that nobody can write a recording whose names all have one hash. */
const SEED = (Math.random() * 2 ** 32) | 0;

/** The hash of a name of a kind: FNV-1a, mixed so that its low bits depend on all bytes. */
export function nameHash(kind: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED + kind;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), PRIME);
  return mixed(hash);
}

/** As `nameHash`, of the same name as a string, which is ASCII. */
export function wantedHash(kind: number, name: string): number {
  let hash = SEED + kind;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), PRIME);
  return mixed(hash);
}

function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return once ^ (once >>> 12);
}

/** The number that a name begins with, which is mostly a pid, modulo 2^31; -1: it begins with none. */
export function beginningOf(name: string): number {
  let beginning = -1;
  for (let at = 0; at < name.length; at++) {
    const char = name.charCodeAt(at);
    if (char < ZERO || char > NINE) break;
    beginning = (Math.imul(beginning === -1 ? 0 : beginning, 10) + char - ZERO) & 0x7fff_ffff;
  }
  return beginning;
}

/** Whether bytes are those of a text, which is ASCII. A loop of our own: a call of Buffer.compare takes longer. */
export function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== text.length) return false;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
