import {type EventFilter, type EventKind, eventKinds} from '../../lifecycle/watch/filter.ts';
import type {ParentRecord} from '../../lifecycle/watch/parents.ts';
import type {Session} from '../../lifecycle/watch/session.ts';
import {grouped} from '../../rules/words/listed.ts';
import type {WatchGaps, WatchSummary} from '../contract/watch.ts';
import {durationText} from '../duration.ts';
import {isoInstant} from '../instant.ts';
import {type Column, columnLines} from '../listings/columns.ts';
import {counted, type Page} from '../page.ts';
import {latencyText} from './event-text.ts';
import {gapsOf} from './source.ts';

type ParentRow = WatchSummary['parents'][number];

export function watchSummaryJson(session: Session): WatchSummary & WatchGaps {
  const {totals, source, beganAt, watch} = session;
  const {killed, failed, unknown, events} = totals;
  const gaps = gapsOf(source);
  const zombies = session.zombies();
  const zombiesOf = (pid: number) => (zombies.get(pid) ?? []).map(one => one.pid);
  return {
    type: 'summary',
    time: isoInstant(Date.now()) ?? '',
    source: source.name,
    ...gaps,
    complete: gaps.complete && watch.lost === 0,
    durationSeconds: (Date.now() - beganAt) / 1000,
    events,
    exits: {succeeded: events.exit - killed - failed - unknown, failed, killed, unknown},
    lost: watch.lost ?? null,
    parents: session
      .parents()
      .map(parent => parentJson(parent, zombiesOf(parent.pid), source.name === 'bpf')),
  };
}

function parentJson(parent: ParentRecord, zombies: readonly number[], seesSignals: boolean): ParentRow {
  const {pid, startTicks, comm, born, exited, reaped, merged, latencies} = parent;
  return {
    pid,
    startTicks: startTicks ?? null,
    comm: comm ?? null,
    born,
    exited,
    reaped,
    zombies,
    mergedSigchlds: seesSignals ? merged : null,
    likelyLostSigchld: seesSignals ? merged > 0 && zombies.length > 0 : null,
    medianReapSeconds: latencies.median ?? null,
    worstReapSeconds: latencies.worst ?? null,
  };
}

const columns: readonly Column<ParentRow>[] = [
  {name: 'pid', help: '', align: 'right', of: ({pid}) => pid},
  {name: 'parent', help: '', of: ({comm}) => comm ?? '?'},
  {name: 'born', help: '', align: 'right', of: ({born}) => grouped(born)},
  {name: 'exited', help: '', align: 'right', of: ({exited}) => grouped(exited)},
  {name: 'reaped', help: '', align: 'right', of: ({reaped}) => grouped(reaped)},
  {name: 'zombies', help: '', align: 'right', of: ({zombies}) => grouped(zombies.length)},
  {name: 'median', help: '', align: 'right', of: ({medianReapSeconds}) => latencyCell(medianReapSeconds)},
  {name: 'worst', help: '', align: 'right', of: ({worstReapSeconds}) => latencyCell(worstReapSeconds)},
  {name: 'sigchld', help: '', of: sigchldCell},
];

function latencyCell(seconds: number | null): string | null {
  return seconds === null ? null : latencyText(seconds);
}

/** How many SIGCHLDs were merged, and what that likely did. */
function sigchldCell({mergedSigchlds: merged, likelyLostSigchld: lost}: ParentRow): string | null {
  if (merged === null) return null;
  if (merged === 0) return '0 merged';
  return lost ? `${grouped(merged)} merged, likely lost` : `${grouped(merged)} merged`;
}

/** How many parents the summary shows: those with zombies, and the busiest. */
const MOST_PARENTS = 20;

/** The table of parents: how many children were born, exited and were reaped, and how late. */
export function parentLines(parents: readonly ParentRow[], most: number, page: Page): string[] {
  const first = [...parents].sort((a, b) => b.zombies.length - a.zombies.length).slice(0, most);
  return first.length === 0 ? [] : columnLines(first, {columns, sort: [], heading: true}, page);
}

/** What happened, in a line, and the parents; of some events that were asked for, only how many there were. */
export function watchSummaryText(session: Session, page: Page): string[] {
  const summary = watchSummaryJson(session);
  const {filter} = session;
  const isAboutAll = filter.only === undefined && !filter.failedOnly;
  const parents = isAboutAll ? summary.parents : [];
  const hidden = parents.length - MOST_PARENTS;
  return [
    ...(hasTable(summary) && isAboutAll ? [''] : []),
    page.style.strong(headline(summary, filter)),
    ...parentLines(parents, MOST_PARENTS, page),
    ...(hidden > 0 ? [`and ${counted(hidden, 'parent')} more`] : []),
  ];
}

function hasTable({events}: WatchSummary): boolean {
  return Object.values(events).some(count => count > 0);
}

/** "In 12 s: 40 forks, 39 exits (2 failed, 1 killed), 38 reaped, 1 zombie; no events lost": of what was asked for. */
export function headline(summary: WatchSummary, filter: EventFilter): string {
  const {lost, durationSeconds} = summary;
  const counts = countedKinds(summary, filter).map(kind => countOf[kind](summary, filter));
  const losses = lost === null ? 'an unknown number of events lost' : `${grouped(lost)} events lost`;
  return `In ${durationText(durationSeconds)}: ${counts.join(', ')}; ${lost === 0 ? 'no events lost' : losses}`;
}

function countedKinds({events}: WatchSummary, {only}: EventFilter): readonly EventKind[] {
  if (only === undefined) return ['fork', 'exit', 'reap', 'zombie'];
  // Signals and the OOM killer are a part of what kills; many sources see none.
  const isPart = (kind: EventKind) => kind !== 'kill' && killing.includes(kind) && (events[kind] ?? 0) > 0;
  return eventKinds.filter(kind => only.has(kind) || (only.has('kill') && isPart(kind)));
}

const killing: readonly EventKind[] = ['signal', 'oom'];

const countOf: Readonly<Record<EventKind, (summary: WatchSummary, filter: EventFilter) => string>> = {
  fork: ({events}) => counted(events.fork ?? 0, 'fork'),
  exec: ({events}) => counted(events.exec ?? 0, 'exec'),
  exit({exits: {succeeded, failed, killed, unknown}}, {failedOnly}) {
    const how = [
      [failed, 'failed'],
      [killed, 'killed'],
      [unknown, 'with unknown status'],
    ] as const;
    const ends = how.filter(([count]) => count > 0).map(([count, word]) => `${grouped(count)} ${word}`);
    const count = failed + killed + unknown + (failedOnly ? 0 : succeeded);
    return `${counted(count, 'exit')}${ends.length > 0 ? ` (${ends.join(', ')})` : ''}`;
  },
  reap: ({events}) => `${grouped(events.reap ?? 0)} reaped`,
  reparent: ({events}) => `${grouped(events.reparent ?? 0)} reparented`,
  zombie: ({parents}) =>
    counted(
      parents.reduce((sum, {zombies}) => sum + zombies.length, 0),
      'zombie',
    ),
  signal: summary =>
    seesSignals(summary) ? counted(summary.events.signal ?? 0, 'signal') : 'signals not seen',
  oom: summary =>
    seesSignals(summary) ? counted(summary.events.oom ?? 0, 'OOM kill') : 'OOM kills not seen',
  kill: ({exits}) => `${grouped(exits.killed)} killed`,
};

/** Only tracepoints show who sends a signal, and whom the OOM killer chooses. */
function seesSignals({source}: WatchSummary): boolean {
  return source === 'bpf';
}
