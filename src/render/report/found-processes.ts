import {casesOf, culpritOf} from '../../rules/diagnosis/cases.ts';
import {severities} from '../../rules/diagnosis/selection.ts';
import type {Finding, FindingSubject} from '../../rules/finding.ts';
import type {Severity} from '../../rules/rule.ts';

/** What was found about one process. */
export interface FoundAbout {
  /** The worst of all that was found. */
  readonly severity: Severity;
  /** Each rule once, with the worst that it found; the worst first. */
  readonly rules: ReadonlyMap<string, Severity>;
  /** The place of its first case among all cases. */
  readonly firstCase: number;
}

/** What was found about each process that a finding is about, or that has to do something about it, by pid. */
export function foundByProcess(findings: readonly Finding[]): ReadonlyMap<number, FoundAbout> {
  const found = new Map<number, FoundAbout>();
  for (const [at, one] of casesOf(findings).entries())
    for (const finding of one.findings)
      for (const pid of new Set([finding.subject, culpritOf(finding)].flatMap(pidOf)))
        found.set(pid, withFinding(found.get(pid), finding, at));
  return found;
}

function pidOf(subject: FindingSubject): number[] {
  return 'pid' in subject ? [subject.pid] : [];
}

function withFinding(known: FoundAbout | undefined, {rule, severity}: Finding, at: number): FoundAbout {
  const rules = [...(known?.rules ?? [])];
  const worst = worstOf(severity, known?.rules.get(rule));
  const all = [...rules.filter(([id]) => id !== rule), [rule, worst] as const];
  const inOrder = all.sort(([, one], [, other]) => severities.indexOf(one) - severities.indexOf(other));
  return {
    severity: worstOf(severity, known?.severity),
    rules: new Map(inOrder),
    firstCase: known?.firstCase ?? at,
  };
}

function worstOf(one: Severity, other: Severity = one): Severity {
  return severities.indexOf(one) <= severities.indexOf(other) ? one : other;
}

/** The id of a case on the page. */
export function caseId(at: number): string {
  return `case-${at + 1}`;
}

/** The id of the row of a process on the page. */
export function rowId(pid: number): string {
  return `process-${pid}`;
}
