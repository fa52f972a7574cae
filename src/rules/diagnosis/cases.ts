import {groupBy} from '../../snapshot/group-by.ts';
import type {Finding, FindingSubject} from '../finding.ts';

/** What is wrong with one culprit, or by one cause: findings that are ended together, the worst first. */
export interface Case {
  /** Who has to do something about the worst. */
  readonly culprit: FindingSubject;
  readonly findings: readonly [Finding, ...Finding[]];
}

/** Findings that have their culprit or their cause in common with one before, in the order of the worst of each. */
export function casesOf(findings: readonly Finding[]): Case[] {
  const first = new Map<string, number>();
  const heads = findings.map((_, at) => at);
  // A case is known by its first finding; where two turn out to be one, the later leads to the earlier.
  const headOf = (at: number): number => {
    const head = heads[at] ?? at;
    return head === at ? at : headOf(head);
  };
  for (const [at, finding] of findings.entries()) {
    for (const key of [culpritKey(finding), `cause ${finding.cause}`]) {
      const [one, other] = [headOf(at), headOf(first.get(key) ?? at)];
      heads[Math.max(one, other)] = Math.min(one, other);
      if (!first.has(key)) first.set(key, at);
    }
  }
  return [...groupBy([...findings.entries()], ([at]) => headOf(at)).values()].flatMap(members => {
    const [worst, ...others] = members.map(([, finding]) => finding);
    return worst ? [{culprit: culpritOf(worst), findings: [worst, ...others] as const}] : [];
  });
}

/** Who has to do something about a finding: mostly what it is about. */
export function culpritOf({culprit, subject}: Finding): FindingSubject {
  return culprit ?? subject;
}

function culpritKey(finding: Finding): string {
  const culprit = culpritOf(finding);
  return 'pid' in culprit ? `${culprit.pid}:${culprit.startTicks}` : JSON.stringify(culprit);
}
