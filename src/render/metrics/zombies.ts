import type {Measures} from '../../policy/facts.ts';
import type {MeasureName} from '../../policy/policy.ts';
import type {JudgedZombie} from '../../rules/inspections/judged-zombie.ts';
import type {ParentGroup} from '../../rules/inspections/zombies.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {scriptOf} from '../../snapshot/scripts/proc-scripts.ts';
import {type Family, gauge, type Labels, labelValue, MOST_SAMPLES, number, type Sample} from './family.ts';

const metricOf: Readonly<Record<MeasureName, readonly [string, string]>> = {
  zombies: ['procdoc_zombies', 'Processes that have exited and were not waited for.'],
  'zombies-per-parent': ['procdoc_zombies_per_parent', 'The most zombies that one parent has.'],
  'zombie-age': ['procdoc_zombie_age_seconds', 'How long the oldest zombie has been dead.'],
  orphans: ['procdoc_orphans', 'Processes whose parent has exited and that another process adopted.'],
};

/** What was measured, without what isn't known. */
export function measureFamilies(measures: Measures): Family[] {
  return [...measures].map(([name, value]) =>
    gauge(...metricOf[name], number(value.ok ? Number(value.value.toFixed(3)) : undefined)),
  );
}

/** How fast the number of zombies grows; undefined as long as that can't be told. */
export function zombieGrowthFamily(perSecond: number | undefined): Family {
  return gauge(
    'procdoc_zombies_growth_per_second',
    'By how much the number of zombies grew in a second, over the last two minutes.',
    number(perSecond),
  );
}

/** Zombies that have all labels in common. */
interface Alike {
  readonly labels: Labels;
  readonly zombies: readonly JudgedZombie[];
}

/** Zombies by what their parent is and why they are there: the largest groups, and all others as one. */
export function parentFamilies(parents: readonly ParentGroup[]): Family[] {
  const labelled = parents.flatMap(group => {
    const labelsOf = labelsFor(group);
    return group.zombies.map(judged => ({labels: labelsOf(judged), judged}));
  });
  const groups = [...groupBy(labelled, ({labels}) => JSON.stringify(labels)).values()]
    .flatMap(alike => (alike[0] ? [{labels: alike[0].labels, zombies: alike.map(one => one.judged)}] : []))
    .sort((a, b) => b.zombies.length - a.zombies.length);
  const [largest, others] = [groups.slice(0, MOST_SAMPLES), groups.slice(MOST_SAMPLES)];
  const rest = others.flatMap(({zombies}) => zombies);
  const all: readonly Alike[] =
    rest.length === 0 ? largest : [...largest, {labels: otherLabels, zombies: rest}];
  return [
    gauge(
      'procdoc_parent_zombies',
      'Zombies by the name, script and cgroup of their parent, and the rule that says why they are not reaped.',
      all.map(({labels, zombies}): Sample => [labels, zombies.length]),
    ),
    gauge(
      'procdoc_parent_zombie_age_seconds',
      'How long the oldest of these zombies has been dead.',
      all.flatMap(({labels, zombies}): Sample[] => {
        const ages = zombies.flatMap(({zombie}) => zombie.deadForSeconds ?? []);
        const oldest = ages.reduce((most, age) => Math.max(most, age), 0);
        return ages.length < zombies.length ? [] : [[labels, Number(oldest.toFixed(3))]];
      }),
    ),
  ];
}

const otherLabels: Labels = {parent: 'other', script: '', cgroup: '', verdict: 'other', certainty: ''};

/** A parent that isn't visible has no name; its zombies still have a cgroup. */
function labelsFor({reaper, zombies: [first]}: ParentGroup): (judged: JudgedZombie) => Labels {
  const process = reaper?.process ?? first?.zombie.process;
  const snapshot = first?.zombie.snapshot;
  const script = reaper && snapshot ? scriptOf(snapshot, reaper.process) : null;
  const ofParent = {
    parent: labelValue(reaper?.process.comm ?? ''),
    script: labelValue(script ?? ''),
    cgroup: labelValue(process?.cgroup() ?? ''),
  };
  return ({reason: {rule, certainty}}) => ({...ofParent, verdict: rule.id, certainty});
}
