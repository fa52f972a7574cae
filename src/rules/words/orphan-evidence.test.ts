import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {readOrphans} from '../../snapshot/families/orphans.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {evidenceText} from './evidence.ts';
import {orphanEvidence} from './orphan-evidence.ts';

const init: ImaginedProcess = {pid: 1, ppid: 0, comm: 'init'};
const systemd: ImaginedProcess = {pid: 1, ppid: 0, comm: 'systemd', cgroup: '/init.scope'};
const ADOPTED_BY_INIT =
  '/proc/1/status: NSpid 1: init (1) is PID 1 of a pid namespace and adopts the orphans in it';

/** The evidence about process 70, a line each. */
async function linesAmong(processes: readonly ImaginedProcess[], subreapers?: number[]): Promise<string[]> {
  const {orphans} = await readOrphans(new Snapshot(imaginedMachine(processes, subreapers)));
  const orphan = orphans.find(({process}) => process.pid === 70);
  return orphan ? orphanEvidence(orphan.orphanhood).map(evidenceText) : [];
}

const left: ImaginedProcess = {pid: 70, ppid: 1, sid: 60, pgid: 60};

test('a session leader that has exited shows by its pid: free, a zombie, or reused', async () => {
  const session = '/proc/70/stat: session (6) 60';
  for (const [others, line] of [
    [[], '/proc/60/stat: ENOENT, so the leader of session 60 has exited'],
    [
      [{pid: 60, ppid: 1, state: 'Z'}],
      '/proc/60/stat: state (3) Z, a zombie: the leader of session 60 has exited',
    ],
    [
      [{pid: 60, ppid: 1, comm: 'later', startTicks: 900}],
      '/proc/60/stat: starttime (22) 900, later than that of a member: later (60) has the pid now, and the leader of session 60 has exited',
    ],
  ] as const)
    assert.deepEqual(await linesAmong([init, left, ...others]), [session, line, ADOPTED_BY_INIT]);
});

test('a session that is younger than the parent excludes the parent', async () => {
  assert.deepEqual(await linesAmong([init, left, {pid: 60, ppid: 1, comm: 'sh'}]), [
    '/proc/70/stat: session (6) 60, led by sh (60), which started after init (1): so init (1) did not start 70',
    ADOPTED_BY_INIT,
  ]);
});

test('a process group speaks next to the session', async () => {
  const inGroup = {...left, sid: 1};
  assert.deepEqual(await linesAmong([init, inGroup]), [
    '/proc/70/stat: pgrp (5) 60',
    '/proc/60/stat: ENOENT, so the leader of process group 60 has exited',
    ADOPTED_BY_INIT,
  ]);
  const leader = {pid: 60, ppid: 40, sid: 1, comm: 'make'};
  const [line] = await linesAmong([init, {pid: 40, ppid: 1}, leader, inGroup]);
  assert.equal(
    line,
    '/proc/70/stat: pgrp (5) 60, led by make (60), and init (1) is in another process group',
  );
});

test('a unit names the process that systemd started there', async () => {
  const cgroup = '/system.slice/nginx.service';
  const [line] = await linesAmong([
    systemd,
    {pid: 50, ppid: 1, comm: 'nginx', cgroup},
    {pid: 70, ppid: 1, cgroup},
  ]);
  assert.equal(line, '/proc/70/cgroup: in nginx.service, where systemd started nginx (50)');
});

test('a parent is known to be a subreaper by the kernel record, or by the cgroup of a systemd manager', async () => {
  const parent = {pid: 30, ppid: 1, comm: 'pm'};
  const adopted = {...left, ppid: 30};
  const adopter = async (processes: readonly ImaginedProcess[], subreapers?: number[]) =>
    (await linesAmong(processes, subreapers)).at(-1);
  assert.equal(
    await adopter([init, parent, adopted], [30]),
    'signal_struct of 30: is_child_subreaper set: pm (30) adopts the orphans below it',
  );
  assert.equal(
    await adopter([init, parent, adopted]),
    'signal_struct of 30: is_child_subreaper not visible from here: whether pm (30) adopts orphans is unknown',
  );
  const cgroup = '/user.slice/user-1.slice/user@1.service/init.scope';
  assert.equal(
    await adopter([systemd, {...parent, comm: 'systemd', cgroup}, adopted]),
    `/proc/30/cgroup: ${cgroup}, of a systemd manager, a subreaper: systemd (30) adopts the orphans below it`,
  );
});
