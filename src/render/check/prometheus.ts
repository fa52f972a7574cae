import {found, unreadable} from '../../kernel/read.ts';
import type {Judgement} from '../../policy/judgement.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import {type Family, type Labels, labelValue} from '../metrics/family.ts';
import {measureFamilies} from '../metrics/zombies.ts';
import {findingFamilies, statusFamilies} from './families.ts';
import {filesText} from './summary.ts';

/**
 * Metrics in Prometheus' text format, for the textfile collector of the node exporter: without timestamps, and
 * without pids as labels.
 * @param labels of every metric: what tells the outputs of two policies on one host apart
 */
export function prometheusLines(judgement: Judgement, diagnosis: Diagnosis, labels: Labels = {}): string[] {
  const given = Object.entries(labels).map(([name, value]) => [name, labelValue(value)] as const);
  const measures = new Map(
    judgement.measures.map(({name, value}) => [name, value === null ? unreadable('ENODATA') : found(value)]),
  );
  return [
    `# procdoc check: ${filesText(judgement)}`,
    ...[
      ...findingFamilies(judgement, diagnosis),
      ...measureFamilies(measures),
      ...statusFamilies(judgement),
    ].flatMap(family => familyLines(family, Object.fromEntries(given))),
  ];
}

function familyLines({name, help, type, samples}: Family, given: Labels): string[] {
  if (samples.length === 0) return [];
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(([labels, value]) => `${name}${labelText({...labels, ...given})} ${value}`),
  ];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll(/["\\]/g, String.raw`\$&`);
}
