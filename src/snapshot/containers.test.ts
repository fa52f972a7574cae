import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../test/support/recorded/imagined-machine.ts';
import {Snapshot} from './snapshot.ts';

const [ID, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];
const shim = ['containerd-shim-runc-v2', '-namespace', 'moby', '-id', ID];
const conmon = ['conmon', '-c', OTHER, '-n', 'shop'];
const podShim = ['containerd-shim-runc-v2', '-namespace', 'k8s.io', '-id', OTHER];
const annotations = {'io.kubernetes.cri.sandbox-name': 'pod', 'io.kubernetes.cri.container-name': 'web'};

const files = {
  [`20/root/var/lib/docker/containers/${ID}/config.v2.json`]: {
    text: '{"Name":"/web"}',
    isLink: false as const,
  },
  [`40/root/run/containerd/io.containerd.runtime.v2.task/k8s.io/${ID}/config.json`]: {
    text: JSON.stringify({annotations}),
    isLink: false as const,
  },
};

/** The container of process 50, whose parent is process 20, 30 or 40. */
function containerOf(parent: number, argv: readonly string[], cgroup: string, nspids = [50, 2]) {
  const processes = [
    {pid: 1, ppid: 0},
    {pid: parent, ppid: 1, argv},
    {pid: 50, ppid: parent, cgroup, nspids},
  ];
  const container = new Snapshot(imaginedMachine(processes, [], files)).find(50)?.container();
  return container && [container.runtime, container.id, container.name];
}

test('a container has the name that its manager or its runtime knows it by', () => {
  assert.deepEqual(containerOf(20, shim, `/docker/${ID}`), ['docker', ID, 'web']);
  assert.deepEqual(containerOf(30, conmon, `/libpod_parent/libpod-${OTHER}`), ['podman', OTHER, 'shop']);
  assert.deepEqual(containerOf(40, podShim, `/kubepods/x/pod1-2/${ID}`), ['kubernetes', ID, 'pod/web']);
  assert.deepEqual(containerOf(30, ['systemd-nspawn', '-M', 'box'], '/payload/init.scope'), [
    'nspawn',
    'box',
    'box',
  ]);
});

test('a container of runc is known by its PID 1', () => {
  const state = (pid: number, startTicks: number) => ({
    '30/root/run/runc/box/state.json': {
      text: JSON.stringify({id: 'box', init_process_pid: pid, init_process_start: startTicks}),
      isLink: false as const,
    },
  });
  const processes = [
    {pid: 30, ppid: 0},
    {pid: 50, ppid: 30, nspids: [50, 1]},
    {pid: 51, ppid: 50, nspids: [51, 2]},
    {pid: 52, ppid: 50, nspids: [52, 3, 1]},
  ];
  const namesWith = (pid: number, startTicks: number) => {
    const snapshot = new Snapshot(imaginedMachine(processes, [], state(pid, startTicks)));
    return processes.map(one => snapshot.find(one.pid)?.container()?.name);
  };
  assert.deepEqual(namesWith(50, 50), [undefined, 'box', 'box', undefined]);
  assert.deepEqual(namesWith(50, 49), [undefined, undefined, undefined, undefined]);
});

test('where none is known, its id must do', () => {
  assert.deepEqual(containerOf(30, shim, `/docker/${ID}`), ['docker', ID, null]);
  assert.deepEqual(containerOf(30, conmon, `/docker/${ID}`), ['docker', ID, null]);
  assert.deepEqual(containerOf(30, ['sh'], '/lxc.payload.web'), ['lxc', 'web', 'web']);
});

test('a manager has no container of others: of the host, or of a sandbox further in', () => {
  assert.equal(containerOf(30, ['systemd-nspawn', '-M', 'box'], '/', [50]), undefined);
  assert.equal(containerOf(30, ['systemd-nspawn', '-M', 'box'], '/', [50, 3, 1]), undefined);
});
