import assert from 'node:assert/strict';
import {it} from 'node:test';
import {crowdedMachine} from '../../../test/support/recorded/imagined-zombies.ts';
import {MachineLooks} from './machine-looks.ts';

const looksAt = (silentMounts: ReadonlySet<string>) => new MachineLooks({...crowdedMachine(), silentMounts});

it('a look has the zombies by their parent, and the cgroup that they fill', async () => {
  const {families} = await looksAt(new Set()).look();
  const samplesOf = (name: string) => families.find(family => family.name === name)?.samples;
  const [[labels, count] = []] = samplesOf('procdoc_parent_zombies') ?? [];
  assert.deepEqual([labels?.parent, labels?.cgroup, count], ['runner', '/app/worker', 12]);
  assert.deepEqual(samplesOf('procdoc_cgroup_tasks'), [[{cgroup: '/app/worker'}, 13]]);
  assert.deepEqual(samplesOf('procdoc_cgroup_tasks_limit'), [[{cgroup: '/app/worker'}, 15]]);
  assert.deepEqual(samplesOf('procdoc_cgroup_tasks_limit_hits_total'), [[{cgroup: '/app/worker'}, 7]]);
});

it('a file system that didn’t answer a look is a gap of that look, also once it is forgotten', async () => {
  const silent = new Set(['/mnt/nfs']);
  const {gaps} = await looksAt(silent).look();
  silent.clear();
  assert.deepEqual(
    gaps.filter(({errno}) => errno === 'ETIMEDOUT'),
    [{what: '/mnt/nfs', errno: 'ETIMEDOUT', pids: []}],
  );
});
