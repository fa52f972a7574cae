import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {Registry} from 'prom-client';
import type {CgroupLimit} from '../../snapshot/machine-load/limited-cgroups.ts';
import {EventMetrics} from './event-metrics.ts';
import {type Family, labelValue} from './family.ts';
import {gapFamilies, pausedFamilies, taskFamilies} from './machine.ts';
import {metricsText} from './registry.ts';

const samplesOf = (families: readonly Family[], name: string) =>
  families.find(family => family.name === name)?.samples ?? [];

function limit(path: string, more: Partial<CgroupLimit> = {}): CgroupLimit {
  const folder = `/sys/fs/cgroup${path}`;
  return {path, folder, maxFile: '', currentFile: '', max: 100, current: 40, failedForks: 2, ...more};
}

describe('the tasks of cgroups', () => {
  it('are full in as many seconds as the rate leaves room for', () => {
    const growthOf = (folder: string | undefined) => (folder?.endsWith('/a') ? 0.5 : -1);
    const families = taskFamilies(
      undefined,
      [limit('/a'), limit('/b'), limit('/c', {current: 100})],
      growthOf,
    );
    const times = new Map(
      samplesOf(families, 'procdoc_cgroup_tasks_full_seconds').map(([{cgroup}, value]) => [cgroup, value]),
    );
    assert.deepEqual([times.get('/a'), times.get('/b'), times.get('/c')], [120, undefined, 0]);
    assert.equal(samplesOf(families, 'procdoc_cgroup_tasks_limit_hits_total').length, 3);
    assert.deepEqual(samplesOf(families, 'procdoc_tasks'), []);
  });

  it('have no number of hits where no file says so, and no sample for more than twenty cgroups', () => {
    const many = Array.from({length: 50}, (_, at) => limit(`/c${at}`, {failedForks: undefined}));
    const families = taskFamilies(undefined, many, () => undefined);
    assert.deepEqual(samplesOf(families, 'procdoc_cgroup_tasks_limit_hits_total'), []);
    assert.equal(samplesOf(families, 'procdoc_cgroup_tasks').length, 20);
  });
});

describe('what could not be seen', () => {
  it('is counted by what and why, as by the look that missed most', () => {
    const families = gapFamilies([
      {what: 'fd', errno: 'EACCES', pids: [1, 2]},
      {what: 'fd', errno: 'EACCES', pids: [1]},
      {what: 'kcmp', errno: 'EPERM', pids: []},
    ]);
    assert.deepEqual(samplesOf(families, 'procdoc_unreadable'), [
      [{what: 'fd', errno: 'EACCES'}, 2],
      [{what: 'kcmp', errno: 'EPERM'}, 1],
    ]);
    assert.deepEqual(samplesOf(families, 'procdoc_complete'), [[{}, 0]]);
  });

  it('leaves no number of what is hidden', () => {
    for (const {samples} of pausedFamilies({stopped: 0, frozen: 0}, true)) assert.deepEqual(samples, []);
    const unseen = pausedFamilies({stopped: 1, frozen: undefined}, false);
    assert.deepEqual(samplesOf(unseen, 'procdoc_processes_frozen'), []);
  });
});

describe('the text of metrics', () => {
  it('has a line for each sample, whatever bytes the labels come from', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({unit: 'binary', maxLength: 600}), async text => {
        const family: Family = {
          name: 'procdoc_x',
          help: 'x',
          type: 'gauge',
          samples: [[{name: labelValue(text)}, 1]],
        };
        const lines = (await metricsText([family], new Registry())).split('\n').filter(Boolean);
        assert.equal(lines.length, 3);
        assert.match(lines[2] ?? '', /^procdoc_x\{name="(?:[^"\\\n]|\\["\\])*"\} 1$/);
        assert.ok([...labelValue(text)].length <= 256);
      }),
    );
  });

  it('counts exits by outcome and signal; without a source there is none of it, but its name', async () => {
    const metrics = new EventMetrics({source: 'connector', hasReaps: false, hasOoms: false});
    for (const status of [0, 0, 256, 9, 0x8b, undefined]) metrics.exit(status);
    metrics.reap(1);
    const text = await metricsText(metrics.families({times: 1, events: undefined}), metrics.registry);
    for (const line of [
      'procdoc_exits_total{outcome="success",signal=""} 2',
      'procdoc_exits_total{outcome="failure",signal=""} 1',
      'procdoc_exits_total{outcome="killed",signal="SIGKILL"} 1',
      'procdoc_exits_total{outcome="killed",signal="SIGSEGV"} 1',
      'procdoc_exits_total{outcome="unknown",signal=""} 1',
      'procdoc_event_losses_total 1',
    ])
      assert.ok(text.includes(`${line}\n`), line);
    assert.doesNotMatch(text, /reap_latency|oom|events_lost/);
    const none = new EventMetrics(undefined);
    none.fork();
    const rest = await metricsText(none.families({times: 0, events: 0}), none.registry);
    assert.deepEqual(rest.trim().split('\n').slice(-1), ['procdoc_event_source_info{source="none"} 1']);
    assert.doesNotMatch(rest, /_total/);
  });
});
