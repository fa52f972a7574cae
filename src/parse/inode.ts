/**
 * The number of an inode as text has it: from 2^53 on, which a number does not say exactly, its decimal digits. One inode has one
 * form, so that === compares two.
 * @param digits decimal, or hexadecimal after 0x
 */
export function parseInode(digits: string): number | `${bigint}` {
  const number = Number(digits);
  return number > Number.MAX_SAFE_INTEGER ? `${BigInt(digits)}` : number;
}
