/**
 * A device number of stat(2) as /proc spells it: "major:minor", in decimal. The C library's encoding, which
 * keeps 12 bits of the major and 8 of the minor below 20 bits: makedev(3). Numbers of up to 52 bits are exact.
 */
export function deviceNumbers(device: number): string {
  const bits = BigInt(device);
  const major = ((bits >> 8n) & 0xfffn) | ((bits >> 32n) & 0xfffff000n);
  const minor = (bits & 0xffn) | ((bits >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}
