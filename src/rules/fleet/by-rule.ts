import {groupBy} from '../../snapshot/group-by.ts';
import {certainties, severities} from '../diagnosis/selection.ts';
import type {Finding} from '../finding.ts';
import type {Severity} from '../rule.ts';
import type {Host, HostAnswer} from './host.ts';

/** What a rule found on one host: the worst finding first. */
export interface FoundOnHost {
  readonly host: Host;
  readonly rule: string;
  readonly findings: readonly [Finding, ...Finding[]];
}

/** What a rule found, on which hosts. */
export interface FoundByRule {
  readonly rule: string;
  /** The severity of its worst finding. */
  readonly severity: Severity;
  /** The host with the worst finding first; else in the order in which they were asked. */
  readonly hosts: readonly FoundOnHost[];
}

/** What was found on several hosts: a row for each rule on each host. */
export function foundOnHosts(
  answers: readonly HostAnswer<{readonly findings: readonly Finding[]}>[],
): FoundOnHost[] {
  return answers.flatMap(({host, answer}) =>
    [...groupBy(answer.findings, ({rule}) => rule)].flatMap(([rule, found]) => {
      const [worst, ...others] = [...found].sort((a, b) => rank(a) - rank(b));
      return worst ? [{host, rule, findings: [worst, ...others] as const}] : [];
    }),
  );
}

/** By rule: the most severe first, then what is on most hosts. */
export function byRule(found: readonly FoundOnHost[]): FoundByRule[] {
  return [...groupBy(found, ({rule}) => rule)]
    .map(([rule, found]) => {
      const hosts = [...found].sort((a, b) => rank(a.findings[0]) - rank(b.findings[0]));
      return {rule, severity: hosts[0]?.findings[0].severity ?? 'info', hosts};
    })
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.hosts.length - a.hosts.length ||
        a.rule.localeCompare(b.rule, 'en'),
    );
}

function rank({severity, certainty}: Finding): number {
  return severities.indexOf(severity) * certainties.length + certainties.indexOf(certainty);
}
