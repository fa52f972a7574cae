import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import type {Machine} from '../../kernel/machine/machine.ts';
import {Snapshot} from '../snapshot.ts';
import {readBeginnings} from './beginning.ts';

const processes: ImaginedProcess[] = [
  {pid: 1, ppid: 0, comm: 'systemd', cgroup: '/init.scope'},
  {pid: 10, ppid: 1, comm: 'cron', cgroup: '/system.slice/cron.service'},
  {pid: 20, ppid: 10, comm: 'sh', cgroup: '/system.slice/cron.service'},
  {pid: 30, ppid: 20, comm: 'backup', cgroup: '/system.slice/cron.service'},
  {pid: 40, ppid: 99, comm: 'stray'},
];

async function beginningOf(machine: Machine, pid: number) {
  const snapshot = new Snapshot(machine);
  const process = snapshot.find(pid);
  assert.ok(process);
  const {parent, within} = (await readBeginnings(snapshot))(process);
  return {parent: parent?.pid, within: within.map(({kind}) => kind), complete: snapshot.ledger.complete};
}

test('a process was started by a parent that adopts no orphans, for what its ancestors work for', async () => {
  const machine = imaginedMachine(processes, []);
  assert.deepEqual(await beginningOf(machine, 30), {parent: 20, within: ['cron', 'systemd'], complete: true});
});

test('of a service its unit says more than the init that started it', async () => {
  const machine = imaginedMachine(processes, []);
  assert.deepEqual(await beginningOf(machine, 10), {parent: undefined, within: ['systemd'], complete: true});
});

test('a parent that may have adopted a process has not been seen to start it, and that is no gap', async () => {
  for (const machine of [imaginedMachine(processes, [20]), imaginedMachine(processes)]) {
    const beginning = await beginningOf(machine, 30);
    assert.deepEqual([beginning.parent, beginning.complete], [undefined, true]);
  }
});

test('nothing is known of a process whose parent is not visible', async () => {
  const machine = imaginedMachine(processes, []);
  assert.deepEqual(await beginningOf(machine, 40), {parent: undefined, within: [], complete: true});
});
