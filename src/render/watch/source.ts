import type {EventCounter} from '../../lifecycle/metrics/event-counter.ts';
import type {Session} from '../../lifecycle/watch/session.ts';
import type {OpenedSource, RefusedSource} from '../../lifecycle/watch/source.ts';
import type {SourceName} from '../../lifecycle/watch/watch-event.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {WatchGaps, WatchStart} from '../contract/watch.ts';
import {isoInstant} from '../instant.ts';
import {counted} from '../page.ts';
import {printable} from '../safe-text.ts';

const names: Readonly<Record<SourceName, string>> = {
  bpf: 'BPF tracepoints',
  connector: 'the proc connector',
  poll: 'polling',
};

/** Where the events come from. */
export function sourceName({name}: Pick<OpenedSource, 'name'>): string {
  return names[name];
}

/** Where the events come from, and why not from something better: "the proc connector (no BPF tracepoints: EPERM)". */
function sourceText({name, refused}: OpenedSource): string {
  return refused.length === 0 ? names[name] : `${names[name]} (${refusalsText(refused)})`;
}

/** By what events are counted, and why not by something better. */
export function countingText({countable, refused}: Pick<EventCounter, 'countable' | 'refused'>): string {
  const because = refused.length === 0 ? '' : ` (${refusalsText(refused)})`;
  return countable
    ? `Events are counted by ${sourceName({name: countable.source})}${because}.`
    : `No events are counted${because}.`;
}

/** Why better sources can't be had: "no BPF tracepoints: EPERM, it takes root or …". */
function refusalsText(refused: readonly RefusedSource[]): string {
  return refused.map(refusalText).join('; ');
}

function refusalText({source, errno}: RefusedSource): string {
  return `no ${names[source].replace(/^the /, '')}: ${errno}${privilegeFor({source, errno})}`;
}

/** The privilege that would help. */
function privilegeFor({source, errno}: RefusedSource): string {
  if (errno === 'EXDEV') return ', not the initial PID and time namespaces';
  if (errno !== 'EPERM' && errno !== 'EACCES') return '';
  return source === 'bpf' ? ', it takes root or CAP_BPF and CAP_PERFMON' : ', it takes root or CAP_NET_ADMIN';
}

/** What a source can't see, a sentence each. */
function missesOf({name, events, pidfds}: OpenedSource): string[] {
  if (name === 'bpf')
    return events?.reaps === 'late'
      ? ['This kernel reports a reap some milliseconds late, after a grace period.']
      : [];
  const signals = 'Signals and their senders are not seen.';
  if (name === 'connector') return [signals, 'A reap is seen up to 0.1 s late.'];
  return [
    signals,
    'A process that starts and exits between two looks, 0.1 s apart, is missed, and so is a second exec.',
    pidfds
      ? 'Of processes of other users, the status is known only once they are reaped (Linux 6.15).'
      : 'Of processes of other users, the status is not known.',
  ];
}

/** What the first line of JSON says. */
export function watchStartJson({source, beganAt, watch}: Session): WatchStart & WatchGaps {
  const time = isoInstant(beganAt) ?? '';
  return {
    type: 'start',
    time,
    source: source.name,
    ...gapsOf(source),
    watched: watch.seeded,
    misses: missesOf(source),
  };
}

/** Whether the source sees everything, and which better ones can't be had. */
export function gapsOf({name, refused}: OpenedSource): WatchGaps {
  const unreadable = refused.map(({source, errno}) => ({what: gapNames[source], errno, pids: []}));
  return {complete: name === 'bpf', unreadable};
}

const gapNames: Readonly<Record<SourceName, string>> = {
  bpf: 'tracepoints',
  connector: 'proc connector',
  poll: 'pidfds',
};

/** What the first remark says: who is watched, by what, and what that can miss. */
export function watchStartText(session: Session): string {
  const {source} = session;
  return [`watching ${watchedText(session)} by ${sourceText(source)}.`, ...missesOf(source)].join(' ');
}

/** "python3 (812) and 3 descendants"; many are counted. None is where only a name is known. */
function watchedText(session: Session): string {
  const asked = session.asked();
  const {seeded} = session.watch;
  if (seeded === 0) return 'no process yet';
  if (asked.length === 0 || asked.length > NAMED) return counted(seeded, 'process', 'processes');
  const names = asked.map(({pid, comm}) => (comm === undefined ? `${pid}` : printable(named({pid, comm}))));
  const below = seeded - asked.length;
  return listed(below <= 0 ? names : [...names, counted(below, 'descendant')], NAMED + 1);
}

/** How many processes are named that were asked for. */
const NAMED = 4;

/** What is said where no process runs the script that is watched over. */
export function nothingToGuardText(script: string): string {
  return `no process runs ${script} yet; it is watched over once one does.`;
}

/** What is said where nothing goes by the name of what is watched, with its descendants. */
export function nothingToWatchText(name: string): string {
  return `no process goes by ${printable(name)} yet; one is watched once it does.`;
}

/** What is said where nothing goes by the name of what ends the watch. */
export function nothingToAwaitText(name: string): string {
  return `no process goes by ${printable(name)} yet; the watch ends once one does and has exited.`;
}
