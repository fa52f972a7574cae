/**
 * Whether the kernel can be asked for these inodes by their numbers: from 2^53 on, as file systems over networks have them, a
 * number here may be a neighbour's, and nobody would be found to have the file.
 */
export function areExact(inodes: readonly number[] = []): boolean {
  return inodes.every(Number.isSafeInteger);
}
