import {type Judgement, worstOf} from '../../policy/judgement.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {printable} from '../safe-text.ts';
import {nagiosStates} from './nagios.ts';
import {filesText} from './summary.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/**
 * Metrics in Prometheus' text format, for the textfile collector of the node exporter: without timestamps, and
 * without pids as labels. A rule has a number of findings only if it could look everywhere, or found some.
 */
export function prometheusLines(judgement: Judgement, {asked, skipped}: Diagnosis): string[] {
  const {checks, measures} = judgement;
  const skippedIds = new Set(skipped.map(({rule}) => rule));
  const rules = asked.map(({id, severity}) => {
    const findings = checks.find(check => check.id === id)?.findings ?? [];
    const failing = findings.filter(({status}) => status === 'warning' || status === 'critical');
    return {labels: {rule: id, severity}, isSkipped: skippedIds.has(id), findings, failing};
  });
  const looked = rules.filter(({isSkipped, findings}) => !isSkipped || findings.length > 0);
  return [
    `# procdoc check: ${filesText(judgement)}`,
    ...family(
      'procdoc_findings',
      'Findings of a rule, whether or not they fail under the policy.',
      looked.map(({labels, findings}) => [labels, findings.length]),
    ),
    ...family(
      'procdoc_findings_failing',
      'Findings of a rule that fail under the policy.',
      looked.map(({labels, failing}) => [labels, failing.length]),
    ),
    ...family(
      'procdoc_rule_skipped',
      'Whether a rule could not look everywhere.',
      rules.map(({labels: {rule}, isSkipped}) => [{rule}, Number(isSkipped)]),
    ),
    ...measures.flatMap(({name, value}) =>
      value === null ? [] : family(...metricOf[name], [[{}, Number(value.toFixed(3))]]),
    ),
    ...family(
      'procdoc_check_status',
      'State of a rule, limit or expectation: 0 ok or ignored, 1 warning, 2 critical, 3 unknown.',
      [...groupBy(checks, ({id, about}) => `${id} ${about ?? ''}`).values()].flatMap(alike => {
        const worst = worstOf(alike.map(({status}) => status));
        const [first] = alike;
        if (!first) return [];
        const about: Labels = first.about === null ? {} : {about: first.about};
        return [[{check: first.id, ...about}, nagiosStates[worst === 'ignored' ? 'ok' : worst]] as const];
      }),
    ),
    ...family('procdoc_status', 'State of the whole check: 0 ok, 1 warning, 2 critical, 3 unknown.', [
      [{}, nagiosStates[judgement.status]],
    ]),
  ];
}

const metricOf: Readonly<Record<Judgement['measures'][number]['name'], readonly [string, string]>> = {
  zombies: ['procdoc_zombies', 'Processes that have exited and were not waited for.'],
  'zombies-per-parent': ['procdoc_zombies_per_parent', 'The most zombies that one parent has.'],
  'zombie-age': ['procdoc_zombie_age_seconds', 'How long the oldest zombie has been dead.'],
  orphans: ['procdoc_orphans', 'Processes whose parent has exited and that another process adopted.'],
};

function family(name: string, help: string, samples: readonly Sample[]): string[] {
  if (samples.length === 0) return [];
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...samples.map(([labels, value]) => `${name}${labelText(labels)} ${value}`),
  ];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return printable(value).replaceAll(/["\\]/g, String.raw`\$&`);
}
