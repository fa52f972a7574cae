/** What help and the manual say of `procdoc run`. */
export const runDescription = `CMD starts with every signal at its default disposition, none blocked, and descriptors 0, 1 and 2 only, in the process group and on the terminal of procdoc: ^C, ^Z, fg and pipelines work as without procdoc. What CMD orphans becomes a child of procdoc, a subreaper, and is reaped. If procdoc is killed, CMD runs on.

LEFT BEHIND

When CMD has exited, its descendants get the time of --grace to exit as well. Those that are still there are named on stderr, also if they left CMD's session: with their locks, addresses and pipes, their zombies, the deleted files that they keep, and which of them keep the output of procdoc open, so that its reader never sees EOF. SIGUSR1 shows the same while CMD runs, and isn't passed on.

DEATHS

Of a command that a signal killed, procdoc reports who sent it, with BPF: that takes CAP_BPF and CAP_PERFMON, or root, outside of a pid namespace, and sees what comes later than 0.1 s after the start. Without it, it still reports the OOM killer, by the count of the memory cgroup; the limit of CPU time (RLIMIT_CPU); seccomp(2); and a terminal that was closed, each as likely. Otherwise the sender is unknown.

SIGNALS

procdoc passes SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR2, SIGALRM, SIGVTALRM, SIGTSTP, SIGWINCH, SIGIO and SIGPWR on to CMD, unless its whole process group got the signal, CMD included, from a terminal or from timeout(1). Any other signal acts on procdoc alone.

LIMITS

Node.js resets what it was started with before procdoc runs. To start CMD with a signal ignored or blocked, put nohup(1) or env(1) after the dashes, as in procdoc run -- env --ignore-signal=HUP --block-signal=USR1 CMD. Of a child that exits soon after it was continued, the continuation isn't reported. Descendants that other processes reap aren't seen.

EXIT STATUS

99  CMD succeeded, and left what --fail-on names; --fail-status sets another.
124  CMD was stopped by --timeout.
126  CMD can't be executed.
127  CMD wasn't found.
2  The command line is wrong.
3  Commands can't be started here, since koffi can't be loaded; or a file that was named can't be written, and CMD succeeded or wasn't started.

Otherwise as CMD exits; if a signal killed CMD, the same signal kills procdoc, without a second core dump.`;
