import type {Process} from '../../snapshot/process.ts';
import type {PidsLimit} from '../../snapshot/zombies/pids-limit.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';
import {exitedLeader} from './exited-leader.ts';
import {handlerMissesChildren} from './handler-misses-children.ts';
import {heldByTracer} from './held-by-tracer.ts';
import {ignoredTooLate} from './ignored-too-late.ts';
import {inheritedByExec} from './inherited-by-exec.ts';
import {initDoesNotReap} from './init-does-not-reap.ts';
import {notAnnouncedBySigchld} from './not-announced-by-sigchld.ts';
import {notYetReaped} from './not-yet-reaped.ts';
import {parentBlocksSigchld} from './parent-blocks-sigchld.ts';
import {parentExiting} from './parent-exiting.ts';
import {parentFrozen} from './parent-frozen.ts';
import {parentHeldUp} from './parent-held-up.ts';
import {parentInDiskSleep} from './parent-in-disk-sleep.ts';
import {parentNeverWaits} from './parent-never-waits.ts';
import {parentNotVisible} from './parent-not-visible.ts';
import {parentPolls} from './parent-polls.ts';
import {parentStopped} from './parent-stopped.ts';
import {parentWaitsForAnotherChild} from './parent-waits-for-another-child.ts';
import {pidsLimitNear} from './pids-limit-near.ts';

/**
 * The rules for why a zombie has not been reaped, the most specific first: what keeps any parent from reaping, then what
 * this parent does wrong, and last the general case.
 */
export const zombieRules: readonly Rule<Zombie>[] = [
  parentNotVisible,
  heldByTracer,
  parentExiting,
  parentStopped,
  parentFrozen,
  parentInDiskSleep,
  notAnnouncedBySigchld,
  ignoredTooLate,
  parentPolls,
  parentBlocksSigchld,
  initDoesNotReap,
  parentWaitsForAnotherChild,
  notYetReaped,
  parentHeldUp,
  handlerMissesChildren,
  inheritedByExec,
  parentNeverWaits,
];

/** Processes that look like a zombie, but aren't. */
export const exitedLeaderRules: readonly Rule<Process>[] = [exitedLeader];

/** What many zombies lead to, whatever keeps them there. */
export const pidsLimitRules: readonly Rule<PidsLimit>[] = [pidsLimitNear];
