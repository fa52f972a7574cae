import {isSame, type Process} from '../../snapshot/process.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {AskedZombies} from './asked-zombies.ts';
import type {Plan} from './plan.ts';
import type {Step} from './steps.ts';

/** What can be done for zombies, or what came of it. */
export interface Reaped {
  readonly asked: AskedZombies;
  readonly plans: readonly Plan[];
  readonly steps: readonly Step[];
  /** Whether anything was to be done; otherwise it is only said what would be. */
  readonly isTried: boolean;
  /** The zombies that are still there. */
  readonly left: readonly Zombie[];
}

/** How it went: all gone, or only explained; some are left; a step was denied by the kernel, and some are left. */
export type ReapState = 'done' | 'left' | 'denied';

export function stateOf({isTried, left, steps}: Reaped): ReapState {
  if (!isTried || left.length === 0) return 'done';
  const isDenied = steps.some(
    ({outcome}) => outcome.kind === 'failed' && /^E(?:PERM|ACCES|ROFS)$/.test(outcome.errno),
  );
  return isDenied ? 'denied' : 'left';
}

/** The zombies of a plan that are still there. */
export function leftOf({left}: Reaped, {zombies}: Plan): readonly Zombie[] {
  return zombies.filter(({process}) => left.some(zombie => isSame(zombie.process, process)));
}

/** Whether a zombie could be cleared by an action that can be done here. */
export function canBeTried({options, hindrance}: Plan): {readonly gently: boolean; readonly byEnd: boolean} {
  const useful = hindrance ? [] : options.filter(({futility}) => futility === undefined);
  return {
    gently: useful.some(({action}) => action !== 'end-parent'),
    byEnd: useful.some(({action}) => action === 'end-parent'),
  };
}

/** What was a zombie at first, and is gone. */
export function goneOf(reaped: Reaped): readonly Process[] {
  const {asked, plans} = reaped;
  const tried = plans.flatMap(plan => {
    const left = leftOf(reaped, plan);
    return plan.zombies.filter(zombie => !left.includes(zombie));
  });
  return [...asked.reapedMeanwhile, ...tried.map(({process}) => process)];
}
