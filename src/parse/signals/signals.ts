/** The systems whose signal numbers are known. `linux` is x86, ARM and most others; MIPS numbers differ. */
export type Platform = 'linux' | 'linux-mips' | 'darwin' | 'freebsd' | 'solaris';

interface SignalTable {
  /** The standard signals from number 1 on, without "SIG". */
  readonly standard: readonly string[];
  /** The numbers that the C library reserves, which SIGRTMIN+n never reaches. */
  readonly reserved: readonly number[];
  readonly realTime: {readonly min: number; readonly max: number} | undefined;
  /** Other names that the system's <signal.h> defines for a standard signal. */
  readonly aliases: Readonly<Record<string, string>>;
}

const BSD_SIGNALS =
  'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH INFO USR1 USR2';
const SYSTEM_V_SIGNALS =
  'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM USR1 USR2 CHLD PWR WINCH URG IO STOP TSTP CONT TTIN TTOU VTALRM PROF XCPU XFSZ';

/**
 * Signal numbers, from signal(7) and the headers sys/signal.h (XNU, FreeBSD) and sys/iso/signal_iso.h (illumos).
 * Real-time signals are counted as glibc and musl users see them: glibc's SIGRTMIN is 34, since it keeps 32 and 33.
 */
const TABLES: Readonly<Record<Platform, SignalTable>> = {
  linux: {
    standard: words(
      'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS',
    ),
    reserved: [32, 33],
    realTime: {min: 34, max: 64},
    aliases: {IOT: 'ABRT', CLD: 'CHLD', POLL: 'IO', UNUSED: 'SYS'},
  },
  'linux-mips': {
    standard: words(SYSTEM_V_SIGNALS),
    reserved: [32, 33],
    realTime: {min: 34, max: 127},
    aliases: {IOT: 'ABRT', CLD: 'CHLD', POLL: 'IO'},
  },
  darwin: {
    standard: words(BSD_SIGNALS),
    reserved: [],
    realTime: undefined,
    aliases: {IOT: 'ABRT'},
  },
  freebsd: {
    standard: words(`${BSD_SIGNALS} THR LIBRT`),
    reserved: [],
    realTime: {min: 65, max: 126},
    aliases: {IOT: 'ABRT', LWP: 'THR'},
  },
  solaris: {
    standard: words(`${SYSTEM_V_SIGNALS} WAITING LWP FREEZE THAW CANCEL LOST XRES JVM1 JVM2 INFO`),
    reserved: [],
    realTime: {min: 42, max: 73},
    aliases: {IOT: 'ABRT', CLD: 'CHLD', POLL: 'IO'},
  },
};

/** All platforms, the default first. */
export const PLATFORMS = Object.keys(TABLES) as readonly Platform[];

/** Whether the kernel is Linux, whatever its signal numbers. */
export function isLinux(platform: Platform): boolean {
  return platform === 'linux' || platform === 'linux-mips';
}

/**
 * The name of a signal: "SIGCHLD"; a real-time signal is "SIGRTMIN", "SIGRTMIN+3", "SIGRTMAX"; the two that the
 * C library keeps for its threads on Linux are "SIG32" and "SIG33". Undefined where the platform has no such
 * signal. Source: signal(7).
 */
export function signalName(number: number, platform: Platform = 'linux'): string | undefined {
  const {standard, reserved, realTime} = TABLES[platform];
  const name = standard[number - 1];
  if (name !== undefined) return `SIG${name}`;
  if (reserved.includes(number)) return `SIG${number}`;
  if (realTime === undefined || !Number.isInteger(number)) return undefined;
  if (number < realTime.min || number > realTime.max) return undefined;
  if (number === realTime.max) return 'SIGRTMAX';
  return number === realTime.min ? 'SIGRTMIN' : `SIGRTMIN+${number - realTime.min}`;
}

/**
 * The number of a signal by its name, in any case and with or without "SIG": "SIGTERM", "term", "RTMIN+3",
 * "SIGRTMAX-2", or an alias such as "SIGIOT". Undefined where the platform has no signal of that name.
 */
export function signalNumber(name: string, platform: Platform = 'linux'): number | undefined {
  const {standard, reserved, realTime, aliases} = TABLES[platform];
  const short = name.toUpperCase().replace(/^SIG/, '');
  const index = standard.indexOf(Object.hasOwn(aliases, short) ? (aliases[short] ?? short) : short);
  if (index >= 0) return index + 1;
  const reservedNumber = reserved.find(number => name.toUpperCase() === `SIG${number}`);
  if (reservedNumber !== undefined) return reservedNumber;
  const offset = /^RT(?:MIN(?:\+(?<up>\d{1,3}))?|MAX(?:-(?<down>\d{1,3}))?)$/.exec(short);
  if (offset === null || realTime === undefined) return undefined;
  const number = short.startsWith('RTMIN')
    ? realTime.min + Number(offset.groups?.up ?? 0)
    : realTime.max - Number(offset.groups?.down ?? 0);
  return number >= realTime.min && number <= realTime.max ? number : undefined;
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
