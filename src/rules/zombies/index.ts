import {groupBy} from '../../snapshot/group-by.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Reaper} from '../../snapshot/reaper.ts';
import type {Zombie} from '../../snapshot/zombie.ts';
import type {ZombieScene} from '../../snapshot/zombies.ts';
import {allVerdicts, firstVerdict, type Rule, type Verdict} from '../rule.ts';
import {exitedLeader} from './exited-leader.ts';
import {handlerMissesChildren} from './handler-misses-children.ts';
import {heldByTracer} from './held-by-tracer.ts';
import {ignoredTooLate} from './ignored-too-late.ts';
import {inheritedByExec} from './inherited-by-exec.ts';
import {initDoesNotReap} from './init-does-not-reap.ts';
import {notAnnouncedBySigchld} from './not-announced-by-sigchld.ts';
import {notYetReaped} from './not-yet-reaped.ts';
import {parentBlocksSigchld} from './parent-blocks-sigchld.ts';
import {parentInDiskSleep} from './parent-in-disk-sleep.ts';
import {parentNeverWaits} from './parent-never-waits.ts';
import {parentNotVisible} from './parent-not-visible.ts';
import {parentStopped} from './parent-stopped.ts';
import {parentWaitsForAnotherChild} from './parent-waits-for-another-child.ts';

/**
 * The rules for why a zombie has not been reaped, the most specific first: what keeps any parent from
 * reaping, then what this one does wrong, and last the general case.
 */
export const zombieRules: readonly Rule<Zombie>[] = [
  parentNotVisible,
  heldByTracer,
  parentStopped,
  parentInDiskSleep,
  notAnnouncedBySigchld,
  ignoredTooLate,
  parentBlocksSigchld,
  parentWaitsForAnotherChild,
  notYetReaped,
  inheritedByExec,
  initDoesNotReap,
  handlerMissesChildren,
  parentNeverWaits,
];

export interface JudgedZombie {
  readonly zombie: Zombie;
  readonly verdict: Verdict;
}

/** The zombies of one parent: the cause is the parent's. */
export interface ParentGroup {
  readonly ppid: number;
  /** Undefined where the parent is not visible. */
  readonly reaper: Reaper | undefined;
  readonly zombies: readonly JudgedZombie[];
}

export interface JudgedScene {
  /** The parent with most zombies first. */
  readonly parents: readonly ParentGroup[];
  /** What looks like a zombie and is none. */
  readonly exitedLeaders: ReadonlyArray<{readonly process: Process; readonly verdict: Verdict}>;
  readonly lookedAt: number;
}

/** Why each zombie has not been reaped, by the first rule that tells, grouped by parent. */
export function judgeZombies({zombies, exitedLeaders, lookedAt}: ZombieScene): JudgedScene {
  const parents = [...groupBy(zombies, ({process}) => process.stat.ppid)].map(([ppid, children]) => ({
    ppid,
    reaper: children[0]?.reaper,
    zombies: children.map(zombie => ({zombie, verdict: verdictOf(zombie)})),
  }));
  return {
    parents: parents.sort((a, b) => b.zombies.length - a.zombies.length),
    exitedLeaders: exitedLeaders.flatMap(process =>
      allVerdicts([exitedLeader], process).map(verdict => ({process, verdict})),
    ),
    lookedAt,
  };
}

function verdictOf(zombie: Zombie): Verdict {
  const verdict = firstVerdict(zombieRules, zombie);
  if (!verdict) throw new Error(`no rule tells why zombie ${zombie.pid} was not reaped`);
  if (!zombie.reaper || verdict.rule === heldByTracer.id || verdict.remedy === null) return verdict;
  return {...verdict, remedy: `${verdict.remedy} ${afterTheParent(zombie.reaper)}`};
}

/** A zombie cannot be killed; its parent can end, and this is what follows. */
function afterTheParent(reaper: Reaper): string {
  return reaper.isInit()
    ? 'If the parent ends, every process of its pid namespace ends with it.'
    : 'If the parent ends, init or the nearest subreaper adopts the zombie and reaps it.';
}
