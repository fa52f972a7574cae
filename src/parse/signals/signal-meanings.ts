import {defaultAction, type SignalAction} from './signal-actions.ts';
import {type Platform, signalName} from './signals.ts';

/** What a signal tells about the process that got it. */
export interface SignalMeaning {
  /** One sentence. */
  readonly meaning: string;
  /** What the kernel does with it when it is neither caught nor ignored. */
  readonly action: SignalAction;
  /** Why it usually comes, most frequent first; short phrases. */
  readonly causes: readonly string[];
}

type Entry = readonly [meaning: string, ...causes: string[]];

const MEANINGS: Readonly<Record<string, Entry>> = {
  SIGHUP: [
    'Its terminal or session went away, or it was asked to reload and has no handler for that.',
    'the terminal or the ssh session closed',
    'the session leader (the login shell) ended',
    '`kill -HUP` as a request to reload, to a program without a handler',
    'reboot(2) inside a container: its PID 1 is then reported as killed by SIGHUP',
  ],
  SIGINT: [
    'Interrupted, usually from the keyboard.',
    'Ctrl-C on its terminal',
    '`kill -INT`, or a supervisor that stops its children with SIGINT',
    'halt or power-off by reboot(2) inside a container: its PID 1 is then reported as killed by SIGINT',
  ],
  SIGQUIT: [
    'Quit from the keyboard, with a core dump.',
    'Ctrl-\\ on its terminal',
    '`kill -QUIT`, to get a core dump',
    'a stop signal of SIGQUIT (nginx and php-fpm images), to a program without a handler',
  ],
  SIGILL: [
    'It executed an illegal instruction.',
    'a binary built for a newer CPU (AVX-512, -march=native)',
    'a trap that the compiler put in (`__builtin_trap`, ud2)',
    'a jump through a corrupted pointer or return address',
  ],
  SIGTRAP: [
    'It hit a breakpoint or trace trap.',
    'a breakpoint with no debugger attached',
    'a deliberate crash of V8 or Chromium (a failed check)',
  ],
  SIGABRT: [
    'It aborted itself, usually with abort(3).',
    'a failed assert(3)',
    'heap corruption found by the C library (double free, invalid size)',
    'an uncaught C++ exception (std::terminate)',
    'Node.js out of heap memory, or a crash of the JVM',
    'the systemd watchdog (WatchdogSec=)',
  ],
  SIGEMT: ['It hit an emulator trap.', 'an instruction that the system emulates or traps'],
  SIGBUS: [
    'It accessed mapped memory that has nothing behind it.',
    'a mapped file was truncated',
    'no space left in the file system (often /dev/shm) behind a shared mapping',
    'a misaligned access, where the CPU forbids it',
    'a memory or disk error',
  ],
  SIGFPE: [
    'It made an arithmetic error; despite the name mostly one of integers.',
    'an integer division by zero',
    'the smallest integer divided by -1',
  ],
  SIGKILL: [
    'Killed outright: SIGKILL cannot be caught, blocked or ignored.',
    "the kernel ran out of memory (OOM killer; see dmesg and the cgroup's memory.events)",
    '`docker stop`, Kubernetes or systemd, when the grace time after SIGTERM had passed',
    '`kill -9`',
    'a parent-death signal (PR_SET_PDEATHSIG) when the thread that started it ended',
  ],
  SIGSEGV: [
    'It accessed memory that it may not access.',
    'a null, dangling or corrupted pointer',
    'a stack overflow by too deep a recursion',
    'a native extension or library that does not fit the program',
  ],
  SIGPIPE: [
    'It wrote to a pipe or socket that nobody reads any more.',
    'the reader ended first, as in `… | head`',
    'the peer closed the connection',
  ],
  SIGALRM: [
    'A timer ran out, and it had no handler.',
    'alarm(2) or setitimer(2), set by itself or before exec',
  ],
  SIGTERM: [
    'Asked to terminate, and had no handler for it.',
    '`docker stop`, the deletion of a pod, `systemctl stop` or a shutdown',
    '`kill` or `timeout` without a signal named',
    'a supervisor or test runner that stops its children',
  ],
  SIGSTKFLT: ["A coprocessor's stack fault, which Linux itself never raises.", 'another process sent it'],
  SIGCHLD: ['One of its children ended, stopped or continued.'],
  SIGCONT: ['It was told to continue after a stop.'],
  SIGSTOP: [
    'Stopped, not ended: SIGSTOP cannot be caught, blocked or ignored, and SIGCONT lets it go on.',
    '`kill -STOP`',
    'a debugger or tracer that attached',
  ],
  SIGTSTP: ['Stopped from its terminal, not ended.', 'Ctrl-Z: `fg` or `kill -CONT` lets it go on'],
  SIGTTIN: [
    'Stopped, not ended, because it read from its terminal in the background.',
    'a background job that wants input',
  ],
  SIGTTOU: [
    'Stopped, not ended, because it used its terminal from the background.',
    'it wrote, with `stty tostop`',
    "it changed the terminal's settings",
  ],
  SIGURG: ['Urgent data came in on a socket.'],
  SIGXCPU: ['It used more CPU time than it may (RLIMIT_CPU).', '`ulimit -t` or LimitCPU='],
  SIGXFSZ: ['It made a file larger than it may (RLIMIT_FSIZE).', '`ulimit -f` or LimitFSIZE='],
  SIGVTALRM: ['A timer of its own CPU time ran out, and it had no handler.', 'setitimer(2), set before exec'],
  SIGPROF: [
    'A profiling timer ran out, and it had no handler.',
    "a profiler's timer that outlived its handler, as over exec",
  ],
  SIGWINCH: ["The size of its terminal's window changed."],
  SIGIO: [
    'I/O became possible on a descriptor, and it had no handler.',
    'O_ASYNC or F_SETOWN without a handler',
  ],
  SIGPWR: [
    'Told that the power fails.',
    '`lxc-stop`, which asks the init of a container to shut down',
    'a UPS daemon',
  ],
  SIGSYS: [
    'It made a system call that it may not make.',
    "a seccomp filter (SystemCallFilter=, a container's profile, a sandbox)",
  ],
  SIGUSR1: [
    "A signal of the program's own, and it had no handler.",
    '`kill -USR1` as a command that this program, or its start-up, does not know yet',
  ],
  SIGUSR2: [
    "A signal of the program's own, and it had no handler.",
    '`kill -USR2` as a command that this program, or its start-up, does not know yet',
  ],
  SIGINFO: ['Asked for its state from the keyboard (Ctrl-T).'],
  SIGTHR: ['Reserved for the thread library.'],
  SIGLIBRT: ['Reserved for the real-time library.'],
  SIG32: [
    'Reserved by the C library for its threads (glibc: cancellation).',
    'another process sent it by number',
  ],
  SIG33: [
    'Reserved by the C library for its threads (glibc: setuid(2) in all threads).',
    'another process sent it by number',
  ],
  SIGLOST: ['A resource was lost, such as a record lock over NFS.', 'the NFS server restarted'],
  SIGXRES: ['It went beyond a resource control.'],
};

/** What a signal means and why it usually comes; undefined where the platform has no such signal. */
export function signalMeaning(number: number, platform: Platform = 'linux'): SignalMeaning | undefined {
  const name = signalName(number, platform);
  const action = defaultAction(number, platform);
  if (name === undefined || action === undefined) return undefined;
  const [meaning, ...causes] = MEANINGS[name] ?? unlisted(name);
  return {meaning, action, causes};
}

function unlisted(name: string): Entry {
  if (!name.startsWith('SIGRT')) return ["Reserved for the system's own use."];
  return [
    'A real-time signal: its meaning is up to the programs that use it.',
    'another process or a timer sent it',
  ];
}
