import type {Diagnosis} from '../rules/diagnosis/diagnosis.ts';
import type {Baseline} from './baseline.ts';
import type {Facts} from './facts.ts';
import {judgeExpectations} from './judge-expectations.ts';
import {judgeLimits, measuredOf} from './judge-limits.ts';
import {judgeRules} from './judge-rules.ts';
import {type Judgement, worstOf} from './judgement.ts';
import type {Policy} from './policy.ts';

/** Holds what was found, measured and expected against a policy. The baseline is used up by it. */
export function judge(diagnosis: Diagnosis, facts: Facts, policy: Policy, baseline: Baseline): Judgement {
  const measures = measuredOf(facts.measures, policy.limits);
  const checks = [
    ...judgeRules(diagnosis, policy, pid => facts.traits.get(pid), baseline),
    ...judgeLimits(measures),
    ...judgeExpectations(policy, facts),
  ];
  const worst = worstOf(checks.map(({status}) => status));
  const passes = worst === 'ok' || worst === 'ignored' || (worst === 'unknown' && policy.unknown === 'pass');
  const files = {policy: policy.file, baseline: baseline.file};
  const judged = {checks, measures, files, unknown: policy.unknown};
  if (passes) return {...judged, status: 'ok', exitStatus: 0};
  return {...judged, status: worst, exitStatus: worst === 'unknown' ? 3 : 1};
}
