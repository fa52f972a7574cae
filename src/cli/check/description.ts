/** What `procdoc check -h` and procdoc-check(1) say of the command as a whole. */
export const checkDescription = `Checks every rule, measures zombies and orphans, and holds the result against a policy: procdoc.toml and the flags. What could not be seen has not passed: it is unknown. What takes privileges on the whole machine, such as reading SA_NOCLDWAIT, is reported and ignored, unless --fail names its rule.

A NAME is the name of a program, script or module; * stands for any text. A limit is a range as Nagios plugins take it: 0:5 alerts outside, @0:5 inside. One range alone is critical.

FILES

procdoc.toml has the keys fail-on, certainty, unknown ("fail" or "pass"), fail, ignore, baseline, and the tables [limits] (zombies, zombies-per-parent, zombie-age, orphans), [[allow]] (rule; name, user, script, cgroup, reason), [[expect.script]] (name, min, max, fresh), [[expect.lock]] (path, holders), [[expect.port]] (address, holders) and [[expect.sigchld]] (name or pid, disposition). Flags override single values and limits, and add to lists.

A procdoc.toml that was found by searching, and the baseline that it names, must be trusted: owned by root or you, as must every folder above, and writable by no one else. Files named by --config and --baseline are trusted. Every answer names the policy and the baseline. A policy that checks nothing is refused.

BASELINES

A baseline distinguishes findings by rule, program (of an interpreter its script) and cause, without pids, and counts equal ones. A known parent that has 40 zombies instead of 3 is not a new finding: set a limit to catch that. --write-baseline replaces only another baseline or an empty file.

SEVERAL HOSTS

With several recordings (--from, repeated, or a folder of them), each host is held against the policy, and the answer stands by check, with the hosts; -o prints a row for each check on each host that is not ok, and JUnit has a suite for each host. The exit status is that of the worst. A recording that can't be read is named, and counts as something that could not be seen.

EXIT STATUS

0  Everything passes.
1  Something fails.
2  The command line, the policy or the baseline is wrong, or not trusted.
3  Nothing fails, but something could not be seen; or a file that was named can't be read or written.
70  A bug in procdoc.

With --format nagios, the states of the plugin API: 0 ok, 1 warning, 2 critical, 3 unknown, also for a wrong command line. With --format npd, those of a custom plugin of node-problem-detector: 0 no problem, 1 a problem, 2 unknown.`;
