import {type Certainty, type Claim, certaintyOf} from './certainty.ts';
import type {ToldEvidence} from './words/evidence.ts';
import type {Judgement, Severity} from './words/judgement.ts';

export type {Severity} from './words/judgement.ts';

export interface Verdict {
  /** "family/name" of the rule: reads well after "allow". */
  readonly rule: string;
  readonly certainty: Certainty;
  /** Where it weighs less than the rule says: nothing shows that harm has come of it. */
  readonly severity?: Severity | undefined;
  /** A sentence: what is the matter and why. */
  readonly why: string;
  /** What was seen where. */
  readonly evidence: readonly ToldEvidence[];
  /** What to do, a sentence; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** What there is to know of a rule before it is asked. */
export interface RuleCard {
  readonly id: string;
  readonly severity: Severity;
  /** What it finds, in a clause without a full stop: "the parent is stopped, by a signal or a debugger". */
  readonly title: string;
  /** Whether it says that something is so now, or that it lasts. */
  readonly claims: Claim;
  /**
   * What it has to read, as the ledger names it ("fd", "syscall" …): where that could not be read of some
   * process, the rule is silent about it, and a diagnosis says that it was skipped there.
   */
  readonly needs: readonly string[];
}

/** "zombies" of "zombies/parent-stopped". */
export function familyOf(ruleId: string): string {
  return ruleId.replace(/\/.*$/, '');
}

/** Subjects that have one cause and are spoken of together; mostly there is one. */
export type Several<Subject> = readonly [Subject, ...Subject[]];

/** A judgement of one thing: what it is called and a pure function that finds it, or is silent. */
export interface Rule<Subject> extends RuleCard {
  /** A sentence that names what was found, short enough for a list: "bash (4711) has 3 zombies: …". */
  readonly headline: (subjects: Several<Subject>) => string;
  /**
   * Undefined where the rule has nothing to say of this subject.
   * @param alike those that are spoken of with it: with more than one, the sentences are about all of them
   */
  readonly check: (subject: Subject, alike?: Several<Subject>) => Judgement | undefined;
}

/** A rule, asked of what a larger subject comes to; silent where that is nothing. */
export function ruleAbout<Whole, Part>(
  rule: Rule<Part>,
  partOf: (whole: Whole) => Part | undefined,
): Rule<Whole> {
  return {
    ...rule,
    headline(wholes) {
      const [first, ...more] = wholes.flatMap(whole => partOf(whole) ?? []);
      if (first === undefined) throw new Error(`${rule.id} has no headline about nothing`);
      return rule.headline([first, ...more]);
    },
    check(whole) {
      const part = partOf(whole);
      return part === undefined ? undefined : rule.check(part);
    },
  };
}

/** The verdict of a rule; undefined where it is silent. */
export function verdictOf<Subject>(rule: Rule<Subject>, subjects: Several<Subject>): Verdict | undefined {
  const judgement = rule.check(subjects[0], subjects);
  if (!judgement) return undefined;
  const {severity, why, evidence, remedy} = judgement;
  return {rule: rule.id, certainty: certaintyOf(rule.claims, judgement), severity, why, evidence, remedy};
}

/** The verdict of the first rule that has one. */
export function firstVerdict<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
): Verdict | undefined {
  for (const rule of rules) {
    const verdict = verdictOf(rule, [subject]);
    if (verdict) return verdict;
  }
  return undefined;
}

/** The verdicts of every rule that has one. */
export function allVerdicts<Subject>(rules: readonly Rule<Subject>[], subject: Subject): Verdict[] {
  return rules.flatMap(rule => verdictOf(rule, [subject]) ?? []);
}
