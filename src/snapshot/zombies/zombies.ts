import {unreadable} from '../../kernel/read.ts';
import {groupBy} from '../group-by.ts';
import {secondsSinceLastRun} from '../last-run.ts';
import {onceEach} from '../once.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {actionOf, readSigchldActions} from '../signals/signal-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {Reaper} from './reaper.ts';
import {Zombie} from './zombie.ts';

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
}

/** The zombies of an earlier look, of which nothing else is kept. */
export interface SeenZombies {
  readonly keys: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** What a later look needs to know of this one. */
export function seenIn({zombies, measuredAtMs}: ZombieScene): SeenZombies {
  return {keys: new Set(zombies.map(({process}) => keyOf(process))), atMs: measuredAtMs};
}

/** Reads one stat a process, and looks closer only at zombies and their parents. */
export async function readZombies(
  snapshot: Snapshot,
  {parent, before, seen}: ZombieQuestion = {},
): Promise<ZombieScene> {
  await snapshot.readAtOnce();
  const listing = snapshot.listing();
  const all = listing.exited().flatMap(({pid}) => snapshot.find(pid) ?? []);
  const asked = parent === undefined ? undefined : snapshot.find(parent);
  const isAsked = (process: Process) => parent === undefined || snapshot.parentOf(process)?.pid === parent;
  const candidates = all.filter(isAsked);
  const earlier = before ? seenIn(before) : seen;
  const wasThere = (process: Process) => earlier?.keys.has(keyOf(process)) === true;
  const dead = candidates.filter(
    process => process.isZombie() && (before === undefined || wasThere(process)),
  );
  const families = groupBy(dead, process => snapshot.parentOf(process));
  const reapers = await readReapers(snapshot, families);
  const threads = [...families.keys()].flatMap(parent => parent?.liveThreads() ?? []);
  const ages = await secondsSinceLastRun(snapshot, [...dead, ...threads]);
  const hasSlept = onceEach((parent: Process | undefined) =>
    haveSlept((parent?.liveThreads() ?? []).map(ages), (families.get(parent) ?? []).map(ages)),
  );
  // On a busy machine, much time may have passed since the moment of the snapshot.
  const measuredAtMs = snapshot.machine.host.now();
  return {
    snapshot,
    zombies: dead.map(process => {
      const deadForSeconds = ages(process);
      const parent = snapshot.parentOf(process);
      return new Zombie(snapshot, process, {
        reaper: reapers.get(parent),
        deadForSeconds,
        hasParentSlept: hasSlept(parent),
        diedAtMs: deadForSeconds === null ? null : measuredAtMs - deadForSeconds * 1000,
        seenForSeconds:
          earlier && wasThere(process) && !snapshot.machine.recorded
            ? (measuredAtMs - earlier.atMs) / 1000
            : null,
      });
    }),
    exitedLeaders: candidates.filter(process => process.isExitedLeader()),
    measuredAtMs,
    lookedAt: listing.size,
    ofParent: asked && {
      process: asked,
      elsewhere: all.filter(process => !isAsked(process) && process.isZombie()).length,
    },
  };
}

/**
 * Whether none of a parent's threads has run since the first of its zombies died.
 * @param runs how long ago each thread last ran
 * @param deaths how long ago each zombie died
 */
function haveSlept(runs: ReadonlyArray<number | null>, deaths: ReadonlyArray<number | null>): boolean | null {
  if (runs.length === 0 || runs.includes(null) || deaths.includes(null)) return null;
  const firstDeath = deaths.reduce<number>((first, age) => Math.max(first, age ?? 0), 0);
  return runs.every(age => age !== null && age > firstDeath);
}

/** The parents of zombies. Whether a parent is a subreaper matters for the cause, unless it is PID 1. */
async function readReapers(
  snapshot: Snapshot,
  families: ReadonlyMap<Process | undefined, readonly Process[]>,
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
function keyOf({stat}: Process): string {
  return `${stat.pid} ${stat.startTicks}`;
}
