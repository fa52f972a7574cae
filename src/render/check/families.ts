import {type Judgement, worstOf} from '../../policy/judgement.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {type Family, gauge, type Labels, labelValue} from '../metrics/family.ts';
import {nagiosStates} from './nagios.ts';

/** What was found, by rule: a rule has a number of findings only if it could look everywhere, or found some. */
export function findingFamilies({checks}: Judgement, {asked, skipped}: Diagnosis): Family[] {
  const skippedIds = new Set(skipped.map(({rule}) => rule));
  const rules = asked.map(({id, severity}) => {
    const findings = checks.find(check => check.id === id)?.findings ?? [];
    const failing = findings.filter(({status}) => status === 'warning' || status === 'critical');
    return {labels: {rule: id, severity}, isSkipped: skippedIds.has(id), findings, failing};
  });
  const looked = rules.filter(({isSkipped, findings}) => !isSkipped || findings.length > 0);
  return [
    gauge(
      'procdoc_findings',
      'Findings of a rule, whether or not they fail under the policy.',
      looked.map(({labels, findings}) => [labels, findings.length]),
    ),
    gauge(
      'procdoc_findings_failing',
      'Findings of a rule that fail under the policy.',
      looked.map(({labels, failing}) => [labels, failing.length]),
    ),
    gauge(
      'procdoc_rule_skipped',
      'Whether a rule could not look everywhere.',
      rules.map(({labels: {rule}, isSkipped}) => [{rule}, Number(isSkipped)]),
    ),
  ];
}

/** What the policy makes of it: each rule, limit and expectation, and all together. */
export function statusFamilies({checks, status}: Judgement): Family[] {
  return [
    gauge(
      'procdoc_check_status',
      'State of a rule, limit or expectation: 0 ok or ignored, 1 warning, 2 critical, 3 unknown.',
      [...groupBy(checks, ({id, about}) => `${id} ${labelValue(about ?? '')}`).values()].flatMap(alike => {
        const worst = worstOf(alike.map(one => one.status));
        const [first] = alike;
        if (!first) return [];
        const about: Labels = first.about === null ? {} : {about: labelValue(first.about)};
        return [[{check: first.id, ...about}, nagiosStates[worst === 'ignored' ? 'ok' : worst]] as const];
      }),
    ),
    gauge('procdoc_status', 'State of the whole check: 0 ok, 1 warning, 2 critical, 3 unknown.', [
      [{}, nagiosStates[status]],
    ]),
  ];
}
