import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {noServices} from '../../parse/targets/port-address.ts';
import {parseProcessName} from '../../parse/targets/process-name.ts';
import {type FoundProcesses, findProcesses} from './find-processes.ts';

const contained = scene('init-without-handler');
const incident = scene('client-and-daemon');

async function find(recorded: Scene, text: string): Promise<FoundProcesses> {
  const name = parseProcessName(text, noServices);
  assert.ok(!('problem' in name) && name.kind !== 'pid');
  return findProcesses(recorded.snapshot(), name);
}

async function pidsBy(recorded: Scene, text: string): Promise<[by: string, pids: number[]]> {
  const found = await find(recorded, text);
  assert.ok(found.kind === 'found', `${text}: ${found.kind}`);
  return [found.by, found.processes.map(({pid}) => pid)];
}

/** With a process in a cgroup. */
function inCgroup(recorded: Scene, pid: number, path: string): Scene {
  return recorded.withFile(`${pid}/cgroup`, `0::${path}\n`);
}

describe('a process of a recording', () => {
  it('goes by the pid that it has in its container', async () => {
    const adopter = contained.number('adopter');
    for (const text of ['1 in 767eef61a43a', '1 in 767eef', '1 inside'])
      assert.deepEqual(await pidsBy(contained, text), ['container', [adopter]], text);
    assert.equal((await find(contained, '1 in 999eef')).kind, 'not-in-container');
    assert.equal((await find(contained, '9999 inside')).kind, 'not-in-container');
  });

  it('goes by its unit, with or without the ending, and by its cgroup, wherever that is mounted', async () => {
    const daemon = incident.number('daemon');
    const unit = inCgroup(incident, daemon, '/system.slice/shop.service/inner');
    for (const [text, by] of [
      ['shop.service', 'unit'],
      ['shop', 'unit'],
      ['system.slice', 'unit'],
      ['/system.slice/shop.service', 'cgroup'],
      ['/sys/fs/cgroup/system.slice/shop.service/', 'cgroup'],
      ['/sys/fs/cgroup/unified/system.slice', 'cgroup'],
    ] as const)
      assert.deepEqual(await pidsBy(unit, text), [by, [daemon]], text);
    for (const text of ['op.service', '/system.slice/sho', 'shop.socket'])
      assert.equal((await find(unit, text)).kind, 'no-name', text);
  });

  it('goes by its start, and its pid by no other mark', async () => {
    const daemon = incident.number('daemon');
    const {startTicks} = incident.snapshot().find(daemon)?.stat ?? {};
    assert.deepEqual(await pidsBy(incident, `${daemon}:${startTicks}`), ['key', [daemon]]);
    assert.equal((await find(incident, `${daemon}:1`)).kind, 'other-process');
    assert.equal((await find(incident, '4194304:1')).kind, 'no-process');
  });

  it('goes by the port where it listens', async () => {
    const recorded = scene('orphan-with-port');
    const [by, [pid = 0]] = await pidsBy(recorded, `:${recorded.number('port')}`);
    assert.equal(by, 'listener');
    assert.deepEqual(await find(recorded, ':81'), {kind: 'no-listener', isTaken: false});
    const hidden = recorded.withErrno(`${pid}/fd`, 'EACCES');
    const unseen = {kind: 'no-listener', isTaken: true};
    assert.deepEqual(await find(hidden, `:${recorded.number('port')}`), unseen);
  });

  it('is not meant by a path that ends in no name', async () => {
    const found = await find(incident, '/');
    assert.deepEqual(found.kind === 'no-name' && found.near, []);
  });

  it('goes by its program rather than a zombie of the same name', async () => {
    const never = scene('never-waits');
    const [first = 0] = never.numbers('zombies');
    const [by, pids] = await pidsBy(never, 'never-waits');
    assert.equal(by, 'program');
    assert.ok(!pids.includes(first));
    assert.ok(pids.includes(never.number('parent')));
  });
});
