/**
 * The major and the minor number in a device number of stat(2). The encoding is the C library's, which keeps 12 bits
 * of the major and 8 of the minor number in the low 20 bits: makedev(3). Numbers of up to 52 bits are exact.
 */
export function majorAndMinor(device: number): readonly [major: bigint, minor: bigint] {
  const bits = BigInt(device);
  return [
    ((bits >> 8n) & 0xfffn) | ((bits >> 32n) & 0xfffff000n),
    (bits & 0xffn) | ((bits >> 12n) & 0xffffff00n),
  ];
}
