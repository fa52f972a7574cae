import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {found, unreadable} from '../../kernel/read.ts';
import {judgeZombies} from '../../rules/inspections/zombies.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readZombies} from '../../snapshot/zombies/zombies.ts';
import type {Family} from './family.ts';
import {measureFamilies, parentFamilies} from './zombies.ts';

/** Parents from 100 on with so many zombies each, called by their number unless told otherwise. */
async function familiesOf(counts: readonly number[], nameOf = (at: number) => `parent${at}`) {
  let pid = 1000;
  const processes = counts.flatMap((count, at) => [
    {pid: 100 + at, ppid: 1, comm: nameOf(at), cgroup: '/app'},
    ...Array.from({length: count}, () => ({
      pid: ++pid,
      ppid: 100 + at,
      comm: 'git',
      state: 'Z',
      cgroup: '/app',
    })),
  ]);
  const snapshot = new Snapshot(imaginedMachine(processes, []));
  return parentFamilies((await judgeZombies(await readZombies(snapshot))).parents);
}

const samplesOf = (families: readonly Family[], name: string) =>
  families.find(family => family.name === name)?.samples ?? [];

describe('zombies by parent', () => {
  it('stand together where all that their parents are called is the same: no label is a pid', async () => {
    const samples = samplesOf(await familiesOf([2, 3], () => 'runner'), 'procdoc_parent_zombies');
    assert.deepEqual(
      samples.map(([{parent, script, cgroup}, count]) => [parent, script, cgroup, count]),
      [['runner', '', '/app', 5]],
    );
    assert.match(samples[0]?.[0].verdict ?? '', /^zombies\//);
  });

  it('have names that are safe to print, whatever bytes they are of', async () => {
    const samples = samplesOf(await familiesOf([1], () => '\n\x1b[31m"\\'), 'procdoc_parent_zombies');
    assert.equal(samples[0]?.[0].parent, String.raw`\n\x1b[31m"\ `.trim());
  });

  it('are twenty groups at most, the largest, and all others as one', async () => {
    const counts = Array.from({length: 40}, (_, at) => 1 + (at % 7));
    const samples = samplesOf(await familiesOf(counts), 'procdoc_parent_zombies');
    assert.equal(samples.length, 21);
    const [other] = samples.slice(-1);
    assert.equal(other?.[0].parent, 'other');
    const sum = samples.reduce((all, [, count]) => all + count, 0);
    assert.equal(
      sum,
      counts.reduce((all, count) => all + count, 0),
    );
    const least = Math.min(...samples.slice(0, 20).map(([, count]) => count));
    assert.ok(counts.filter(count => count > least).length <= 20);
  });

  it('have no age where the age of one of them isn’t known', async () => {
    assert.deepEqual(samplesOf(await familiesOf([1]), 'procdoc_parent_zombie_age_seconds'), []);
  });
});

it('a measure that isn’t known has no sample, and is not 0', () => {
  const families = measureFamilies(
    new Map([
      ['zombies', found(0)],
      ['zombie-age', unreadable('ENODATA')],
    ] as const),
  );
  assert.deepEqual(
    families.map(({name, samples}) => [name, samples]),
    [
      ['procdoc_zombies', [[{}, 0]]],
      ['procdoc_zombie_age_seconds', []],
    ],
  );
});
