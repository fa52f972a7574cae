import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Snapshot} from '../snapshot.ts';
import {type LeaderlessGroup, leaderlessGroups} from './leaderless-group.ts';
import {readOrphans} from './orphans.ts';

const init: ImaginedProcess = {pid: 1, ppid: 0, comm: 'init'};
const shell: ImaginedProcess = {pid: 30, ppid: 1};
const orphan: ImaginedProcess = {pid: 70, ppid: 1, sid: 30, pgid: 60};

async function groupsAmong(processes: readonly ImaginedProcess[]): Promise<LeaderlessGroup[]> {
  const snapshot = new Snapshot(imaginedMachine([init, shell, ...processes]));
  return leaderlessGroups(snapshot, (await readOrphans(snapshot)).orphans);
}

test('a group whose leader has exited has all that live in it, orphans or not', async () => {
  const child: ImaginedProcess = {pid: 71, ppid: 70, sid: 30, pgid: 60};
  const dead: ImaginedProcess = {pid: 72, ppid: 70, sid: 30, pgid: 60, state: 'Z'};
  const [group, ...more] = await groupsAmong([orphan, child, dead]);
  assert.equal(more.length, 0);
  assert.deepEqual(group?.leaderGone, {kind: 'no-such-process'});
  assert.deepEqual(
    [group.orphans.map(({process}) => process.pid), group.members.map(({pid}) => pid), group.starter],
    [[70], [70, 71], undefined],
  );
});

test('its starter is a living process of another group that started a member: a shell with the rest of a job', async () => {
  const [group] = await groupsAmong([orphan, {pid: 71, ppid: 30, sid: 30, pgid: 60}]);
  assert.equal(group?.starter?.pid, 30);
});

test('a group with a living leader, or one that is led from outside the pid namespace, is not leaderless', async () => {
  assert.deepEqual(await groupsAmong([orphan, {pid: 60, ppid: 30, sid: 30}]), []);
  assert.deepEqual(await groupsAmong([{pid: 70, ppid: 1, sid: 0, pgid: 0}]), []);
});
