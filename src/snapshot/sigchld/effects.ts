import type {Runtime} from '../programs/runtime.ts';
import type {Disposition} from '../signals/disposition.ts';

/**
 * What follows in a program whose children vanish unreaped, because it ignores SIGCHLD or set SA_NOCLDWAIT:
 * wait(2), "NOTES". What the runtimes make of it was measured with CPython 3.11, bash 5.2, dash 0.5.12, GNU
 * make 4.3, Node 20 and perl 5.36; test/live/signals/sigchld-runtimes.test.ts measures it again.
 */
export function effectsOfAutoReap(disposition: Disposition, runtime: Runtime | undefined): string[] {
  return [
    ...(runtime ? (ofRuntime[runtime] ?? []) : []),
    'wait(2) and waitpid(2) block until every child has ended, then fail with ECHILD: no exit status is ever seen',
    'system(3) and pclose(3) return -1 with ECHILD, although the command ran',
    // Flags of sigaction(2) do not outlive execve(2), an ignored signal does.
    ...(disposition === 'ignored' ? [whatItStarts] : []),
  ];
}

const ofRuntime: Partial<Record<Runtime, string[]>> = {
  python: [
    'subprocess reports returncode 0 whatever the command returned: check_call() and run(check=True) pass',
    'os.system() returns -1, os.popen(...).close() returns None as for success, os.waitpid() raises ChildProcessError',
  ],
  perl: [
    "perl resets an inherited one at its start; after $SIG{CHLD} = 'IGNORE' system() returns -1 and $? is -1",
  ],
};

const whatItStarts =
  'what it starts inherits that: dash, make, node and perl reset it, bash waits correctly but hands it on, Python and most others keep it';

/** What follows where the process itself is a zombie. */
export const effectsOfHavingEnded: string[] = [
  'it is a zombie: it has no children, which its own end gave to init or a subreaper, and no signal does anything to it',
];

/** What follows where SIGCHLD is blocked in every thread and pending. */
export const effectsOfBlocking = [
  'no SIGCHLD handler runs: programs that reap in one (shells, event loops) collect zombies or hang',
  'the mask survives execve(2): children that do not reset it start with SIGCHLD blocked',
];
