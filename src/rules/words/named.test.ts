import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {named, namedFd} from './named.ts';

test('a process is named with its pid, and with the one that it has inside, if that is another', () => {
  const id = 'a'.repeat(64);
  const processes = [
    {pid: 7, ppid: 1, comm: 'sh'},
    {pid: 8, ppid: 1, comm: 'sh', nspids: [8, 2]},
    {pid: 9, ppid: 1, comm: 'sh', nspids: [9, 3, 1], cgroup: `/docker/${id}`},
    {pid: 10, ppid: 1, comm: 'sh', nspids: [10, 4], cgroup: '/lxc.payload.web/x'},
  ];
  const snapshot = new Snapshot(imaginedMachine(processes));
  assert.deepEqual(
    processes.map(({pid}) => snapshot.find(pid)).map(process => process && named(process)),
    ['sh (7)', 'sh (8, 2 inside)', 'sh (9, 1 in aaaaaaaaaaaa)', 'sh (10, 4 in web)'],
  );
  assert.equal(named({pid: 4711, comm: 'python3'}), 'python3 (4711)');
  assert.equal(namedFd({pid: 4711, comm: 'python3'}, {pid: 4711, fd: 3}), 'python3 (4711) fd 3');
  assert.equal(
    namedFd({pid: 4711, comm: 'python3'}, {pid: 4713, fd: 3}),
    'python3 (4711) fd 3 of its thread 4713',
  );
});
