import type {Explanation} from './explanation.ts';

/** What a signal means for the process that got it, and why it usually comes; `name` is a signal of any platform. */
export function signalExplanation(name: string): Explanation {
  const [meaning, ...causes] = MEANINGS[name] ?? unlisted(name);
  return {meaning, causes};
}

type Entry = readonly [meaning: string, ...causes: string[]];

function unlisted(name: string): Entry {
  if (!name.startsWith('SIGRT')) return ["Reserved for the system's own use."];
  return [
    'A real-time signal: its meaning is up to the programs that use it.',
    'another process or a timer sent it',
  ];
}

const MEANINGS: Readonly<Record<string, Entry>> = {
  SIGHUP: [
    'The process lost its terminal or session, or was asked to reload and had no handler for SIGHUP.',
    'the terminal or the ssh session closed',
    'the session leader (the login shell) exited',
    '`kill -HUP` as a request to reload, to a program without a handler',
    'reboot(2) inside a container: its PID 1 is then reported as killed by SIGHUP',
  ],
  SIGINT: [
    'The process was interrupted, usually from the keyboard.',
    'Ctrl-C on its terminal',
    '`kill -INT`, or a supervisor that stops its children with SIGINT',
    'halt or power-off by reboot(2) inside a container: its PID 1 is then reported as killed by SIGINT',
  ],
  SIGQUIT: [
    'The process was quit from the keyboard, with a core dump.',
    'Ctrl-\\ on its terminal',
    '`kill -QUIT`, to get a core dump',
    'a stop signal of SIGQUIT (nginx and php-fpm images), to a program without a handler',
  ],
  SIGILL: [
    'The process executed an illegal instruction.',
    'a binary built for a newer CPU (AVX-512, -march=native)',
    'a trap that the compiler put in (`__builtin_trap`, ud2)',
    'a jump through a corrupted pointer or return address',
  ],
  SIGTRAP: [
    'The process hit a breakpoint or trace trap.',
    'a breakpoint with no debugger attached',
    'a deliberate crash of V8 or Chromium (a failed check)',
  ],
  SIGABRT: [
    'The process aborted itself, usually with abort(3).',
    'a failed assert(3)',
    'heap corruption found by the C library (double free, invalid size)',
    'an uncaught C++ exception (std::terminate)',
    'Node.js out of heap memory, or a crash of the JVM',
    'the systemd watchdog (WatchdogSec=)',
  ],
  SIGEMT: ['The process hit an emulator trap.', 'an instruction that the system emulates or traps'],
  SIGBUS: [
    'The process accessed mapped memory that has nothing behind it.',
    'a mapped file was truncated',
    'no space left in the file system (often /dev/shm) behind a shared mapping',
    'a misaligned access, where the CPU forbids it',
    'a memory or disk error',
  ],
  SIGFPE: [
    'The process made an arithmetic error; despite the name mostly one of integers.',
    'an integer division by zero',
    'the smallest integer divided by -1',
  ],
  SIGKILL: [
    "The process was killed outright: SIGKILL can't be caught, blocked or ignored.",
    "the kernel ran out of memory (OOM killer; see dmesg and the cgroup's memory.events)",
    '`docker stop`, Kubernetes or systemd, once the grace period after SIGTERM was over',
    '`kill -9`',
    '`timeout -k` or `timeout -s KILL`, which dies by SIGKILL itself',
    'a parent-death signal (PR_SET_PDEATHSIG), when the thread that started the process exited',
    'a forbidden system call in seccomp strict mode',
  ],
  SIGSEGV: [
    'The process accessed memory that is unmapped or forbidden to it.',
    'a null, dangling or corrupted pointer',
    'a stack overflow by too deep a recursion',
    'a native extension or library that does not fit the program',
    'RLIMIT_AS (`ulimit -v`) or RLIMIT_STACK too small for the exec of a program',
  ],
  SIGPIPE: [
    'The process wrote to a pipe or socket that has no reader left.',
    'the reader exited first, as in `… | head`',
    'the peer closed the connection',
  ],
  SIGALRM: [
    'A timer ran out, and the process had no handler for SIGALRM.',
    'alarm(2) or setitimer(2), set by the process itself or before exec',
  ],
  SIGTERM: [
    'The process was asked to terminate, and had no handler for SIGTERM or restored the default action.',
    '`docker stop`, the deletion of a pod, `systemctl stop` or a shutdown',
    '`kill` or `timeout` without a signal named',
    'a supervisor or test runner that stops its children',
  ],
  SIGSTKFLT: ["A coprocessor's stack fault, which Linux itself never raises.", 'another process sent it'],
  SIGCHLD: ['A child of the process exited, stopped or continued.'],
  SIGCONT: ['The process was told to continue after a stop.'],
  SIGSTOP: [
    "The process is stopped and has not exited: SIGSTOP can't be caught, blocked or ignored, and SIGCONT continues the process.",
    '`kill -STOP`',
    'a debugger or tracer that attached',
  ],
  SIGTSTP: [
    'The process was stopped from its terminal and has not exited.',
    'Ctrl-Z: `fg` or `kill -CONT` continues the process',
  ],
  SIGTTIN: [
    'The process is stopped and has not exited: it read from its terminal in the background.',
    'a background job that wants input',
  ],
  SIGTTOU: [
    'The process is stopped and has not exited: it used its terminal from the background.',
    'the job wrote to the terminal, with `stty tostop`',
    "the job changed the terminal's settings",
  ],
  SIGURG: ['Urgent data arrived on a socket.'],
  SIGXCPU: ['The process exceeded its limit of CPU time (RLIMIT_CPU).', '`ulimit -t` or LimitCPU='],
  SIGXFSZ: ['The process made a file larger than its limit (RLIMIT_FSIZE).', '`ulimit -f` or LimitFSIZE='],
  SIGVTALRM: [
    "A timer of the process's CPU time ran out, and the process had no handler for SIGVTALRM.",
    'setitimer(2), set before exec',
  ],
  SIGPROF: [
    'A profiling timer ran out, and the process had no handler for SIGPROF.',
    "a profiler's timer that outlived its handler, as across exec",
  ],
  SIGWINCH: ['The terminal of the process changed its size.'],
  SIGIO: [
    'I/O became possible on a descriptor, and the process had no handler for SIGIO.',
    'O_ASYNC or F_SETOWN without a handler',
  ],
  SIGPWR: [
    'The process was notified of a power failure.',
    '`lxc-stop`, which asks the init of a container to shut down',
    'a UPS daemon',
  ],
  SIGSYS: [
    'The process made a system call that is forbidden to it.',
    "a seccomp filter (SystemCallFilter=, a container's profile, a sandbox)",
  ],
  SIGUSR1: [
    "A signal of the program's own, and the process had no handler for SIGUSR1.",
    '`kill -USR1` as a command that this program, or its start-up, does not know yet',
  ],
  SIGUSR2: [
    "A signal of the program's own, and the process had no handler for SIGUSR2.",
    '`kill -USR2` as a command that this program, or its start-up, does not know yet',
  ],
  SIGINFO: ['The process was asked for its state from the keyboard (Ctrl-T).'],
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
  SIGXRES: ['The process exceeded a resource control.'],
};
