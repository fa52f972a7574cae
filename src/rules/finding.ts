import type {Process} from '../snapshot/process.ts';
import {allVerdicts, type Rule, type RuleCard, type Severity, type Verdict} from './rule.ts';
import type {Scope} from './scope.ts';

/** Whom or what a finding is about: a process by its pid and start, a file, or the machine as a whole. */
export type FindingSubject =
  | {readonly pid: number; readonly startTicks: number; readonly comm: string}
  | {readonly path: string}
  | {readonly host: string};

/** What a diagnosis found: a verdict about something, with its weight. */
export interface Finding extends Verdict {
  readonly severity: Severity;
  readonly subject: FindingSubject;
  /** A sentence that names what was found, short enough for a list. */
  readonly what: string;
  /** Findings that share it have one cause, and are shown together: "zombies of 4711", "flock 8:1:4242". */
  readonly cause: string;
  /** The command that shows more: "procdoc zombies --parent 4711". */
  readonly more: string;
}

/** What an inspection says of a subject beside what its rules say. */
export type FindingFacts = Pick<Finding, 'subject' | 'what' | 'cause' | 'more'>;

/** A part of a diagnosis: rules that are asked about subjects which are read together. */
export interface Inspection {
  readonly rules: readonly RuleCard[];
  /** Whatever its rules find in a scope. */
  readonly inspect: (scope: Scope) => Promise<readonly Finding[]>;
}

/** The findings of every rule that has something to say of a subject. */
export function findingsOf<Subject>(
  rules: readonly Rule<Subject>[],
  subjects: readonly Subject[],
  factsOf: (subject: Subject, verdict: Verdict) => FindingFacts,
): Finding[] {
  return subjects.flatMap(subject =>
    allVerdicts(rules, subject).map(verdict => toFinding(rules, verdict, factsOf(subject, verdict))),
  );
}

/** A verdict of one of these rules as a finding. */
export function toFinding(rules: readonly RuleCard[], verdict: Verdict, facts: FindingFacts): Finding {
  const rule = rules.find(({id}) => id === verdict.rule);
  if (!rule) throw new Error(`no rule ${verdict.rule}`);
  return {...verdict, severity: rule.severity, ...facts};
}

/** A process as what a finding is about. */
export function aboutProcess({pid, comm, stat: {startTicks}}: Process): FindingSubject {
  return {pid, startTicks, comm};
}
