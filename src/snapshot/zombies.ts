import {orUndefined, unreadable} from '../kernel/read.ts';
import {parseExecStart} from '../parse/pid-sched.ts';
import type {Process} from './process.ts';
import {Reaper} from './reaper.ts';
import {actionOf, readSigchldActions} from './sigchld-actions.ts';
import type {Snapshot} from './snapshot.ts';
import {Zombie} from './zombie.ts';

/** Two CPUs' clocks may differ by so many milliseconds that a death seems to lie ahead of us. */
const CLOCK_SLACK_MS = 100;

/** The zombies of a snapshot, and what only looks like one. */
export interface ZombieScene {
  readonly zombies: readonly Zombie[];
  /** Processes whose main thread alone has ended. */
  readonly exitedLeaders: readonly Process[];
  /** How many processes were looked at. */
  readonly lookedAt: number;
}

export interface ZombieQuestion {
  /** Only the children of the process with this pid. */
  readonly parent?: number | undefined;
  /** An earlier look: only what was a zombie then too is one now. */
  readonly before?: ZombieScene | undefined;
}

/** Reads one stat a process, and looks closer only at zombies and their parents. */
export async function readZombies(
  snapshot: Snapshot,
  {parent, before}: ZombieQuestion = {},
): Promise<ZombieScene> {
  const stats = snapshot.stats();
  const candidates = stats
    .filter(({state, ppid}) => state === 'Z' && (parent === undefined || ppid === parent))
    .flatMap(({pid}) => snapshot.find(pid) ?? []);
  const earlier = before && new Set(before.zombies.map(({process}) => keyOf(process)));
  const dead = candidates.filter(process => process.isZombie() && (earlier?.has(keyOf(process)) ?? true));
  const reapers = await readReapers(snapshot, dead);
  const ages = await deathAges(snapshot, dead);
  return {
    zombies: dead.map(
      process =>
        new Zombie(snapshot, process, {
          reaper: reapers.get(process.stat.ppid),
          deadForSeconds: ages(process),
          wasSeenBefore: before !== undefined,
        }),
    ),
    exitedLeaders: candidates.filter(process => process.isExitedLeader()),
    lookedAt: stats.length,
  };
}

/** The parents of zombies. Whether one is a subreaper decides why they are there; of PID 1 it does not matter. */
async function readReapers(snapshot: Snapshot, dead: readonly Process[]): Promise<Map<number, Reaper>> {
  const parents = [...new Set(dead.map(({stat}) => stat.ppid))].flatMap(pid => snapshot.find(pid) ?? []);
  const matters = parents.some(parent => !new Reaper(snapshot, parent).isInit());
  const actions = matters ? await readSigchldActions(snapshot) : unreadable('ENODATA');
  return new Map(
    parents.map(parent => [parent.pid, new Reaper(snapshot, parent, actionOf(parent, actions))]),
  );
}

/** pid and start: a pid alone may be another process's by the second look. */
function keyOf({stat}: Process): string {
  return `${stat.pid} ${stat.startTicks}`;
}

/**
 * A dead task's CPU clock stands still; ours runs on. Each CPU has a clock of its own, which leaves out
 * interrupts and stolen time, so that ours is read on the CPU where the task died, if we may run there.
 */
async function deathAges(
  snapshot: Snapshot,
  dead: readonly Process[],
): Promise<(process: Process) => number | null> {
  if (dead.length === 0) return () => null;
  const syscalls = await snapshot.syscalls();
  const ownClock = () => orUndefined(snapshot.source.read('self/sched', parseExecStart));
  const clocks = new Map<number, number | undefined>();
  for (const {stat} of dead) {
    if (clocks.has(stat.processor)) continue;
    const there = syscalls.onProcessor(stat.processor, ownClock);
    clocks.set(stat.processor, there.ok ? there.value : ownClock());
  }
  return process => {
    const now = clocks.get(process.stat.processor);
    const diedAt = now === undefined ? undefined : orUndefined(process.execStart());
    if (now === undefined || diedAt === undefined || diedAt > now + CLOCK_SLACK_MS) return null;
    return Math.max(0, now - diedAt) / 1000;
  };
}
