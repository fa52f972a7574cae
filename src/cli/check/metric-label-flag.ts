import {custom} from '@oclif/core/flags';
import {type CheckFormat, ownLabels} from '../../render/check/formats.ts';
import type {Labels} from '../../render/metrics/family.ts';
import {UsageError} from '../failures.ts';

/** --label policy=web, for one label; Prometheus keeps names with two leading underscores for itself. */
export const metricLabelFlag = custom<readonly [name: string, value: string]>({
  helpValue: 'NAME=VALUE',
  parse: async text => {
    const [, name, value] = /^((?!__)[a-zA-Z_]\w*)=(.+)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined || ownLabels.includes(name))
      throw new UsageError({kind: 'not-a-label', text, own: ownLabels});
    return [name, value];
  },
});

/** The labels that every metric of an answer in this format is to have. */
export function metricLabels(
  format: CheckFormat,
  given: ReadonlyArray<readonly [name: string, value: string]> = [],
): Labels {
  if (given.length > 0 && format !== 'prometheus')
    throw new UsageError({kind: 'flag-needs-another', flag: '--label', needed: '--format prometheus'});
  return Object.fromEntries(given);
}
