import {custom} from '@oclif/core/flags';
import {parseNagiosRange} from '../../parse/nagios-range.ts';
import type {Limit} from '../../policy/policy.ts';
import {UsageError} from '../failures.ts';

/** A flag that limits a number: one Nagios range (critical), or two (warning, critical). */
export const limitFlag = custom<Omit<Limit, 'measure'>>({
  helpValue: '[WARNING,]CRITICAL',
  parse: async text => parseLimit(text),
});

function parseLimit(text: string): Omit<Limit, 'measure'> {
  const ranges = text.split(',').map(parseNagiosRange);
  const critical = ranges.at(-1);
  const warning = ranges.length === 2 ? ranges[0] : null;
  if (critical !== undefined && warning !== undefined && ranges.length <= 2) return {warning, critical};
  throw new UsageError({kind: 'not-a-limit', text});
}
