/** What people see before they know a rule: the message of a program and the errno behind it, or what happens to them. */
export interface Symptom {
  /** As strerror(3) or the program says it, in small letters. */
  readonly says: string;
  /** Other words for it: the name of the errno, programs that say it. One of several words may stand in a longer text. */
  readonly also: readonly string[];
  /** A text that is it, too, without a word. */
  readonly form?: RegExp;
  /** Rules and families that may be behind it. */
  readonly rules: readonly string[];
  /** The command that shows what is behind it, with the words to fill in in capitals. */
  readonly command: readonly string[];
}

/** Symptoms, with what to ask. */
export const symptoms: readonly Symptom[] = [
  {
    says: 'address already in use',
    also: ['eaddrinuse', 'bind'],
    rules: ['fds/listener-held-by-heir'],
    command: ['holders', ':PORT'],
  },
  {
    says: 'too many open files',
    also: ['emfile', 'enfile', 'too many open files in system'],
    rules: ['fds/descriptor-table-nearly-full'],
    command: ['diagnose', 'PID'],
  },
  {
    says: 'text file busy',
    also: ['etxtbsy', 'text file is busy'],
    rules: ['fds/text-file-busy'],
    command: ['holders', 'PROGRAM'],
  },
  {
    says: 'target is busy',
    also: ['ebusy', 'umount', 'unmount', 'device or resource busy', 'resource busy or locked'],
    rules: [],
    command: ['holders', 'MOUNTPOINT'],
  },
  {
    says: 'no space left on device',
    also: ['enospc', 'disk', 'disk full', 'df', 'du'],
    rules: ['fds/deleted-file-held-open'],
    command: ['diagnose', '--rule', 'fds/deleted-file-held-open'],
  },
  {
    says: 'no child processes',
    also: ['echild'],
    rules: ['sigchld/ignored', 'sigchld/children-reaped-unseen', 'sigchld/ignored-by-inheritance'],
    command: ['sigchld', 'PID'],
  },
  {
    says: 'broken pipe',
    also: ['epipe'],
    rules: ['signals/sigpipe-ignored'],
    command: ['diagnose', 'PID', '--rule', 'signals/sigpipe-ignored'],
  },
  {
    says: 'resource temporarily unavailable',
    also: ['eagain', 'ewouldblock', 'fork', 'cannot fork'],
    rules: ['zombies/pids-limit-near'],
    command: ['diagnose', '--rule', 'zombies/pids-limit-near'],
  },
  {
    says: 'resource deadlock avoided',
    also: ['edeadlk', 'deadlock'],
    rules: ['families/wait-cycle'],
    command: ['diagnose', '--rule', 'families/wait-cycle'],
  },
  {
    says: '<defunct>',
    also: ['defunct'],
    rules: ['zombies'],
    command: ['zombies'],
  },
  {says: 'it hangs', also: ['hangs', 'hung', 'stuck'], rules: [], command: ['why', 'PID']},
  {says: 'done, but still runs', also: ['still runs'], rules: [], command: ['why', '--caller']},
  {says: 'who has the lock', also: ['lock held', 'waiting for lock'], rules: [], command: ['locks', 'FILE']},
  {
    says: 'exit code',
    also: ['exit status', 'returncode', 'wait status', 'killed', 'segmentation fault', 'core dumped'],
    form: /^(?:-?\d{1,10}|0x[\da-f]+)$/,
    rules: [],
    command: ['decode-status', 'STATUS'],
  },
  {
    says: 'who kills my process',
    also: ['who killed', 'who kills'],
    rules: [],
    command: ['watch', '--only', 'kill'],
  },
  {says: 'is it my new code', also: ['new code', 'old code'], rules: [], command: ['scripts', 'NAME']},
  {
    says: 'ctrl-c does nothing',
    also: ['ctrl-c', 'ctrl+c', '^c', 'sigint'],
    rules: ['signals/interrupt-ignored'],
    command: ['signals', 'PID', 'INT'],
  },
  {
    says: 'what did it leave behind',
    also: ['leave behind', 'left behind'],
    rules: [],
    command: ['run', '--', 'CMD'],
  },
  {says: "what's wrong here", also: ["what's wrong", 'what is wrong'], rules: [], command: ['diagnose']},
];
