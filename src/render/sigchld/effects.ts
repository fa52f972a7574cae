import type {SigchldEffect} from '../../snapshot/sigchld/effects.ts';

const texts: Readonly<Record<SigchldEffect, string>> = {
  'no-children':
    'a zombie has no children (they were given to init or a subreaper), and signals have no effect on it',
  'statuses-learned-otherwise':
    'none: the program ignores SIGCHLD by design, and learns every exit status in another way',
  'python-subprocess-reports-success':
    'subprocess reports returncode 0 whatever the command returned: check_call() and run(check=True) pass',
  'python-os-calls-misreport':
    'os.system() returns -1, os.popen(...).close() returns None as on success, os.waitpid() raises ChildProcessError',
  'python-asyncio-reports-255':
    'a subprocess of asyncio has returncode 255 (which the log of asyncio calls an unknown child process)',
  'python-multiprocessing-sees-no-exit':
    'a Process of multiprocessing that has exited keeps exitcode None, and is_alive() stays True',
  'gawk-close-reports-success':
    'close(command) returns 0 whatever the command returned, and system() returns -1',
  'vim-job-reports-success': 'job_info() has exitval 0 for a job that failed, and v:shell_error is -1',
  'split-filter-reports-success': 'split exits with 0 whatever the command of --filter returned',
  'busybox-time-makes-up-status': 'time exits with a status that is made up',
  'bun-run-reports-success':
    '`bun run` exits with 0 for a script of package.json that failed, and Bun.spawn() fails with ECHILD',
  'perl-system-fails':
    "perl resets an inherited SIG_IGN when it starts; after $SIG{CHLD} = 'IGNORE', system() returns -1 and $? is -1",
  'wait-fails':
    'wait(2) and waitpid(2) block until every child has exited, then fail with ECHILD: exit statuses are lost',
  'system-fails': 'system(3) and pclose(3) return -1 with ECHILD, although the command ran',
  'disposition-inherited':
    'programs that it starts inherit the ignored SIGCHLD: dash, make, node and perl reset it, bash waits correctly but passes it on, Python and most others keep it',
  'handler-never-runs':
    'no SIGCHLD handler runs: programs that reap in one (shells, event loops) collect zombies or hang',
  'mask-inherited': "the mask survives execve(2): children that don't reset it start with SIGCHLD blocked",
};

/** What follows from how a process handles SIGCHLD, in words. */
export function effectText(effect: SigchldEffect): string {
  return texts[effect];
}
