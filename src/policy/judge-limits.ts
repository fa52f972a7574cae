import {raisesAlert} from '../parse/nagios-range.ts';
import type {Measures} from './facts.ts';
import type {Check, CheckStatus, Complaint, Measured} from './judgement.ts';
import type {Limit} from './policy.ts';

/** What was measured, with the limits of the policy. */
export function measuredOf(measures: Measures, limits: readonly Limit[]): Measured[] {
  return [...measures].map(([name, value]) => {
    const limit = limits.find(({measure}) => measure === name);
    return {
      name,
      value: value.ok ? value.value : null,
      unit: name === 'zombie-age' ? 's' : '',
      warning: limit?.warning ?? null,
      critical: limit?.critical ?? null,
    };
  });
}

/** A check for each measure that has a limit. */
export function judgeLimits(measured: readonly Measured[]): Check[] {
  return measured
    .filter(({warning, critical}) => warning !== null || critical !== null)
    .map(one => {
      const status = statusOf(one);
      return {
        kind: 'limit',
        id: `limit/${one.name}`,
        subject: {kind: 'limit', measure: one.name},
        about: null,
        status,
        complaints: complaintsOf(one, status),
        gaps: one.value === null ? [{kind: 'measure', measure: one.name}] : [],
        findings: [],
      };
    });
}

function statusOf({value, warning, critical}: Measured): CheckStatus {
  if (value === null) return 'unknown';
  if (critical && raisesAlert(value, critical)) return 'critical';
  return warning && raisesAlert(value, warning) ? 'warning' : 'ok';
}

function complaintsOf({name, value, warning, critical}: Measured, status: CheckStatus): Complaint[] {
  const range = status === 'critical' ? critical : status === 'warning' ? warning : null;
  return value === null || range === null ? [] : [{kind: 'out-of-limits', measure: name, value, range}];
}
