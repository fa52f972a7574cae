import {type Instruction, type Register, set64, whenEqual} from './bpf-program.ts';

/** How many inodes one program looks for: the kernel follows each of its comparisons while it loads the program. */
export const MOST_INODES = 256;

/**
 * Whether the kernel can be asked for these inodes by their numbers: from 2^53 on, as file systems over networks have them, a
 * number here may be a neighbour's, and nobody would be found to have the file.
 */
export function areExact(inodes: readonly number[] = []): boolean {
  return inodes.every(Number.isSafeInteger);
}

/**
 * Runs `body` where the number of an inode is among these.
 * @param inode the register that has the number
 * @param compared a register for each of the others
 */
export function whenAmong(
  inodes: readonly number[],
  inode: Register,
  compared: Register,
  body: readonly Instruction[],
): Instruction[] {
  return inodes.flatMap(one => [...set64(compared, one), ...whenEqual(inode, compared, body)]);
}
