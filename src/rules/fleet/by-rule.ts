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
  /** In the order in which the hosts were asked. */
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
    .map(([rule, hosts]) => ({rule, severity: worstOf(hosts), hosts}))
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.hosts.length - a.hosts.length ||
        a.rule.localeCompare(b.rule, 'en'),
    );
}

function worstOf(hosts: readonly FoundOnHost[]): Severity {
  const found = new Set(hosts.map(({findings: [worst]}) => worst.severity));
  return severities.find(severity => found.has(severity)) ?? 'info';
}

function rank({severity, certainty}: Finding): number {
  return severities.indexOf(severity) * certainties.length + certainties.indexOf(certainty);
}
