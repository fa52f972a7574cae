/** The names of statuses with which systemd's own child exits when it fails before execve(2). */
const START_FAILURES = {
  200: 'CHDIR',
  201: 'NICE',
  202: 'FDS',
  203: 'EXEC',
  204: 'MEMORY',
  205: 'LIMITS',
  206: 'OOM_ADJUST',
  207: 'SIGNAL_MASK',
  208: 'STDIN',
  209: 'STDOUT',
  210: 'CHROOT',
  211: 'IOPRIO',
  212: 'TIMERSLACK',
  213: 'SECUREBITS',
  214: 'SETSCHEDULER',
  215: 'CPUAFFINITY',
  216: 'GROUP',
  217: 'USER',
  218: 'CAPABILITIES',
  219: 'CGROUP',
  220: 'SETSID',
  221: 'CONFIRM',
  222: 'STDERR',
  224: 'PAM',
  225: 'NETWORK',
  226: 'NAMESPACE',
  227: 'NO_NEW_PRIVILEGES',
  228: 'SECCOMP',
  229: 'SELINUX_CONTEXT',
  230: 'PERSONALITY',
  231: 'APPARMOR',
  232: 'ADDRESS_FAMILIES',
  233: 'RUNTIME_DIRECTORY',
  235: 'CHOWN',
  236: 'SMACK_PROCESS_LABEL',
  237: 'KEYRING',
  238: 'STATE_DIRECTORY',
  239: 'CACHE_DIRECTORY',
  240: 'LOGS_DIRECTORY',
  241: 'CONFIGURATION_DIRECTORY',
  242: 'NUMA_POLICY',
  243: 'CREDENTIALS',
  244: 'BPF',
  245: 'KSM',
} as const;

/** The names of statuses that the Linux Standard Base gives a meaning to, "Init Script Actions". */
const LSB = {
  2: 'INVALIDARGUMENT',
  3: 'NOTIMPLEMENTED',
  4: 'NOPERMISSION',
  5: 'NOTINSTALLED',
  6: 'NOTCONFIGURED',
  7: 'NOTRUNNING',
} as const;

/** The names that systemd takes from <stdlib.h> and <sysexits.h>, and its name for 255. */
const OTHERS: Readonly<Record<number, string>> = {
  0: 'SUCCESS',
  1: 'FAILURE',
  64: 'USAGE',
  65: 'DATAERR',
  66: 'NOINPUT',
  67: 'NOUSER',
  68: 'NOHOST',
  69: 'UNAVAILABLE',
  70: 'SOFTWARE',
  71: 'OSERR',
  72: 'OSFILE',
  73: 'CANTCREAT',
  74: 'IOERR',
  75: 'TEMPFAIL',
  76: 'PROTOCOL',
  77: 'NOPERM',
  78: 'CONFIG',
  255: 'EXCEPTION',
};

export type StartFailure = (typeof START_FAILURES)[keyof typeof START_FAILURES];
export type LsbStatus = (typeof LSB)[keyof typeof LSB];

/** An exit status as systemd names it after the slash of "status=203/EXEC", and whose name that is. */
export type SystemdExitCode =
  | {readonly kind: 'start-failure'; readonly name: StartFailure}
  | {readonly kind: 'lsb'; readonly name: LsbStatus}
  | {readonly kind: 'other'; readonly name: string};

const startFailures: Readonly<Record<number, StartFailure>> = START_FAILURES;
const lsbStatuses: Readonly<Record<number, LsbStatus>> = LSB;

/**
 * How systemd names this exit status; undefined where it has no name for it. Source: systemd.exec(5), "Process exit
 * codes"; the numbers are the ones that `systemd-analyze exit-status` prints (the manual page of some versions gives
 * BPF as 245, where the enum says 244).
 */
export function systemdExitCode(code: number): SystemdExitCode | undefined {
  const failure = startFailures[code];
  if (failure !== undefined) return {kind: 'start-failure', name: failure};
  const lsb = lsbStatuses[code];
  if (lsb !== undefined) return {kind: 'lsb', name: lsb};
  const name = OTHERS[code];
  return name === undefined ? undefined : {kind: 'other', name};
}
