/** The numbers of 32 bits in bytes, which are copied only where they begin in the midst of one; a part of one is left out. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const length = bytes.length >> 2;
  if (bytes.byteOffset % 4 === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, length);
  return new Uint32Array(Uint8Array.from(bytes.subarray(0, 4 * length)).buffer);
}
