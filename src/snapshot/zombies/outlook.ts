import {oncePer} from '../once.ts';
import {LONGEST_SECTION_SECONDS, mayBeSection} from '../signals/blockage.ts';
import type {Reaper} from './reaper.ts';

/**
 * Whether a parent that is not in wait(2) may still wait for a zombie. reaps: it was seen to wait for other children between
 * two looks, and has not had long for this one. may-reap: it runs or wakes up by itself, and has had little time. stays: it is proven to sleep, and not to have
 * run since the zombie died, or between two looks. seems-to-stay: neither is shown.
 */
export type Outlook = 'reaps' | 'may-reap' | 'stays' | 'seems-to-stay';

/** How long a parent may take that looks after its children from time to time, in seconds. */
const PATIENCE_SECONDS = 60;
/** How long it may take where it has waited for children before: monitors have cycles of minutes. */
const PATIENCE_WITH_REAPERS_SECONDS = 300;
/** With so many zombies, a parent that has never waited for one is given less time. */
const MANY = 10;
const PATIENCE_WITH_MANY_SECONDS = 10;

/** What an outlook is seen by: see `Zombie`. */
interface Unreaped {
  readonly reaper: Reaper | undefined;
  readonly deadForSeconds: number | null;
  readonly hasParentSlept: boolean | null;
  readonly parentSleptSeconds: number | null;
  readonly isSettled: boolean;
}

export function outlookOf({reaper, deadForSeconds, hasParentSlept, isSettled}: Unreaped): Outlook {
  if (!reaper) return 'seems-to-stay';
  const isOverdue = reaper.neverForks() || (deadForSeconds ?? 0) >= patienceWith(reaper);
  if (reaper.reaping === 'reaps') return isOverdue ? 'seems-to-stay' : 'reaps';
  const isTimeless = reaper.activities.isTimeless();
  const hasSlept = hasParentSlept === true && (isTimeless || isOverdue);
  if (isSettled && ((reaper.reaping === 'still' && isTimeless) || hasSlept)) return 'stays';
  const mayRun = reaper.reaping === 'wakes' || !reaper.activities.isSteady();
  return mayRun && !isOverdue ? 'may-reap' : 'seems-to-stay';
}

/**
 * Whether a parent that has SIGCHLD blocked may have blocked it itself for a critical section, or be in a handler, and take it
 * when the call returns that it sleeps in: neither it nor the zombie has been so for long.
 */
export function mayTakeSigchldSoon({reaper, deadForSeconds}: Unreaped): boolean {
  return mayBeSection(reaper?.blockage) && (deadForSeconds ?? 0) < LONGEST_SECTION_SECONDS;
}

/**
 * Whether what keeps a parent from a zombie may be over in a moment, as any wait for another process may, or a stop: either
 * has lasted for a short while only, and the zombie has not been dead for longer than a parent may take.
 */
export function mayBeReapedSoon({reaper, deadForSeconds, parentSleptSeconds}: Unreaped): boolean {
  const deadFor = deadForSeconds ?? 0;
  const keptFor = Math.min(deadFor, parentSleptSeconds ?? deadFor);
  return keptFor < LONGEST_SECTION_SECONDS && (!reaper || deadFor < patienceWith(reaper));
}

/** Whether a zombie has died a short while ago: a debugger or tracer that has it may take so long. */
export function hasJustDied({deadForSeconds}: Pick<Unreaped, 'deadForSeconds'>): boolean {
  return (deadForSeconds ?? 0) < LONGEST_SECTION_SECONDS;
}

const patienceWith = oncePer(({process, zombies}: Reaper): number => {
  if (process.stat.awaitedChildren > 0) return PATIENCE_WITH_REAPERS_SECONDS;
  return zombies >= MANY ? PATIENCE_WITH_MANY_SECONDS : PATIENCE_SECONDS;
});
