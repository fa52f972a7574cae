import type {InodeNumber} from '../procfs.ts';
import {type Instruction, type Register, set64, whenEqual} from './bpf-program.ts';

/** How many inodes one program looks for: the kernel follows each of its comparisons while it loads the program. */
export const MOST_INODES = 256;

/**
 * Runs `body` where the number of an inode is among these.
 * @param inode the register that has the number
 * @param compared a register for each of the others
 */
export function whenAmong(
  inodes: readonly InodeNumber[],
  inode: Register,
  compared: Register,
  body: readonly Instruction[],
): Instruction[] {
  return inodes.flatMap(one => [...set64(compared, one), ...whenEqual(inode, compared, body)]);
}
