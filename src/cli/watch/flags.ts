import {boolean, custom, integer, option, string} from '@oclif/core/flags';
import {type EventKind, eventKinds} from '../../lifecycle/watch/filter.ts';
import {nearest} from '../../parse/targets/nearest.ts';
import {UsageError} from '../failures.ts';
import {byName, durationFlag, processFlag} from '../values.ts';

/** The description of `procdoc watch`. */
export const watchDescription = `It watches a process with its descendants, or the whole machine. By the name of a program or script, it also watches what starts under that name later. A line is printed for each event: fork, exec, exit with its status and the process that sent the killing signal, reap with how long the process was a zombie, reparent, signals from other processes, and the OOM killer's choice. A process that is dead for a second is reported as a zombie. On a terminal, a table of parents and the last exits are drawn in place; q or ^C ends it.

It ends with a summary for each parent, on ^C, SIGTERM, --duration, --count or --until, and once the process and its descendants are gone. SIGCHLDs that came while another was pending are counted as merged: of a parent that also has zombies, they are likely lost.

SOURCES

bpf: programs at the kernel's tracepoints see everything, with the senders of signals; it takes root, or CAP_BPF and CAP_PERFMON, in the initial PID and time namespaces.
connector: the proc connector has forks, execs and exits with their statuses; before Linux 6.6 it takes CAP_NET_ADMIN.
poll: /proc is looked at every 0.1 s, or less often on a large machine; pidfds show exits and reaps in between. It takes no privilege, and misses what lives shorter.

The first source that can be had is used, and what it misses is said. Events that are lost are counted, and the processes are looked at again: what is found then has the source "poll".

ALARM

With --expect SCRIPT, the command of --on-death is run when a process that runs the script is killed or exits with another status than 0, when the last one exits, and when the file of the script is written, replaced or deleted. The deaths of its workers don't count, nor does a daemon that leaves its parent behind. One command runs at a time; the next alarm waits for it. It is not run in a shell, unless --shell is given; its output goes to standard error.

VARIABLES

PROCDOC_EVENT  for the command of --on-death: exit, replaced or deleted
PROCDOC_PID  the PID of the process
PROCDOC_STATUS  the wait status (0x0009), for procdoc decode-status; empty where it isn't known
PROCDOC_SUMMARY  what happened, in a sentence
PROCDOC_SENDER  who sent the signal: "kill (4720)"; empty where that isn't known

JSON

--json prints JSON Lines: a line of type "start", one for each event, and one of type "summary".`;

const onlyFlag = custom<readonly EventKind[]>({
  helpValue: 'KIND,...',
  parse: async text => text.split(',').map(kindOf),
});

export const watchFlags = {
  duration: durationFlag({description: 'end after this time'}),
  count: integer({min: 1, helpValue: 'N', description: 'end after N events'}),
  until: processFlag({description: byName('end when this process has exited')}),
  only: onlyFlag({
    description: `only these events: ${eventKinds.join(', ')}; kill: exits by a signal, signals, and the OOM killer`,
  }),
  'exit-nonzero': boolean({description: 'of exits, only those with another status than 0'}),
  expect: string({
    helpValue: 'SCRIPT',
    dependsOn: ['on-death'],
    exclusive: ['until'],
    description: 'watch over a script, as procdoc scripts knows it, in place of PID',
  }),
  'on-death': string({
    helpValue: 'CMD',
    dependsOn: ['expect'],
    description: 'run this command when that script dies, or is replaced or deleted on disk',
  }),
  shell: boolean({dependsOn: ['on-death'], description: 'run the command of --on-death in sh'}),
  source: option({
    options: ['auto', 'bpf', 'connector', 'poll'] as const,
    default: 'auto' as const,
    description: 'where events come from; auto: the best that can be had',
  })(),
};

function kindOf(text: string): EventKind {
  const kind = eventKinds.find(one => one === text.trim());
  if (kind) return kind;
  throw new UsageError({
    kind: 'unknown-event-kind',
    text,
    like: nearest(text, eventKinds),
    kinds: eventKinds,
  });
}
