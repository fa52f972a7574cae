/**
 * The record that the program of the process table writes for each process: numbers, little-endian, at these offsets in
 * bytes. Those before `startNs` have 32 bits each, the others 64.
 */
export const record = {
  pid: 0,
  ppid: 4,
  pgid: 8,
  sid: 12,
  state: 16,
  exitState: 20,
  flags: 24,
  threads: 28,
  exitSignal: 32,
  processor: 36,
  exitCode: 40,
  groupExitCode: 44,
  groupFlags: 48,
  terminalMajor: 52,
  terminalMinorStart: 56,
  terminalIndex: 60,
  /** The foreground process group of the terminal; -1: there is no terminal. */
  foreground: 64,
  uid: 68,
  effectiveUid: 72,
  tracer: 76,
  /** How many pid namespaces lie around the one of the process. */
  level: 80,
  seccomp: 84,
  startNs: 88,
  /** The address of the memory; 0: there is none, as of a zombie or kernel thread. */
  memory: 96,
  /** The address of the set of its cgroups: where it is the same, so are the cgroups in all hierarchies. */
  cgroups: 104,
  childMinorFaults: 112,
  childMajorFaults: 120,
  childUserNs: 128,
  childSystemNs: 136,
  lastRunNs: 144,
  pending: 152,
  sharedPending: 160,
  blocked: 168,
  /** The signals whose handler is not SIG_DFL, and those whose handler is not SIG_IGN. */
  caughtOrIgnored: 176,
  caughtOrDefault: 184,
  /** The handler and the flags of the action for SIGCHLD, and whether it is a subreaper: not 0. */
  childHandler: 192,
  childFlags: 200,
  subreaper: 208,
  capabilities: 216,
  voluntarySwitches: 224,
  forcedSwitches: 232,
  /** 16 bytes, NUL-terminated. */
  comm: 240,
  /** The name of the file of its program, NUL-terminated, cut to 31 bytes; empty where that is not known. */
  program: 256,
  /** The address of its network namespace; 0: it has exited, and is in none. */
  network: 288,
  size: 296,
} as const;

/**
 * How much a look takes of each process. named: not what it does with each signal, which takes a quarter of a whole look, so
 * that both sets of signals are empty; brief: nor the name of its program.
 */
export type Look = 'whole' | 'named' | 'brief';

/** How many bytes the name of a program has in a record, with the NUL. */
export const PROGRAM_SIZE = 32;

/** The size of a number of 32 bits, in bytes. */
export const WORD = 4;

/** How many bytes a number of the record has. */
export function widthOf(place: number): 4 | 8 {
  return place < record.startNs ? 4 : 8;
}
