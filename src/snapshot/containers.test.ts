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
function containerOf(
  parent: number,
  argv: readonly string[],
  cgroup: string,
  nspids = [50, 2],
  more: Readonly<Record<string, {text: string; isLink: false}>> = {},
) {
  const processes = [
    {pid: 1, ppid: 0},
    {pid: parent, ppid: 1, argv},
    {pid: 50, ppid: parent, cgroup, nspids},
  ];
  const container = new Snapshot(imaginedMachine(processes, [], {...files, ...more})).find(50)?.container();
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

test('a container of nerdctl or ctr has the name by which they know it', () => {
  const config = JSON.stringify({annotations: {'nerdctl/name': 'shop'}});
  const bundle = `40/root/run/containerd/io.containerd.runtime.v2.task/default/${ID}/config.json`;
  const nerdctl = ['containerd-shim-runc-v2', '-namespace', 'default', '-id', ID];
  const more = {[bundle]: {text: config, isLink: false as const}};
  assert.deepEqual(containerOf(40, nerdctl, `/default/${ID}`, [50, 2], more), ['containerd', ID, 'shop']);
  const ctr = ['containerd-shim-runc-v2', '-namespace', 'default', '-id', 'job'];
  assert.deepEqual(containerOf(40, ctr, '/default/job'), ['containerd', 'job', 'job']);
});

test('a container of Podman without its conmon has the name in the storage of Podman', () => {
  const text = JSON.stringify([{id: OTHER, names: ['shop']}, {id: ID, names: []}, 7]);
  const nameOf = (id: string) =>
    containerOf(20, ['init'], `/machine.slice/libpod-${id}.scope/container`, [50, 2], {
      '20/root/var/lib/containers/storage/overlay-containers/containers.json': {text, isLink: false as const},
    })?.[2];
  assert.deepEqual([nameOf(OTHER), nameOf(ID)], ['shop', null]);
});

/** The container of a process below one of a user, where two users have homes with these files. */
function rootlessContainer(
  uid: number,
  cgroup: string,
  more: Readonly<Record<string, string>>,
  argv: readonly string[] = ['init'],
) {
  const passwd = 'root:x:0:0::/root:\nann:x:1000:1000::/home/ann:\nbob:x:1001:1001::/home/bob:\n';
  const files = Object.entries({'etc/passwd': passwd, ...more}).map(
    ([path, text]) => [`20/root/${path}`, {text, isLink: false as const}] as const,
  );
  const processes = [
    {pid: 1, ppid: 0},
    {pid: 20, ppid: 1, uid, argv},
    {pid: 50, ppid: 20, cgroup, nspids: [50, 1]},
  ];
  return new Snapshot(imaginedMachine(processes, [], Object.fromEntries(files))).find(50)?.container();
}

test('a container that a user runs has the name in the files of that user, and of no other', () => {
  const slice = '/user.slice/user-1000.slice/user@1000.service/user.slice';
  const stores = Object.fromEntries(
    [
      ['home/ann', 'shop'],
      ['home/bob', 'bobs'],
    ].map(([home, name]) => [
      `${home}/.local/share/containers/storage/overlay-containers/volatile-containers.json`,
      JSON.stringify([{id: OTHER, names: [name]}]),
    ]),
  );
  const namedBelow = (uid: number) => {
    const container = rootlessContainer(uid, `${slice}/libpod-${OTHER}.scope`, stores);
    return container && [container.runtime, container.id, container.name, container.namedBy];
  };
  assert.deepEqual(namedBelow(1000), ['podman', OTHER, 'shop', 'ann']);
  assert.deepEqual(namedBelow(1001), ['podman', OTHER, 'bobs', 'bob']);
  // Whose container runs below root, no user names; a user without a home names none.
  for (const uid of [0, 1002]) assert.deepEqual(namedBelow(uid), ['podman', OTHER, null, null]);
});

test('a container of a Docker that a user runs has the name in the files of that user', () => {
  const slice = '/user.slice/user-1000.slice/user@1000.service/user.slice';
  const files = {
    [`home/ann/.local/share/docker/containers/${ID}/config.v2.json`]: '{"Name":"/web"}',
    [`var/lib/docker/containers/${ID}/config.v2.json`]: '{"Name":"/another"}',
  };
  const named = (uid: number) => {
    const container = rootlessContainer(uid, `${slice}/docker-${ID}.scope`, files, shim);
    return container && [container.name, container.namedBy];
  };
  assert.deepEqual(named(1000), ['web', 'ann']);
  assert.deepEqual(named(0), ['another', null]);
  assert.deepEqual(named(1001), [null, null]);
});

test('the state that a user’s runtime keeps names what runs below that user', () => {
  const state = JSON.stringify({init_process_pid: 50, init_process_start: 50});
  const files = {'run/user/1000/runc/box/state.json': state};
  assert.deepEqual(rootlessContainer(1000, '/', files), {
    runtime: 'runc',
    id: 'box',
    name: 'box',
    namedBy: 'ann',
  });
  for (const uid of [0, 1001]) assert.equal(rootlessContainer(uid, '/', files), undefined);
});

for (const [runtime, file, state] of [
  ['runc', 'state.json', ['init_process_pid', 'init_process_start']],
  ['crun', 'status', ['pid', 'process-start-time']],
] as const)
  test(`a container of ${runtime} is known by its PID 1`, () => {
    const stateOf = (pid: number, startTicks: number) => ({
      [`30/root/run/${runtime}/box/${file}`]: {
        text: JSON.stringify({[state[0]]: pid, [state[1]]: startTicks}),
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
      const snapshot = new Snapshot(imaginedMachine(processes, [], stateOf(pid, startTicks)));
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
