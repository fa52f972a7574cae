import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {BoundSocket} from '../inet-diag.ts';
import type {Machine} from '../machine/machine.ts';
import {NoSyscalls} from '../no-syscalls.ts';
import type {FileStat} from '../procfs.ts';
import {inodeNumber} from '../procfs.ts';
import {found, orUndefined, type Read, unreadable} from '../read.ts';
import {recordedMachine} from '../recorded/recorded-machine.ts';
import type {SignalAction, Syscalls} from '../syscalls.ts';
import type {UnixSocket} from '../unix-diag.ts';
import {Recorder} from './recorder.ts';

/** Everything that the machine of a test answers, by path; any other path is answered with ENOENT. */
interface World {
  readonly nowMs: number;
  readonly passwd: Read<Buffer>;
  readonly type: Read<number>;
  readonly files: readonly (readonly [path: string, Read<Buffer>])[];
  readonly directories: readonly (readonly [path: string, Read<string[]>])[];
  readonly links: readonly (readonly [path: string, Read<Buffer>])[];
  readonly stats: readonly (readonly [path: string, Read<FileStat>])[];
  readonly actions: Read<ReadonlyMap<number, SignalAction>>;
  readonly sockets: Read<ReadonlyMap<number, UnixSocket>>;
  readonly bound: Read<readonly BoundSocket[]>;
}

function machineOf(world: World, syscalls: Partial<Syscalls> = {}): Machine {
  const answer = <T>(table: readonly (readonly [path: string, Read<T>])[], path: string): Read<T> =>
    table.findLast(([candidate]) => candidate === path)?.[1] ?? unreadable('ENOENT');
  // The live procfs, too, has one buffer for everything that it reads.
  const buffer = Buffer.alloc(1000);
  return {
    host: {
      platform: 'linux',
      arch: 'x64',
      pid: 4242,
      uid: 0,
      now: () => world.nowMs,
      passwd: () => world.passwd,
    },
    procfs: {
      read(path) {
        const content = answer(world.files, path);
        if (!content.ok) return content;
        content.value.copy(buffer);
        return found(buffer.subarray(0, content.value.length));
      },
      readAt: () => found(Buffer.from('secret')),
      list: path => answer(world.directories, path),
      link: path => answer(world.links, path),
      stat: path => answer(world.stats, path.toString()),
      fileSystemType: () => world.type,
    },
    syscalls: async () => ({
      unavailable: undefined,
      kcmpUsable: () => unreadable('EPERM'),
      compareDescriptions: () => unreadable('ENOSYS'),
      shareDescriptorTable: (pid, other) => (pid === other ? found(true) : unreadable('ESRCH')),
      pidfdInode: () => unreadable('ENOTSUP'),
      signalActions: () => world.actions,
      processes: () => unreadable('EPERM'),
      descriptorEntries: () => unreadable('EPERM'),
      mappers: () => unreadable('EPERM'),
      kernelObjects: () => unreadable('EPERM'),
      blockedCalls: () => unreadable('EPERM'),
      inodeAt: () => unreadable('EPERM'),
      onProcessor: (processor, ask) => (processor === 0 ? found(ask()) : unreadable('EINVAL')),
      unixSockets: () => world.sockets,
      unixSocket: () => unreadable('ENOENT'),
      boundSockets: () => world.bound,
      terminalSettings: ({fd}) => (fd === 0 ? found({canonical: true, echo: false}) : unreadable('ENOTTY')),
      ipSocket: () => unreadable('ENOTSUP'),
      socketTimeouts: ({fd}) => (fd === 0 ? found({receive: true, send: false}) : unreadable('ENOTSOCK')),
      lastSemaphoreUser: () => unreadable('ENOTSUP'),
      fileOpenings: async () => unreadable('ENOTSUP'),
      ...syscalls,
    }),
  };
}

const PLAIN = {noNullPrototype: true} as const;
/** The mount point is "." as well as "". */
const anyPath = fc.oneof(
  fc.constantFrom('', 'self/sched', '4711/stat', '4711/root/srv/a b\n.py', 'EPERM', 'x: EACCES', '#', 'end'),
  fc.string({unit: 'binary', maxLength: 8}).filter(path => path !== '.'),
);
const anyBytes = fc.oneof(
  fc.uint8Array({maxLength: 60}).map(bytes => Buffer.from(bytes)),
  fc.constantFrom('EACCES', ': EACCES', 'ENOENT', ': ENOENT').map(text => Buffer.from(text)),
);
const anyErrno = fc.constantFrom('EACCES', 'ENOENT', 'ESRCH', 'E2BIG').map(unreadable);
const anyRead = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Read<T>> => fc.oneof(value.map(found), anyErrno);
const anyTable = <T>(value: fc.Arbitrary<T>) => fc.array(fc.tuple(anyPath, anyRead(value)), {maxLength: 6});
const anyNumber = fc.double({noNaN: true, noDefaultInfinity: true, min: 0});
const anyMap = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(fc.nat(), value), {maxLength: 4}).map(entries => new Map(entries));

