import {type NagiosRange, raisesAlert} from '../parse/nagios-range.ts';
import type {Measures} from './facts.ts';
import type {Check, CheckStatus, Measured} from './judgement.ts';
import type {Limit, MeasureName} from './policy.ts';

const titles: Readonly<Record<MeasureName, string>> = {
  zombies: 'the number of zombies',
  'zombies-per-parent': 'the most zombies of one parent',
  'zombie-age': 'the age of the oldest zombie',
  orphans: 'the number of orphans',
};

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
        title: `${titles[one.name]} is within its limits`,
        about: null,
        status,
        messages: one.value === null ? [] : messagesOf(one, one.value, status),
        unseen: one.value === null ? [`It cannot be told what ${titles[one.name]} is.`] : [],
        findings: [],
      };
    });
}

function statusOf({value, warning, critical}: Measured): CheckStatus {
  if (value === null) return 'unknown';
  if (critical && raisesAlert(value, critical)) return 'critical';
  return warning && raisesAlert(value, warning) ? 'warning' : 'ok';
}

function messagesOf({name, unit, warning, critical}: Measured, value: number, status: CheckStatus): string[] {
  if (status === 'ok') return [];
  const range = status === 'critical' ? critical : warning;
  const number = `${Number(value.toFixed(1))}${unit === '' ? '' : ` ${unit}`}`;
  const title = titles[name].replace(/^t/, 'T');
  return [`${title} is ${number}: ${range ? allowedBy(range) : ''}.`];
}

function allowedBy({text, inside}: NagiosRange): string {
  return inside ? `${text.slice(1)} is not allowed` : `${text} is allowed`;
}
