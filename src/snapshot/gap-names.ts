/*
 * How the contract's `unreadable` names what could not be read. A file of /proc goes by its own name; these are the
 * names of everything else. They are keys, which JSON and texts share.
 */

/** Where a procfs hides processes (hidepid: proc(5)). */
export const HIDDEN_PROCESSES = 'processes of other users';

/** Where a recording holds only what concerns some processes. */
export const UNRECORDED_PROCESSES = 'processes that were not recorded';

/** Where a recording has no cgroups: it was made before the zombies were old enough for their limits to matter. */
export const UNRECORDED_LIMITS = 'cgroup limits';

/** Where a procfs shows the pids of another pid namespace. */
export const PID_NAMESPACE = 'pid namespace';

/** Where /proc/locks leaves out locks whose takers have no pid here. */
export const LOCKS_ELSEWHERE = 'locks of other pid namespaces';

/** The kernel's own record of what processes do with SIGCHLD, by what was wanted of it. */
export const SIGCHLD_FLAGS = 'sigaction flags (SA_NOCLDWAIT)';
export const SIGNAL_FLAGS = 'sigaction flags';
export const SUBREAPERS = 'sigaction flags and subreapers';

/** Everything that system calls alone show, where none can be made. */
export const SYSTEM_CALLS = 'system calls';

/** The answer of sock_diag(7). */
export const UNIX_SOCKETS = 'unix sockets';

/** TCP sockets that are bound and nothing else, which sock_diag(7) alone has. */
export const BOUND_SOCKETS = 'bound TCP sockets';

/** Field 52 of proc_pid_stat(5). */
export const WAIT_STATUS = 'wait status';

/** Where a network namespace is kept by a mount alone, as by `ip netns add`, so that no process shows its sockets. */
export const NETWORKS_ELSEWHERE = 'network namespaces without processes';

/** Sockets that no table of a visible network namespace has. */
export const UNLISTED_SOCKETS = 'sockets that no table lists';

/** What a thread has open in a descriptor table of its own: unshare(2) CLONE_FILES. */
export const THREAD_DESCRIPTORS = 'descriptors that only a thread has';

/** Which mounts there are, where a recording lacks them. */
export const MOUNTS = 'mounts';

/** Where a mount namespace is kept by a mount alone, so that no process shows its mounts. */
export const MOUNTS_ELSEWHERE = 'mount namespaces without processes';

/** Which loop devices there are: sysfs is not mounted, or a recording lacks it. */
export const LOOP_DEVICES = 'loop devices';

/** Whether a terminal is set for lines or keys, and shows what is typed: termios(3). */
export const TERMINAL_SETTINGS = 'terminal settings';

/** A pid file, or a folder where pid files are. */
export const PID_FILES = 'pid files';

/** What ps(1) doesn't know of a family. */
export const MISSED_BY_PS_IN_FAMILIES = [
  'states',
  'signal dispositions',
  'scripts',
  'wait statuses',
  'orphans',
  'containers',
] as const;

/** What ps(1) doesn't know of a script. */
export const MISSED_BY_PS_OF_SCRIPTS = [
  'states',
  'working directories',
  'exact arguments',
  'mapped files',
] as const;
