/**
 * What a thread is in, by /proc/PID/task/TID/syscall (proc_pid_syscall(5)): running on a CPU, blocked in a system
 * call with its number and six arguments, or blocked elsewhere (in a page fault, say).
 */
export type SyscallState =
  | {readonly kind: 'running'}
  | {
      readonly kind: 'in-syscall';
      readonly number: number;
      readonly args: readonly bigint[];
      readonly stackPointer: bigint;
    }
  | {readonly kind: 'blocked-outside'; readonly stackPointer: bigint};

const ADDRESS = /^0x[0-9a-f]{1,16}$/;

export function parsePidSyscall(bytes: Buffer): SyscallState | undefined {
  const words = bytes.toString('latin1').trim().split(' ');
  if (words[0] === 'running') return {kind: 'running'};
  const numbers = words.slice(1);
  if (!numbers.every(word => ADDRESS.test(word))) return undefined;
  const [stackPointer = 0n] = numbers.slice(-2).map(BigInt);
  if (words[0] === '-1' && numbers.length === 2) return {kind: 'blocked-outside', stackPointer};
  if (numbers.length !== 8 || !/^\d+$/.test(words[0] ?? '')) return undefined;
  return {
    kind: 'in-syscall',
    number: Number(words[0]),
    args: numbers.slice(0, 6).map(BigInt),
    stackPointer,
  };
}

/** An argument as a C int: its low 32 bits, signed. */
export function intArgument(argument: bigint | undefined): number {
  return Number(BigInt.asIntN(32, argument ?? 0n));
}
