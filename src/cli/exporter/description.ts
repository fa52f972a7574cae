/** What `procdoc exporter -h` and procdoc-exporter(1) say of the command as a whole. */
export const exporterDescription = `It serves metrics of all processes of this machine over HTTP until SIGTERM or ^C: zombies by the name, script and cgroup of their parent and by the rule that says why; tasks and how soon limits are reached; orphans, locks and listeners held by leftovers, deadlocks; the findings of each rule; what the policy (see procdoc-check(1)) makes of all that; and what could not be seen. Where it can, it also counts forks, exits by status and signal, OOM kills, and how long zombies wait to be reaped.

Zombies, tasks, and what is stopped or frozen are looked at on each scrape, one at a time; an answer serves all who ask within a second. The rules and the policy take longer, and are asked every --rules-every: procdoc_rules_timestamp_seconds says when, and procdoc_rules_interval_seconds how often. Where a look takes longer than a scrape may (a file system or a process doesn't let it be read, or there are thousands of processes), the answer is that of the look before, for up to five minutes: procdoc_look_timestamp_seconds says when it was. After that it is an error, 503. What isn't known has no sample, and is never 0.

No label is a PID. A metric has at most 20 samples whose labels come from other processes; further zombies are counted as "other".

SECURITY

It listens on the loopback address alone, unless --listen says otherwise. Who can reach it reads names of programs, scripts and cgroups: there is no password and no TLS.

SOCKETS

Where systemd passes sockets by LISTEN_PID and LISTEN_FDS, it serves at each of them, TCP or Unix, and opens none itself; --listen next to them is refused. procdoc-exporter.socket is such a unit.

EVENTS

bpf  programs at the kernel's tracepoints see everything; it takes root, or CAP_BPF and CAP_PERFMON, in the initial PID and time namespaces
connector  the proc connector has forks, and exits with their statuses; before Linux 6.6 it takes CAP_NET_ADMIN

Without a source the counters are absent, and procdoc_event_source_info says "none". Events that are lost are counted, too.

FILES

share/prometheus/procdoc.rules.yml of the source has alert rules, share/grafana/procdoc.json a dashboard, share/systemd and share/kubernetes units and a manifest to run it by.

EXIT STATUS

0  SIGTERM or ^C ended it.
2  The command line, the policy or the baseline is wrong, or not trusted.
3  It can't listen, or can't look; or a file that was named can't be read.
70  A bug in procdoc.`;
