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
  childMinorFaults: 104,
  childMajorFaults: 112,
  childUserNs: 120,
  childSystemNs: 128,
  lastRunNs: 136,
  pending: 144,
  sharedPending: 152,
  blocked: 160,
  /** The signals whose handler is not SIG_DFL, and those whose handler is not SIG_IGN. */
  caughtOrIgnored: 168,
  caughtOrDefault: 176,
  /** The handler and the flags of the action for SIGCHLD, and whether it is a subreaper: not 0. */
  childHandler: 184,
  childFlags: 192,
  subreaper: 200,
  capabilities: 208,
  voluntarySwitches: 216,
  forcedSwitches: 224,
  /** 16 bytes, NUL-terminated. */
  comm: 232,
  size: 248,
} as const;

/** How many bytes a number of the record has. */
export function widthOf(place: number): 4 | 8 {
  return place < record.startNs ? 4 : 8;
}
