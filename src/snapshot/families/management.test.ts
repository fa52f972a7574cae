import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Snapshot} from '../snapshot.ts';
import {managementOf} from './management.ts';

/** What process 5 does as a manager, by kind and child; null where that can't be seen. */
function deedWith(comm: string, ...children: ImaginedProcess[]) {
  const snapshot = new Snapshot(imaginedMachine([{pid: 1, ppid: 0}, {pid: 5, ppid: 1, comm}, ...children]));
  const deed = managementOf(snapshot, snapshot.find(5) ?? assert.fail());
  return deed && ('child' in deed ? `${deed.kind} ${deed.child.pid}` : deed.kind);
}

test('a manager of containers has a living child in a pid namespace below its own', () => {
  const inside = {pid: 7, ppid: 5, nspids: [7, 1]};
  for (const comm of ['containerd-shim', 'conmon', 'systemd-nspawn']) {
    assert.equal(deedWith(comm, {pid: 6, ppid: 5}, inside), 'child-inside 7', comm);
    assert.equal(deedWith(comm, {...inside, state: 'Z'}), null, comm);
    assert.equal(deedWith(comm, {pid: 6, ppid: 5}), null, comm);
  }
});

test('a manager of services has a child that manages one', () => {
  assert.equal(deedWith('runsvdir', {pid: 6, ppid: 5}, {pid: 7, ppid: 5, comm: 'runsv'}), 'child-manages 7');
  assert.equal(deedWith('s6-svscan', {pid: 7, ppid: 5, comm: 's6-supervise'}), 'child-manages 7');
  assert.equal(deedWith('runsv', {pid: 7, ppid: 5, comm: 'web'}), null);
});

test('a program of another name is no manager, whatever it has', () => {
  for (const comm of ['unshare', 'containerd', 'lxc-start', 'runsvdirx', 'my-conmon'])
    assert.equal(deedWith(comm, {pid: 7, ppid: 5, nspids: [7, 1]}), undefined, comm);
});
