/**
 * What a thread is in, by /proc/PID/task/TID/syscall (proc_pid_syscall(5)): running on a CPU, blocked in a system
 * call with its number and six arguments, or blocked elsewhere (in a page fault, say).
 */
export type SyscallState =
  | {readonly kind: 'running'}
  | {readonly kind: 'in-syscall'; readonly number: number; readonly args: readonly bigint[]}
  | {readonly kind: 'blocked-outside'};

export function parsePidSyscall(bytes: Buffer): SyscallState | undefined {
  const words = bytes.toString('latin1').trim().split(' ');
  if (words[0] === 'running') return {kind: 'running'};
  if (words[0] === '-1') return {kind: 'blocked-outside'};
  if (words.length !== 9 || !/^\d+$/.test(words[0] ?? '')) return undefined;
  const args = words.slice(1, 7);
  if (!args.every(arg => /^0x[0-9a-f]{1,16}$/.test(arg))) return undefined;
  return {kind: 'in-syscall', number: Number(words[0]), args: args.map(BigInt)};
}

/** An argument as a C int: its low 32 bits, signed. */
export function intArgument(argument: bigint | undefined): number {
  return Number(BigInt.asIntN(32, argument ?? 0n));
}
