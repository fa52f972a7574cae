import type {ExitedProcess} from '../../kernel/events/pidfds.ts';
import type {Scope} from './intake.ts';
import {isSameStart, type ProcessTable, type Row, type Tracked, trackedOf} from './tracked.ts';
import type {Occasion, Tracker} from './tracker.ts';

/** How long a process is dead before it is reported as a zombie: a parent that reaps does it well within this time. */
const ZOMBIE_AFTER_SECONDS = 1;

/** The members among `rows`, and their descendants; parents come before their children. */
export function family(rows: readonly Row[], isMember: (row: Row) => boolean): Row[] {
  const members = new Set(rows.filter(isMember).map(({pid}) => pid));
  const byAge = [...rows].sort((a, b) => a.startTicks - b.startTicks || a.pid - b.pid);
  let count = -1;
  // A child can have a lower pid than its parent, and the very tick of its start.
  while (count !== members.size) {
    count = members.size;
    for (const {pid, ppid} of byAge) if (members.has(ppid)) members.add(pid);
  }
  return byAge.filter(({pid}) => members.has(pid));
}

/**
 * Brings what is known of the processes up to date with what /proc shows now: what was lost, or had no event.
 * @param isSeenToExit whether something else is about to tell how a process exits
 */
export function lookAgain(
  tracker: Tracker,
  table: ProcessTable,
  {scope, at, isSeenToExit}: {scope: Scope; at: number; isSeenToExit: (pid: number) => boolean},
): void {
  const rows = table.all();
  if (!rows) return;
  const occasion: Occasion = {at, source: 'poll'};
  const {registry} = tracker;
  const present = new Map(rows.map(row => [row.pid, row]));
  for (const tracked of registry.all()) {
    const row = present.get(tracked.pid);
    if (row && isSameStart(row.startTicks, tracked.startTicks)) continue;
    if (tracked.diedAt !== undefined || !isSeenToExit(tracked.pid))
      tracker.reap(tracked, {exactly: false}, occasion);
  }
  const isMember = ({pid, comm}: Row) =>
    scope.all || registry.get(pid) !== undefined || scope.wants(pid, comm);
  for (const row of family(rows, isMember)) {
    if (row.pid === process.pid || row.ppid === process.pid) continue;
    const known = registry.get(row.pid);
    if (known && !isSameStart(known.startTicks, row.startTicks)) continue;
    if (known) compare(tracker, known, row, occasion);
    else {
      const tracked = {...trackedOf(row), diedAt: undefined, reported: false};
      tracker.born(tracked, occasion);
      if (!row.forkedWithoutExec) tracker.exec(tracked, occasion);
      if (row.isZombie) tracker.exit(tracked, row.status, occasion);
    }
  }
}

function compare(tracker: Tracker, known: Tracked, row: Row, occasion: Occasion): void {
  const hasExecuted = known.forkedWithoutExec === true && !row.forkedWithoutExec;
  known.startTicks ??= row.startTicks;
  known.comm = row.comm;
  if (hasExecuted) tracker.exec(known, occasion);
  if (known.ppid !== row.ppid) tracker.reparent(known, row.ppid, occasion);
  if (row.isZombie) tracker.exit(known, row.status, occasion);
  known.status ??= row.status;
}

/** Looks which of the dead were reaped since, where the source has no event for that. */
export function lookForReaped(tracker: Tracker, table: ProcessTable, occasion: Occasion): void {
  const {dead} = tracker.registry;
  if (dead.size === 0) return;
  const present = table.pids();
  for (const tracked of [...dead])
    if (!present.has(tracked.pid)) tracker.reap(tracked, {exactly: true}, occasion);
}

/**
 * Looks which of the living are gone without an event, as after a loss. Only what was missing at the look before, too, is
 * taken for gone, for an event may be on its way.
 * @returns those that are missing now
 */
export function lookForMissing(
  tracker: Tracker,
  table: ProcessTable,
  before: ReadonlySet<Tracked>,
  occasion: Occasion,
): ReadonlySet<Tracked> {
  const present = table.pids();
  const living = tracker.registry.all().filter(({diedAt}) => diedAt === undefined);
  const missing = living.filter(({pid}) => !present.has(pid));
  for (const tracked of missing) if (before.has(tracked)) tracker.reap(tracked, {exactly: false}, occasion);
  return new Set(missing);
}

/** Takes what pidfds say: the exit, and the status once the process is reaped. */
export function takeExited(
  tracker: Tracker,
  table: ProcessTable,
  exited: readonly ExitedProcess[],
  occasion: Occasion,
): void {
  for (const {pid, reaped, status} of exited) {
    const tracked = tracker.registry.get(pid);
    if (!tracked) continue;
    if (reaped) tracker.reap(tracked, {exactly: true, status}, occasion);
    else if (tracked.diedAt === undefined) tracker.exit(tracked, table.one(pid)?.status, occasion);
  }
}

/** Whom the orphans got as their parent, which the kernel decides right after the exit. */
export function lookForParents(tracker: Tracker, table: ProcessTable, occasion: Occasion): void {
  for (const tracked of [...tracker.registry.orphaned]) {
    const row = table.one(tracked.pid);
    if (!row || !isSameStart(row.startTicks, tracked.startTicks)) tracker.registry.orphaned.delete(tracked);
    else if (row.ppid !== tracked.ppid) tracker.reparent(tracked, row.ppid, occasion);
  }
}

/** Reports those that have been dead for a while; of one that is gone, the event was lost. */
export function lookForZombies(tracker: Tracker, table: ProcessTable, occasion: Occasion): void {
  for (const tracked of [...tracker.registry.dead]) {
    const {diedAt, reported} = tracked;
    if (reported || typeof diedAt !== 'number') continue;
    const seconds = (occasion.at - diedAt) / 1e9;
    // They died one after the other, so those behind it are younger.
    if (seconds < ZOMBIE_AFTER_SECONDS) return;
    const row = table.one(tracked.pid);
    if (!row || !isSameStart(row.startTicks, tracked.startTicks))
      tracker.reap(tracked, {exactly: false}, occasion);
    else if (row.isZombie) tracker.zombie(tracked, seconds, occasion);
  }
}
