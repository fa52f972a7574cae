/** A set of signals as the kernel prints it (SigIgn, SigBlk …): bit n-1 stands for signal n. */
export type SignalSet = bigint;

/**
 * Signals 32 and 33, which glibc reserves (thread cancellation and setuid): posix_spawn(3) and system(3) leave them
 * ignored in their children, whatever the program does.
 */
const GLIBC_INTERNAL: SignalSet = (1n << 31n) | (1n << 32n);

const OF_PROGRAMS: SignalSet = ~GLIBC_INTERNAL;

/** The last signal of any architecture, which is MIPS. */
const LAST_SIGNAL = 128;

/** The set with one signal, by its number. */
const single: readonly SignalSet[] = Array.from(
  {length: LAST_SIGNAL + 1},
  (_, signal) => (1n << BigInt(signal)) >> 1n,
);

/** How the kernel prints a set of 64 signals with none in it. */
const NONE = '0'.repeat(16);

/** Parses the hexadecimal number of a Sig* line in /proc/PID/status; undefined for text of another form. */
export function parseSignalSet(hex: string): SignalSet | undefined {
  // Most of the sets of a machine are empty: these need no number of any size.
  if (hex === NONE) return 0n;
  return /^[0-9a-f]{1,32}$/i.test(hex) ? signalSetOf(BigInt(`0x${hex}`)) : undefined;
}

/** The set of these bits, as the kernel keeps it. */
export function signalSetOf(bits: bigint): SignalSet {
  return bits === 0n ? bits : bits & OF_PROGRAMS;
}

export function hasSignal(set: SignalSet, signal: number): boolean {
  return set !== 0n && (set & (single[signal] ?? 0n)) !== 0n;
}

/** The numbers of the signals in a set, ascending. */
export function signalsIn(set: SignalSet): number[] {
  const signals: number[] = [];
  for (let signal = 1, rest = set; rest > 0n; signal++, rest >>= 1n) {
    if ((rest & 1n) === 1n) signals.push(signal);
  }
  return signals;
}
