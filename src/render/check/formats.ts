import type {Judgement} from '../../policy/judgement.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import type {Labels} from '../metrics/family.ts';
import type {Page} from '../page.ts';
import {githubLines} from './github.ts';
import {junitLines} from './junit.ts';
import {nagiosLines} from './nagios.ts';
import {npdLines} from './npd.ts';
import {prometheusLines} from './prometheus.ts';
import {tapLines} from './tap.ts';
import {checkText} from './text.ts';

/** What a check may be printed as. */
export const checkFormats = [
  'text',
  'json',
  'junit',
  'tap',
  'github',
  'nagios',
  'npd',
  'prometheus',
] as const;
export type CheckFormat = (typeof checkFormats)[number];

/** The names of the labels that metrics have by themselves. */
export const ownLabels: readonly string[] = ['rule', 'severity', 'check', 'about'];

/**
 * A judgement in a format; JSON is made of values, as for every command.
 * @param labels what every metric of `prometheus` has as well
 */
export function checkLines(
  format: CheckFormat,
  judgement: Judgement,
  diagnosis: Diagnosis,
  page: Page,
  labels: Labels = {},
): string[] {
  switch (format) {
    case 'json':
    case 'text':
      return checkText(judgement, page);
    case 'junit':
      return junitLines(judgement);
    case 'tap':
      return tapLines(judgement);
    case 'github':
      return githubLines(judgement);
    case 'nagios':
      return nagiosLines(judgement);
    case 'npd':
      return npdLines(judgement);
    case 'prometheus':
      return prometheusLines(judgement, diagnosis, labels);
  }
}
