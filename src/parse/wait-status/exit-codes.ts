import {canKill} from '../signals/signal-actions.ts';
import {type Platform, signalName} from '../signals/signals.ts';

/** What an exit status (0 to 255) usually tells. Only 0 is success everywhere; the rest is custom. */
export interface ExitCodeMeaning {
  /** The name in <sysexits.h>: "EX_USAGE". */
  readonly name?: string;
  /** One sentence. */
  readonly meaning: string;
  /** Why it usually comes, most frequent first; short phrases. */
  readonly causes: readonly string[];
}

type Entry = readonly [meaning: string, ...causes: string[]];

const WELL_KNOWN: Readonly<Record<number, Entry>> = {
  0: ['Success.'],
  1: [
    'A failure; the program alone knows of what kind.',
    'an error that the program reported on stderr',
    'an uncaught exception in Python or Node.js',
    'no error at all in grep (no match), diff and cmp (a difference), test (false)',
  ],
  2: [
    'Wrong usage, by the custom of shells and many tools.',
    'an option or argument that the program does not know',
    'a syntax error in a shell script',
    'a panic in Go',
    'serious trouble in grep, diff and ls',
  ],
  123: ['xargs: one of its commands exited with 1 to 125.'],
  124: [
    'timeout(1): the command ran out of its time.',
    '`timeout` sent its signal, and --preserve-status was not given',
    'xargs stopped, because a command exited with 255',
  ],
  125: [
    'The program that should start another one failed itself.',
    '`docker run` or `podman run`: an error of the daemon, or a bad option',
    'timeout, env, nice or nohup: a bad option of their own',
    'xargs: a command was killed by a signal',
  ],
  126: [
    'The command was found, but could not be executed.',
    'the file is not executable, or it is a directory',
    'the file system is mounted noexec',
    'the wrong architecture, or no #! line ("Exec format error")',
  ],
  127: [
    'The command was not found.',
    'a typo, or a PATH without its directory',
    'the interpreter of its #! line or its dynamic loader is not there',
    'a shared library is missing (ld.so exits with 127)',
    'system(3) could not execute the shell',
  ],
  128: [
    'No agreed meaning: 128 + n stands for signal n, and there is no signal 0.',
    'a fatal error of git',
    'containerd could not start the container ("StartError" in Kubernetes)',
  ],
  255: [
    'exit(-1), or an error that has no other code: only the low 8 bits of an exit status are kept.',
    'ssh: the connection or the login failed',
    'a fatal error in PHP, die in Perl',
    'a container whose exit status containerd lost ("Unknown" in Kubernetes)',
  ],
};

/** <sysexits.h>: BSD's codes, used by mail programs first. */
const SYSEXITS: readonly (readonly [name: string, meaning: string])[] = [
  ['EX_USAGE', 'wrong usage of the command'],
  ['EX_DATAERR', "the user's input is wrong"],
  ['EX_NOINPUT', 'an input file is missing or unreadable'],
  ['EX_NOUSER', 'no such user'],
  ['EX_NOHOST', 'no such host'],
  ['EX_UNAVAILABLE', 'a service or a program it needs is unavailable'],
  ['EX_SOFTWARE', 'an internal error of the program'],
  ['EX_OSERR', 'an error of the operating system, such as a failed fork'],
  ['EX_OSFILE', 'a system file is missing or broken'],
  ['EX_CANTCREAT', 'an output file cannot be created'],
  ['EX_IOERR', 'an error of input or output'],
  ['EX_TEMPFAIL', 'a temporary failure; try again later'],
  ['EX_PROTOCOL', 'the other side broke the protocol'],
  ['EX_NOPERM', 'permission denied'],
  ['EX_CONFIG', 'something is wrong in the configuration'],
];

const FIRST_SYSEXIT = 64;

/**
 * What a program that exited with this status usually means by it.
 * Sources: sysexits.h(3head), timeout(1), env(1), xargs(1), docker-run(1), Shell Command Language of POSIX (2.8.2).
 */
export function exitCodeMeaning(code: number, platform: Platform = 'linux'): ExitCodeMeaning {
  const sysexit = SYSEXITS[code - FIRST_SYSEXIT];
  if (sysexit !== undefined) {
    const [name, meaning] = sysexit;
    return {name, meaning: `${name} of <sysexits.h>: ${meaning}.`, causes: []};
  }
  const known = WELL_KNOWN[code];
  if (known !== undefined) {
    const [meaning, ...causes] = known;
    return {meaning, causes};
  }
  if (canKill(code - 128, platform)) return passedOn(code, code - 128, platform);
  return {meaning: 'No agreed meaning; the program alone knows.', causes: []};
}

function passedOn(code: number, signal: number, platform: Platform): ExitCodeMeaning {
  return {
    meaning: `The program itself exited with ${code}: 128 + ${signal}, the code of shells for ${signalName(signal, platform)}.`,
    causes: [
      'a shell (a wrapper script, shell=True), timeout or tini, that so passes on how its child was killed',
      'a program that caught the signal and exited with this status (as the JVM does)',
    ],
  };
}
