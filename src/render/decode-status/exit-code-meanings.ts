import {type Platform, signalName} from '../../parse/signals/signals.ts';
import {type CustomaryExitCode, exitCodeMeaning, type Sysexit} from '../../parse/wait-status/exit-codes.ts';
import type {Explanation} from './explanation.ts';

/** What a program that exited with this status usually means, and why it usually exits so. */
export function exitCodeExplanation(code: number, platform: Platform): Explanation {
  const tag = exitCodeMeaning(code, platform);
  switch (tag.kind) {
    case 'sysexit':
      return {meaning: `${tag.name} of <sysexits.h>: ${SYSEXITS[tag.name]}.`, causes: []};
    case 'customary': {
      const [meaning, ...causes] = CUSTOMARY[tag.code];
      return {meaning, causes};
    }
    case 'of-signal':
      return {
        meaning: `The program itself exited with ${code}: 128 + ${tag.signalNumber}, which is how shells report ${signalName(tag.signalNumber, platform)}.`,
        causes: [
          'a shell (a wrapper script, shell=True), tini, flock, su or npm, which passes on how its child was killed',
          'a program that caught the signal and exited with this status (as the JVM does)',
          ...(OF_SIGNAL_TOO[code] ?? []),
        ],
      };
    case 'not-agreed':
      return {meaning: 'No agreed meaning; only the program knows.', causes: PROGRAMS[code] ?? []};
  }
}

/** What programs mean by an exit status that looks like 128 + n. */
const OF_SIGNAL_TOO: Readonly<Record<number, readonly string[]>> = {
  129: [
    'git or perf: wrong usage',
    '`yarn run` of Yarn 4: a script that any signal killed, but a real-time one',
  ],
  132: ['mpirun: the program is missing or not executable'],
};

/** What well-known programs mean by an exit status that has no agreed meaning. */
const PROGRAMS: Readonly<Record<number, readonly string[]>> = {
  8: ['ctest: a test failed', 'watch -e: the command failed'],
  9: ["Node: an option that it doesn't know"],
  13: ['Node: a top-level await that never settled'],
  100: ['daemontools, runit, s6: wrong usage of chpst, softlimit and the like'],
  101: ['a panic in Rust'],
  111: ['daemontools, runit: chpst, setlock and the like could not start the command'],
  254: [
    'npm: ENOENT, such as no package.json (256 - 2)',
    "Python's sys.exit(returncode) of a child killed by SIGINT",
  ],
};

type Entry = readonly [meaning: string, ...causes: string[]];

const CUSTOMARY: Readonly<Record<CustomaryExitCode, Entry>> = {
  0: [
    'Success.',
    'a failure that a wrapper hid: perf stat, ltrace, find -exec and make -i exit with 0 where a signal killed their command',
  ],
  1: [
    'A failure; only the program knows which.',
    'an error that the program reported on stderr',
    'an uncaught exception in Python or Node.js',
    'a wrapper whose command was killed by a signal: cmake -E env, faketime, chronic; `unshare --fork` after SIGKILL',
    'no error in grep (no match), diff and cmp (a difference), test (false)',
  ],
  2: [
    'Wrong usage, by the convention of shells and many tools.',
    'an option or argument that the program does not know',
    'a syntax error in a shell script',
    'a panic in Go',
    'serious trouble in grep, diff and ls',
  ],
  123: ['xargs: one of its commands exited with 1 to 125.'],
  124: [
    'timeout(1): the command ran out of time.',
    '`timeout` sent its signal, and --preserve-status was not given (never with -s KILL: 137)',
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
    'the interpreter in its #! line, or its dynamic loader, is missing',
    'a shared library is missing (ld.so exits with 127)',
    'system(3) could not execute the shell',
    'bash: a variable that is not set, under `set -u`, or `wait` for a stranger',
  ],
  128: [
    'No agreed meaning: 128 + n stands for signal n, and there is no signal 0.',
    'a fatal error of git',
    'containerd could not start the container ("StartError" in Kubernetes)',
  ],
  255: [
    'exit(-1), or an error that has no other code: only the low 8 bits of an exit status are kept.',
    'ssh: the connection or the login failed, or the remote command was killed by any signal',
    'a fatal error in PHP, die in Perl',
    'a container whose exit status containerd lost ("Unknown" in Kubernetes)',
  ],
};

/** sysexits.h(3head): used by mail programs first. */
const SYSEXITS: Readonly<Record<Sysexit, string>> = {
  EX_USAGE: 'wrong usage of the command',
  EX_DATAERR: "the user's input is wrong",
  EX_NOINPUT: 'an input file is missing or unreadable',
  EX_NOUSER: 'no such user',
  EX_NOHOST: 'no such host',
  EX_UNAVAILABLE: 'a service or a program that it needs is unavailable',
  EX_SOFTWARE: 'an internal error of the program',
  EX_OSERR: 'an error of the operating system, such as a failed fork',
  EX_OSFILE: 'a system file is missing or broken',
  EX_CANTCREAT: "an output file can't be created",
  EX_IOERR: 'an error of input or output',
  EX_TEMPFAIL: 'a temporary failure; try again later',
  EX_PROTOCOL: 'the other side broke the protocol',
  EX_NOPERM: 'permission denied',
  EX_CONFIG: 'something is wrong in the configuration',
};
