import {onceEach} from '../../snapshot/once.ts';
import {likenessOf} from '../../snapshot/zombies/likeness.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Certainty} from '../certainty.ts';
import {firstVerdict, type Rule, type Several, type Verdict, verdictOf} from '../rule.ts';
import {lockFilesText} from '../words/zombies.ts';
import {zombieRules} from '../zombies/index.ts';

/** Why a zombie is there: by which rule, and how sure that is. There is one for each rule and certainty. */
export interface Reason {
  readonly rule: Rule<Zombie>;
  readonly certainty: Certainty;
}

/** A zombie with why it is there. A parent may have thousands, so what there is to say of each is said when asked for. */
export class JudgedZombie {
  readonly zombie: Zombie;
  readonly reason: Reason;

  constructor(zombie: Zombie, reason: Reason) {
    this.zombie = zombie;
    this.reason = reason;
  }

  /** What there is to say of this zombie alone. */
  get verdict(): Verdict {
    const {zombie, reason} = this;
    const verdict = verdictOf(reason.rule, [zombie]);
    if (!verdict) throw new Error(`${reason.rule.id} doesn't know why zombie ${zombie.pid} was not reaped`);
    return withLockFiles(verdict, [zombie]);
  }
}

/** Judges the children of one parent, of which those that are alike are there for one reason. */
export function judgeChildren(zombies: readonly Zombie[]): JudgedZombie[] {
  const alike = new Map<string, Reason>();
  return zombies.map(zombie => {
    const likeness = likenessOf(zombie);
    const reason = alike.get(likeness) ?? reasonOf(zombie);
    alike.set(likeness, reason);
    return new JudgedZombie(zombie, reason);
  });
}

const ruleById = onceEach((id: string) => zombieRules.find(rule => rule.id === id));

const reasonsBy = onceEach((rule: Rule<Zombie>) =>
  onceEach((certainty: Certainty): Reason => ({rule, certainty})),
);

function reasonOf(zombie: Zombie): Reason {
  const verdict = firstVerdict(zombieRules, zombie);
  const rule = verdict && ruleById(verdict.rule);
  if (!rule) throw new Error(`no rule knows why zombie ${zombie.pid} was not reaped`);
  return reasonsBy(rule)(verdict.certainty);
}

/** What is blocked as long as nobody waits for the zombies is part of why they matter. */
export function withLockFiles<V extends Verdict>(verdict: V, zombies: Several<Zombie>): V {
  const held = lockFilesText(zombies);
  return held === undefined ? verdict : {...verdict, why: `${verdict.why} ${held}`};
}
