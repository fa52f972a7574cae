import type {Look} from '../../kernel/process-table/process-record.ts';
import {unreadable} from '../../kernel/read.ts';
import type {PidStat} from '../../parse/process/pid-stat.ts';
import {groupBy} from '../group-by.ts';
import {readClocks} from '../last-run.ts';
import {onceEach} from '../once.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {execStartByKernel} from '../process-table/kernel-stat.ts';
import {actionOf, readSigchldActions} from '../signals/signal-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {lastingLeaders} from './exited-leaders.ts';
import {Reaper} from './reaper.ts';
import {type Siblings, Zombie} from './zombie.ts';

/** The zombies of a snapshot, and the processes that only look like one. */
export interface ZombieScene {
  readonly snapshot: Snapshot;
  readonly zombies: readonly Zombie[];
  /** Processes of which only the main thread has exited. */
  readonly exitedLeaders: readonly Process[];
  /** When it was looked at them: milliseconds since the epoch. */
  readonly measuredAtMs: number;
  /** How many processes were looked at. */
  readonly lookedAt: number;
  /** Where only the children of one process were asked about. */
  readonly ofParent: ZombiesOfParent | undefined;
}

export interface ZombiesOfParent {
  readonly process: Process;
  /** How many zombies other processes have at the moment. */
  readonly elsewhere: number;
}

export interface ZombieQuestion {
  /** Only the children of the process with this pid. */
  readonly parent?: number | undefined;
  /** An earlier look: only what was a zombie then counts now. */
  readonly before?: ZombieScene | undefined;
  /** An earlier look that shows how long zombies are there; others count, too. */
  readonly seen?: SeenZombies | undefined;
  /** A brief look, where no status of thousands of zombies is asked for: see `Snapshot.readAtOnce`. */
  readonly look?: Look | undefined;
}

/** The zombies of an earlier look, of which nothing else is kept. */
export interface SeenZombies {
  readonly keys: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** What a later look needs to know of this one. */
export function seenIn({zombies, measuredAtMs}: ZombieScene): SeenZombies {
  return {keys: new Set(zombies.map(({stat}) => keyOf(stat))), atMs: measuredAtMs};
}

/** Asks whether each process has exited, and looks closer only at zombies and their parents. */
export async function readZombies(
  snapshot: Snapshot,
  {parent, before, seen, look}: ZombieQuestion = {},
): Promise<ZombieScene> {
  await snapshot.readAtOnce(look);
  const listing = snapshot.listing();
  const all = listing.exited();
  const asked = parent === undefined ? undefined : snapshot.find(parent);
  const isAsked = (stat: PidStat) => parent === undefined || snapshot.parentOf({stat})?.pid === parent;
  const isLeader = (stat: PidStat) => stat.threads > 1 && snapshot.processOf(stat).isExitedLeader();
  const candidates = all.filter(isAsked);
  const earlier = before ? seenIn(before) : seen;
  const wasThere = (stat: PidStat) => earlier?.keys.has(keyOf(stat)) === true;
  const dead = candidates.filter(stat => !isLeader(stat) && (before === undefined || wasThere(stat)));
  const parents = dead.map(stat => snapshot.parentOf({stat}));
  const families = groupBy(dead.keys(), at => parents[at]);
  const reapers = await readReapers(snapshot, families);
  const threads = [...families.keys()].flatMap(parent => parent?.liveThreads() ?? []);
  const secondsSince = await readClocks(snapshot, [...dead, ...threads.map(({stat}) => stat)]);
  const execStartOf = (stat: PidStat) => execStartByKernel(stat) ?? snapshot.processOf(stat).execStart();
  // On a busy machine, much time may have passed since the moment of the snapshot.
  const measuredAtMs = snapshot.machine.host.now();
  const ages = dead.map(stat => secondsSince(stat, execStartOf));
  const siblingsOf = onceEach((parent: Process | undefined): Siblings => {
    const runs = (parent?.liveThreads() ?? []).map(one => secondsSince(one.stat, () => one.execStart()));
    const parentSleptSeconds = leastOf(runs);
    const deaths = (families.get(parent) ?? []).map(at => ages[at] ?? null);
    const hasParentSlept = haveSlept(parentSleptSeconds, deaths);
    return {snapshot, reaper: reapers.get(parent), hasParentSlept, parentSleptSeconds, measuredAtMs};
  });
  return {
    snapshot,
    zombies: dead.map((stat, at) => {
      const isKnown = earlier !== undefined && wasThere(stat) && !snapshot.machine.recorded;
      return new Zombie(siblingsOf(parents[at]), stat, {
        deadForSeconds: ages[at] ?? null,
        seenForSeconds: isKnown ? (measuredAtMs - earlier.atMs) / 1000 : null,
      });
    }),
    exitedLeaders: await lastingLeaders(
      snapshot,
      candidates.filter(isLeader).map(stat => snapshot.processOf(stat)),
    ),
    measuredAtMs,
    lookedAt: listing.size,
    ofParent: asked && {
      process: asked,
      elsewhere: all.filter(stat => !isAsked(stat) && !isLeader(stat)).length,
    },
  };
}

/** How long ago the last of a parent's threads ran; null where that isn't known of each. */
function leastOf(runs: ReadonlyArray<number | null>): number | null {
  return runs.reduce(
    (least, age) => (least === null || age === null ? null : Math.min(least, age)),
    runs[0] ?? null,
  );
}

/**
 * Whether none of a parent's threads has run since the first of its zombies died.
 * @param deaths how long ago each zombie died
 */
function haveSlept(parentSleptSeconds: number | null, deaths: ReadonlyArray<number | null>): boolean | null {
  if (parentSleptSeconds === null || deaths.includes(null)) return null;
  return parentSleptSeconds > deaths.reduce<number>((first, age) => Math.max(first, age ?? 0), 0);
}

/** The parents of zombies. Whether a parent is a subreaper matters for the cause, unless it is PID 1. */
async function readReapers(
  snapshot: Snapshot,
  families: ReadonlyMap<Process | undefined, readonly unknown[]>,
): Promise<ReadonlyMap<Process | undefined, Reaper>> {
  const parents = [...families.keys()].flatMap(parent => parent ?? []);
  const matters = parents.some(parent => !isInit(parent));
  const pids = parents.map(({pid}) => pid);
  const actions = matters ? await readSigchldActions(snapshot, pids) : unreadable('ENODATA');
  return new Map(
    parents.map(parent => {
      const zombies = families.get(parent)?.length ?? 0;
      return [parent, new Reaper(snapshot, parent, actionOf(parent, actions), zombies)];
    }),
  );
}

/** A process by pid and start: by the second look, the pid alone may be another process's. */
function keyOf({pid, startTicks}: PidStat): string {
  return `${pid} ${startTicks}`;
}
