import type {DescriptorId} from '../syscalls.ts';

/** "4711:3": descriptor 3 of process 4711. */
export function descriptorName({pid, fd}: DescriptorId): string {
  return `${pid}:${fd}`;
}

/** The name of two descriptors, whatever their order. */
export function comparisonName(a: DescriptorId, b: DescriptorId): string {
  return [a, b].map(descriptorName).sort().join('=');
}

/** The name of two processes, whatever their order. */
export function tablesName(pid: number, otherPid: number): string {
  return [pid, otherPid].sort((a, b) => a - b).join('=');
}