const anyWorld: fc.Arbitrary<World> = fc.record({
  nowMs: fc.date({noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01')}).map(Number),
  passwd: anyRead(anyBytes),
  type: anyRead(fc.nat()),
  files: anyTable(anyBytes),
  directories: anyTable(fc.array(fc.string({unit: 'grapheme', minLength: 1}))),
  links: anyTable(anyBytes),
  stats: anyTable(
    fc.record(
      {
        kind: fc.constantFrom('file', 'directory', 'fifo', 'socket', 'other'),
        device: anyNumber,
        inode: fc.bigInt({min: 0n, max: 2n ** 64n - 1n}).map(inodeNumber),
        size: anyNumber,
        allocated: fc.option(anyNumber, {nil: undefined}),
        mode: fc.option(anyNumber, {nil: undefined}),
        links: fc.nat(),
        modifiedMs: anyNumber,
        changedMs: anyNumber,
      },
      PLAIN,
    ),
  ),
  actions: anyRead(
    anyMap(
      fc.record(
        {
          startTicks: fc.nat(),
          handler: fc.bigInt({min: 0n, max: 2n ** 64n - 1n}),
          flags: fc.nat(),
          childSubreaper: fc.boolean(),
        },
        PLAIN,
      ),
    ),
  ),
  bound: anyRead(
    fc.array(
      fc.record(
        {inode: fc.nat(), address: fc.uint8Array({minLength: 4, maxLength: 16}), port: fc.nat()},
        PLAIN,
      ),
    ),
  ),
  sockets: anyRead(
    anyMap(
      fc.record(
        {
          type: fc.constantFrom('stream', 'datagram', 'seqpacket', 'unknown'),
          state: fc.constantFrom('CONNECTED', 'LISTEN', 'UNCONNECTED', 'unknown'),
          peerInode: fc.option(fc.nat(), {nil: undefined}),
          name: fc.option(anyBytes, {nil: undefined}),
          queuedInodes: fc.array(fc.nat(), {minLength: 1}),
        },
        {...PLAIN, requiredKeys: ['type', 'state', 'peerInode', 'name']},
      ),
    ),
  ),
});

/** Every answer of a machine about what exists in the test, and about one thing that does not. */
async function interrogate({host, procfs, syscalls}: Machine, world: World) {
  const {platform, arch, pid, uid} = host;
  const asked = await syscalls();
  const paths = (table: readonly (readonly [path: string, unknown])[]) => [
    ...table.map(([path]) => path),
    'nowhere',
  ];
  return {
    host: {platform, arch, pid, uid, now: host.now(), passwd: host.passwd()},
    type: procfs.fileSystemType(),
    files: paths(world.files).map(path => copied(procfs.read(path))),
    directories: paths(world.directories).map(path => procfs.list(path)),
    links: paths(world.links).map(path => procfs.link(path)),
    stats: paths(world.stats).map(path => procfs.stat(Buffer.from(path))),
    kcmp: [asked.kcmpUsable(), asked.compareDescriptions({pid: 1, fd: 0}, {pid: 2, fd: 0})],
    tables: [asked.shareDescriptorTable(1, 1), asked.shareDescriptorTable(1, 2)],
    actions: asked.signalActions(17),
    sockets: asked.unixSockets(),
    bound: asked.boundSockets(),
    terminals: [0, 1].map(fd => asked.terminalSettings({pid: 4242, fd})),
    socketTimeouts: [0, 1].map(fd => asked.socketTimeouts({pid: 4242, fd})),
    onProcessors: [0, 1].map(processor => asked.onProcessor(processor, () => 'asked')),
  };
}

function copied(content: Read<Buffer>): Read<Buffer> {
  return content.ok ? found(Buffer.from(content.value)) : content;
}

test('a recording answers everything as the machine did, whatever the bytes', () =>
  fc.assert(
    fc.asyncProperty(anyWorld, async world => {
      const recorder = new Recorder(machineOf(world));
      const answers = await interrogate(recorder.machine, world);
      const text = recorder.text();
      assert.match(text, /^[\t\n -~]*$/);
      assert.deepEqual(await interrogate(recordedMachine(text), world), answers);

      const again = new Recorder(recordedMachine(text));
      await interrogate(again.machine, world);
      assert.equal(again.text(), text);
    }),
  ));

const NOTHING: World = {
  nowMs: 0,
  passwd: unreadable('ENOENT'),
  type: found(0x9fa0),
  files: [],
  directories: [],
  links: [],
  stats: [],
  actions: unreadable('EPERM'),
  sockets: unreadable('ENOENT'),
  bound: unreadable('EOPNOTSUPP'),
};

const STAT: FileStat = {
  device: 1,
  inode: 1,
  size: 0,
  allocated: 0,
  mode: 0o100600,
  links: 1,
  modifiedMs: 0,
  changedMs: 0,
  kind: 'file',
};

test('descriptors that were compared with others compare among themselves too, but not the descriptors of a denied process', async () => {
  const descriptions = new Map([
    ['1:3', 20],
    ['2:3', 20],
    ['2:4', 10],
    ['3:9', 30],
  ]);
  const recorder = new Recorder(
    machineOf(NOTHING, {
      kcmpUsable: () => found(true),
      compareDescriptions(a, b) {
        if (a.pid === 9 || b.pid === 9) return unreadable('EPERM');
        const [placeA = 0, placeB = 0] = [a, b].map(({pid, fd}) => descriptions.get(`${pid}:${fd}`));
        return found(Math.sign(placeA - placeB) as -1 | 0 | 1);
      },
    }),
  );
  const asked = await recorder.machine.syscalls();
  const [own, ...others] = [
    {pid: 1, fd: 3},
    {pid: 2, fd: 3},
    {pid: 2, fd: 4},
    {pid: 3, fd: 9},
    {pid: 9, fd: 0},
  ] as const;
  for (const other of others) asked.compareDescriptions(own, other);
  assert.match(recorder.text(), /^descriptions\n\|2:4\n\|1:3 2:3\n\|3:9\n\n/m);

  const recorded = await recordedMachine(recorder.text()).syscalls();
  const [heir, lower, upper, denied] = others;
  assert.deepEqual(recorded.compareDescriptions(own, heir), found(0));
  assert.deepEqual(recorded.compareDescriptions(lower, upper), found(-1));
  assert.deepEqual(recorded.compareDescriptions(upper, heir), found(1));
  assert.deepEqual(recorded.compareDescriptions(denied, own), unreadable('EPERM'));
  assert.deepEqual(recorded.compareDescriptions(own, {pid: 5, fd: 5}), unreadable('EBADF'));
});

test('a file that reads otherwise on another CPU is recorded for each', async () => {
  let processor = 0;
  const {host, procfs, syscalls} = machineOf(NOTHING);
  const recorder = new Recorder({
    host,
    procfs: {...procfs, read: () => found(Buffer.from(`cpu ${processor}`))},
    syscalls: async () => ({
      ...(await syscalls()),
      onProcessor(number, ask) {
        processor = number;
        return found(ask());
      },
    }),
  });
  const clockOn = async (machine: Machine, number: number) =>
    (await machine.syscalls()).onProcessor(number, () => String(machine.procfs.read('self/sched')));
  const seen = [await clockOn(recorder.machine, 2), await clockOn(recorder.machine, 1)];
  const recorded = recordedMachine(recorder.text());
  assert.deepEqual([await clockOn(recorded, 2), await clockOn(recorded, 1)], seen);
  assert.deepEqual(await clockOn(recorded, 3), unreadable('ENOSYS'));
});

test('a file is read once, whatever becomes of it, and the time is that of the first look', () => {
  let looks = 0;
  const {host, procfs, syscalls} = machineOf(NOTHING);
  const recorder = new Recorder({
    host: {...host, now: () => ++looks * 1000},
    procfs: {...procfs, read: () => found(Buffer.from(`look ${++looks}`))},
    syscalls,
  });
  const {machine} = recorder;
  const first = machine.host.now();
  const uptime = copied(machine.procfs.read('uptime'));
  assert.deepEqual(machine.procfs.read('uptime'), uptime);
  machine.host.now();
  const recorded = recordedMachine(recorder.text());
  assert.equal(recorded.host.now(), first);
  assert.deepEqual(recorded.procfs.read('uptime'), uptime);
});

test('of a process with one thread, the files of that thread are those of the process; of a recorded one they are not made up', () => {
  const stat = (pid: number, threads: number) =>
    `${pid} (a) b) S 1 ${pid} ${pid} 0 -1 0 0 0 0 0 0 0 0 0 20 0 ${threads} 0 7\n`;
  const files = [
    ['7/stat', found(Buffer.from(stat(7, 1)))],
    ['7/status', found(Buffer.from('Threads:\t1\n'))],
    ['8/stat', found(Buffer.from(stat(8, 2)))],
    ['8/task/8/stat', found(Buffer.from('8 (main) S'))],
  ] as const;
  const world = {...NOTHING, files, directories: [['8/task', found(['8', '9'])] as const]};
  const threadsOf = ({procfs}: Machine, pid: number) => [
    copied(procfs.read(`${pid}/task/${pid}/stat`)),
    copied(procfs.read(`${pid}/task/${pid}/status`)),
    procfs.list(`${pid}/task`),
  ];
  const recorder = new Recorder(machineOf(world));
  const single = [files[0][1], files[1][1], found(['7'])];
  const several = [files[3][1], unreadable('ENOENT'), found(['8', '9'])];
  assert.deepEqual(threadsOf(recorder.machine, 7), single);
  assert.deepEqual(threadsOf(recorder.machine, 8), several);
  assert.deepEqual(threadsOf(recordedMachine(recorder.text()), 7), single);
  const missing = Array(3).fill(unreadable('ENOENT'));
  const recorded = {...machineOf(world), recorded: {mount: '/proc'}};
  assert.deepEqual(threadsOf(new Recorder(recorded).machine, 7), missing);
});

test('of a process with hundreds of descriptors each is read once, and recorded', t => {
  const fds = Array.from({length: 300}, (_, fd) => fd);
  const links = fds.map(fd => [`7/fd/${fd}`, found(Buffer.from(`/srv/${fd}`))] as const);
  const machine = machineOf({...NOTHING, links});
  const link = t.mock.method(machine.procfs, 'link');
  const recorder = new Recorder(machine);
  const ask = ({procfs}: Machine) => fds.map(fd => procfs.link(`7/fd/${fd}`));
  const answers = links.map(([, answer]) => answer);
  for (const asked of [ask(recorder.machine), ask(recorder.machine), ask(recordedMachine(recorder.text()))])
    assert.deepEqual(asked, answers);
  assert.equal(link.mock.callCount(), fds.length);
});

test('workers with one file under one number are looked at once, where their fdinfo has its inode', t => {
  const info = (text: string) => found(Buffer.from(`pos:\t0\nflags:\t0100002\nmnt_id:\t9\n${text}`));
  const pids = [7, 8, 9, 10, 11];
  const infos = ['ino:\t5\n', 'ino:\t5\n', 'ino:\t6\n', '', ''].map(info);
  const stats = pids.map(pid => [`${pid}/fd/3`, found({...STAT, inode: pid})] as const);
  const machine = machineOf({
    ...NOTHING,
    links: pids.map(pid => [`${pid}/fd/3`, found(Buffer.from('/memfd:x (deleted)'))]),
    files: pids.map((pid, at) => [`${pid}/fdinfo/3`, infos[at] ?? unreadable('ENOENT')]),
    stats,
  });
  const stat = t.mock.method(machine.procfs, 'stat');
  const recorder = new Recorder(machine);
  const ask = ({procfs}: Machine) =>
    pids.map(pid => {
      procfs.link(`${pid}/fd/3`);
      procfs.read(`${pid}/fdinfo/3`);
      return orUndefined(procfs.stat(`${pid}/fd/3`))?.inode;
    });
  for (const asked of [ask(recorder.machine), ask(recordedMachine(recorder.text()))])
    assert.deepEqual(asked, [7, 7, 9, 10, 11]);
  assert.deepEqual(
    stat.mock.calls.map(({arguments: [path]}) => path),
    ['7/fd/3', '9/fd/3', '10/fd/3', '11/fd/3'],
  );
});

test('that descriptors of one description can be compared takes one call for each but the first', async t => {
  const live = await machineOf(NOTHING, {
    kcmpUsable: () => found(true),
    compareDescriptions: (a, b) => (a.pid > 3 || b.pid > 3 ? unreadable('EPERM') : found(0)),
  }).syscalls();
  const compare = t.mock.method(live, 'compareDescriptions');
  const recorder = new Recorder({...machineOf(NOTHING), syscalls: async () => live});
  const asked = await recorder.machine.syscalls();
  const answers = [1, 2, 3, 4].map(pid => asked.compareDescriptions({pid, fd: 0}, {pid, fd: 0}));
  assert.deepEqual(answers, [found(0), found(0), found(0), unreadable('EPERM')]);
  assert.match(recorder.text(), /^descriptions\n\|1:0 2:0 3:0\n\n(?:.*\n)*comparison 4:0=4:0: EPERM\n/m);
  assert.equal(compare.mock.callCount(), 1 + 1 + 1 + 2);
});

test('a machine without system calls is recorded with the reason', async () => {
  const machine = {...machineOf(NOTHING), syscalls: async () => new NoSyscalls('ELIBACC')};
  const recorder = new Recorder(machine);
  await recorder.machine.syscalls();
  const recorded = await recordedMachine(recorder.text('made by hand')).syscalls();
  assert.equal(recorded.unavailable, 'ELIBACC');
  assert.match(recorder.text('made by hand'), /^procdoc recording 2\n# made by hand\n\nhost\n/);
});

test('a reason that an older recording gives in a sentence is only that there are no system calls', async () => {
  const text = new Recorder(machineOf(NOTHING))
    .text()
    .replace(/end\n$/, 'no-syscalls\n>koffi is missing\nend\n');
  assert.equal((await recordedMachine(text).syscalls()).unavailable, 'ENOSYS');
});

test('what was not asked is not there, and its system calls do not work', async () => {
  const {host, procfs, syscalls} = recordedMachine(new Recorder(machineOf(NOTHING)).text());
  assert.deepEqual(procfs.list(''), unreadable('ENOENT'));
  assert.deepEqual(procfs.fileSystemType(), unreadable('ENOENT'));
  assert.deepEqual(host.passwd(), unreadable('ENOENT'));
  const asked = await syscalls();
  assert.equal(asked.unavailable, undefined);
  const answers = [asked.kcmpUsable(), asked.signalActions(17), asked.unixSockets()];
  assert.deepEqual(answers, [unreadable('ENOSYS'), unreadable('ENOSYS'), unreadable('ENOSYS')]);
});

test('the tables of one process in a network namespace serve for every process in it', () => {
  const {procfs} = recordedMachine(`procdoc recording 1
host
|platform=linux arch=x64 pid=1 uid=0 now=2026-11-22T10:48:00.000Z mount=/host\\x20proc

file 1/net/tcp
|the table

link 1/ns/net
>net:[4026531840]

link 2/ns/net
>net:[4026531840]

link 3/ns/net
>net:[4026532000]

end
`);
  const tables = [1, 2, 3, 4].map(pid => procfs.read(`${pid}/net/tcp`).ok);
  assert.deepEqual(tables, [true, true, false, false]);
  assert.deepEqual(procfs.read('2/net/udp'), unreadable('ENOENT'));
});

test('it is known that a machine was recorded, and where its procfs was mounted', () => {
  const live = machineOf(NOTHING);
  assert.equal(live.recorded, undefined);
  for (const mount of ['/proc', '/host proc'])
    assert.deepEqual(recordedMachine(new Recorder(live, mount).text()).recorded, {mount});
});

test('a recording of some processes says of which', () => {
  for (const asked of [[4711], [4711, 812], []]) {
    const text = new Recorder(machineOf(NOTHING), '/proc', asked).text();
    assert.deepEqual(recordedMachine(text).recorded, {mount: '/proc', asked});
  }
});

test('where a shell script made the recording, what it looked at nowhere is not taken for missing', () => {
  const text = `procdoc recording 1
host
|platform=linux arch=x64 pid=1 uid=0 now=2026-11-22T10:48:00.000Z mount=/proc
no-files
>ENODATA
file 7/stat
|7 (sh) S 1
link 7/fd/3
>/srv/data
end
`;
  const {procfs, recorded} = recordedMachine(text);
  assert.deepEqual(recorded, {mount: '/proc', withoutFiles: 'ENODATA'});
  const unseen = unreadable('ENODATA');
  const beyond = [
    procfs.stat('7/fd/3'),
    procfs.stat('7/root/srv/x.py'),
    procfs.stat('7/map_files/a-b'),
    procfs.read('self/root/etc/passwd'),
    procfs.list('7/cwd/run'),
    procfs.link('7/root/srv/x.py'),
    procfs.read('7/limits'),
    procfs.read('sysvipc/shm'),
  ];
  assert.deepEqual(beyond, Array(beyond.length).fill(unseen));
  const gone = [
    procfs.stat('7/fd/4'),
    procfs.read('8/stat'),
    procfs.list('7/fd/4'),
    procfs.link('7/fd/4'),
    procfs.stat('8/root/x'),
  ];
  assert.deepEqual(gone, Array(gone.length).fill(unreadable('ENOENT')));
  const recorder = new Recorder(recordedMachine(text));
  recorder.machine.procfs.read('7/stat');
  assert.deepEqual(recordedMachine(recorder.text()).procfs.stat('7/root/srv/x.py'), unseen);
});
