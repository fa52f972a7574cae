import {later} from '../../kernel/later.ts';
import type {Machine} from '../../kernel/machine/machine.ts';
import {collectGarbage} from '../../kernel/streams/old-heap.ts';
import {findingFamilies, statusFamilies} from '../../render/check/families.ts';
import {leftoverFamilies} from '../../render/metrics/machine.ts';
import {measureFamilies} from '../../render/metrics/zombies.ts';
import {leftoversOf} from '../../rules/diagnosis/leftovers.ts';
import {Scope} from '../../rules/scope.ts';
import {zombiesToSettle} from '../../snapshot/zombies/settled-zombies.ts';
import {type CheckOrder, judgeScope} from '../check/ask.ts';
import {gapsOf, newSnapshot, type Seen} from './machine-looks.ts';

/** How long a process must have been a zombie to be found: seconds. */
const SETTLE_SECONDS = 1;

/** Asking the rules takes no more than this part of the time. */
const MOST_OF_TIME = 0.05;

/** What all rules found, and the policy makes of it. */
export interface RuleAnswer extends Seen {
  /** Seconds since the epoch. */
  readonly askedAt: number;
  readonly seconds: number;
}

/** Asks the rules now and then: that takes too long for each scrape. */
export class RuleLooks {
  readonly #machine: Machine;
  readonly #order: CheckOrder;
  readonly #everySeconds: number;
  #latest: Promise<RuleAnswer> | undefined;
  #cancel: () => void = () => {};
  #isClosed = false;

  constructor(machine: Machine, order: CheckOrder, everySeconds: number) {
    this.#machine = machine;
    this.#order = order;
    this.#everySeconds = everySeconds;
  }

  start(): void {
    // What the scrapes have left would stay next to what the rules need.
    collectGarbage();
    const asked = askRules(this.#machine, this.#order);
    this.#latest ??= asked;
    const next = ({seconds}: Pick<RuleAnswer, 'seconds'>): void => {
      if (this.#isClosed) return;
      this.#latest = asked;
      // The garbage of all rules would stay until the next time, next to what each scrape makes.
      collectGarbage();
      this.#cancel = later(this.intervalAfter(seconds) - seconds, () => this.start());
    };
    // Who asks for the answer is told why there is none.
    asked.then(next, () => next({seconds: 0}));
  }

  /** The last answer; the first one takes a moment. */
  async answer(): Promise<RuleAnswer> {
    if (!this.#latest) this.start();
    return this.#latest as Promise<RuleAnswer>;
  }

  /** How long it is from one asking, which took so many seconds, to the next: seconds. */
  intervalAfter(seconds: number): number {
    return Math.max(this.#everySeconds, seconds + seconds / MOST_OF_TIME);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }
}

/** Asks the rules once. */
export async function askRules(machine: Machine, order: CheckOrder): Promise<RuleAnswer> {
  const [askedAt, began] = [Date.now() / 1000, performance.now()];
  const before = await zombiesToSettle(newSnapshot(machine), SETTLE_SECONDS);
  const snapshot = newSnapshot(machine);
  await snapshot.readAtOnce();
  const scope = new Scope(snapshot, undefined, before);
  const {diagnosis, facts, judgement} = await judgeScope(scope, order, true);
  const leftovers = await leftoversOf(scope, diagnosis);
  // Of the measures, each scrape has those of zombies.
  const orphans = new Map([...facts.measures].filter(([name]) => name === 'orphans'));
  return {
    families: [
      ...findingFamilies(judgement, diagnosis),
      ...measureFamilies(orphans),
      ...leftoverFamilies(leftovers),
      ...statusFamilies(judgement),
    ],
    gaps: gapsOf(snapshot),
    askedAt,
    seconds: (performance.now() - began) / 1000,
  };
}
