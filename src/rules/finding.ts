import type {Process} from '../snapshot/process.ts';
import {type Rule, type RuleCard, type Several, type Severity, type Verdict, verdictOf} from './rule.ts';
import type {Scope} from './scope.ts';

/** What a finding is about: a process by its pid and start, a file, or the machine as a whole. */
export type FindingSubject =
  | {readonly pid: number; readonly startTicks: number; readonly comm: string}
  | {readonly path: string}
  | {readonly host: string};

/** What a diagnosis found: a verdict about something, with its weight. */
export interface Finding extends Verdict {
  readonly severity: Severity;
  readonly subject: FindingSubject;
  /** Who has to do something, where that isn't the subject. */
  readonly culprit?: FindingSubject | undefined;
  /** A headline that names what was found, short enough for a list. */
  readonly what: string;
  /** Findings that share it have one cause, and are shown together: "zombies of 4711", "flock 8:1:4242". */
  readonly cause: string;
  /** The command that shows more: "procdoc zombies --parent 4711". */
  readonly more: string;
}

/** What an inspection adds to what a rule says: whom a finding is about, who has to act, its cause, and the command that shows more. */
export type FindingFacts = Pick<Finding, 'subject' | 'culprit' | 'cause' | 'more'>;

/** A part of a diagnosis: rules about subjects that are read together. */
export interface Inspection {
  readonly rules: readonly RuleCard[];
  /** Everything that its rules find in a scope. */
  readonly inspect: (scope: Scope) => Promise<readonly Finding[]>;
}

/** The findings of every rule that has a verdict on a subject. */
export function findingsOf<Subject>(
  rules: readonly Rule<Subject>[],
  subjects: readonly Subject[],
  factsOf: (subject: Subject) => FindingFacts,
): Finding[] {
  return subjects.flatMap(subject =>
    rules.flatMap(rule => findingOf(rule, [subject], () => factsOf(subject)) ?? []),
  );
}

/** What one rule finds of subjects that it speaks of together; undefined where it is silent. */
export function findingOf<Subject>(
  rule: Rule<Subject>,
  subjects: Several<Subject>,
  facts: () => FindingFacts,
): Finding | undefined {
  const verdict = verdictOf(rule, subjects);
  if (!verdict) return undefined;
  const severity = verdict.severity ?? rule.severity;
  return {...verdict, severity, what: rule.headline(subjects), ...facts()};
}

/** A process as the subject of a finding. */
export function aboutProcess({pid, comm, stat: {startTicks}}: Process): FindingSubject {
  return {pid, startTicks, comm};
}
