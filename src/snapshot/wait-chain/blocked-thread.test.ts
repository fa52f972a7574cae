import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Machine} from '../../kernel/machine/machine.ts';
import {NoSyscalls} from '../../kernel/no-syscalls.ts';
import {found, type Read, unreadable} from '../../kernel/read.ts';
import {Snapshot} from '../snapshot.ts';
import {wokenBy as woken} from './awaited.ts';
import {readBlockedThreads} from './blocked-thread.ts';

/** A machine with one process, 10, whose thread has these files, and with `second` another thread; it is in the root cgroup; other files can't be read. */
function machineWith(files: Readonly<Record<string, string>>): Machine {
  const stat = `10 (a) ${files.state ?? 'S'} 1 0 0 0 0 ${files.flags ?? 0} ${'0 '.repeat(43)}\n`;
  const content = (path: string): Read<Buffer> => {
    const text = path.endsWith('stat')
      ? stat
      : {cgroup: '0::/\n', ...files}[path.replace(/^10\/(?:task\/1[01]\/)?/, '')];
    return text === undefined ? unreadable('EPERM') : found(Buffer.from(text));
  };
  return {
    procfs: {
      read: content,
      readAt: (path, offset) =>
        path === '10/mem' && files[`mem:${offset}`] !== undefined
          ? found(Buffer.from(files[`mem:${offset}`] ?? '', 'latin1'))
          : unreadable('EPERM'),
      list: path => found(path === '10/task' ? ['10', ...(files.second ? ['11'] : [])] : []),
      link: content,
      stat: () => unreadable('EPERM'),
      fileSystemType: () => found(0x9fa0),
    },
    host: {platform: 'linux', arch: 'x64', pid: 1, uid: 1, now: () => 0, passwd: () => unreadable('ENOENT')},
    syscalls: async () => new NoSyscalls('ENOSYS'),
  };
}

function awaitedWith(files: Readonly<Record<string, string>>) {
  const snapshot = new Snapshot(machineWith(files));
  const process = snapshot.find(10);
  assert.ok(process);
  const [thread] = readBlockedThreads(snapshot, process);
  return {
    doing: thread?.doing,
    awaited: thread?.awaited,
    unreadable: snapshot.ledger.unreadable,
  };
}

const call = (number: number, ...args: string[]) =>
  `${number} ${[...args, ...Array(6).fill('0x0')].slice(0, 6).join(' ')} 0x7ffc 0x7f00\n`;

describe('a thread whose system call is hidden', () => {
  it('waits for what the kernel function shows that it sleeps in', () => {
    const {doing, awaited, unreadable} = awaitedWith({wchan: 'hrtimer_nanosleep'});
    assert.equal(doing, null);
    assert.deepEqual(awaited, [woken({kind: 'time'})]);
    assert.deepEqual(unreadable, [{what: 'syscall', errno: 'EPERM', pids: [10]}]);
  });

  it('waits for any of its children, likely, where that is do_wait', () => {
    assert.deepEqual(awaitedWith({wchan: 'do_wait'}).awaited, [
      {kind: 'children', which: {kind: 'any'}, certainty: 'likely'},
    ]);
  });

  it('waits for the lock that /proc/locks says its process waits for', () => {
    const locks =
      '1: POSIX  ADVISORY  WRITE 7 08:01:99 0 EOF\n1: -> POSIX  ADVISORY  WRITE 10 08:01:99 0 EOF\n';
    for (const files of [{locks}, {locks, wchan: 'fcntl_setlk'}]) {
      const [awaited] = awaitedWith(files).awaited ?? [];
      assert.ok(awaited?.kind === 'listed-lock');
      assert.deepEqual([awaited.lock.acquirerPid, awaited.request.acquirerPid], [7, 10]);
    }
    assert.deepEqual(awaitedWith({locks, wchan: 'do_nanosleep'}).awaited, [woken({kind: 'time'})]);
    const ofAnother = locks.replace('WRITE 10', 'WRITE 11');
    assert.deepEqual(awaitedWith({locks: ofAnother, wchan: 'fcntl_setlk'}).awaited, [
      woken({kind: 'kernel-function', function: 'fcntl_setlk', waitsFor: 'file-lock'}),
    ]);
  });

  it('waits in the kernel, where that function is unknown', () => {
    assert.deepEqual(awaitedWith({wchan: 'io_schedule', state: 'D'}).awaited, [
      woken({kind: 'kernel-function', function: 'io_schedule', waitsFor: null}),
    ]);
  });

  it('waits for something unseen, where that is hidden, too', () => {
    assert.deepEqual(awaitedWith({wchan: '0'}).awaited, [woken({kind: 'unseen'})]);
  });
});

describe('a thread in a system call', () => {
  it('waits for unseen descriptors, where the memory can’t be read', () => {
    const {awaited, unreadable} = awaitedWith({syscall: call(7, '0x7ffc', '0x2', '0xffffffff'), wchan: '0'});
    assert.deepEqual(awaited, [woken({kind: 'watched-descriptors-unseen'})]);
    assert.deepEqual(unreadable, [{what: 'mem', errno: 'EPERM', pids: [10]}]);
  });

  it('waits for an unseen fd, where the link can’t be read', () => {
    assert.deepEqual(awaitedWith({syscall: call(0, '0x3')}).awaited, [woken({kind: 'fd-unseen', fd: 3})]);
  });

  it('that continues after a stop waits for what the kernel function shows', () => {
    assert.deepEqual(awaitedWith({syscall: call(219), wchan: 'hrtimer_nanosleep'}).awaited, [
      woken({kind: 'time'}),
    ]);
  });

  it('waits for the end of a restarted call, where the kernel function does not show which', () => {
    const restarted = (wchan: string) => awaitedWith({syscall: call(219), wchan}).awaited;
    assert.deepEqual(restarted('do_syscall_64'), [woken({kind: 'restarted-call'})]);
    assert.deepEqual(restarted('poll_schedule_timeout.constprop.0'), [
      woken({
        kind: 'kernel-function',
        function: 'poll_schedule_timeout.constprop.0',
        waitsFor: 'watched-descriptors',
      }),
    ]);
  });

  it('until a signal comes waits for SIGCHLD where that is caught, and not blocked meanwhile', () => {
    const suspended = (caught: string, blocked: string) => {
      const status = `Tgid:\t10\nPPid:\t1\nUid:\t0\t0\nSigPnd:\t0\nShdPnd:\t0\nSigIgn:\t0\nSigBlk:\t${blocked}\nSigCgt:\t${caught}\n`;
      return awaitedWith({syscall: call(130, '0x7ffc', '0x8'), status}).awaited;
    };
    assert.deepEqual(suspended('10000', '0'), [{kind: 'child-signal'}]);
    for (const [caught, blocked] of [
      ['10000', '10000'],
      ['4000', '0'],
    ] as const)
      assert.deepEqual(suspended(caught, blocked), [woken({kind: 'signal'})]);
  });

  it('that takes signals waits for SIGCHLD where that is among them', () => {
    const taking = (set: string) =>
      awaitedWith({syscall: call(128, '0x10', '0x0', '0x20'), 'mem:16': set}).awaited;
    const time = woken({kind: 'time'});
    assert.deepEqual(taking('\0\0\x01\0\0\0\0\0'), [{kind: 'child-signal'}, time]);
    assert.deepEqual(taking('\x01\0\0\0\0\0\0\0'), [woken({kind: 'signal'}), time]);
  });

  it('that opens a FIFO names it, where the memory can be read', () => {
    const opening = (path: string, rest: Readonly<Record<string, string>> = {}) =>
      awaitedWith({
        syscall: call(257, '0xffffff9c', '0x10'),
        wchan: 'wait_for_partner',
        'mem:16': path,
        cwd: '/srv',
        ...rest,
      }).awaited;
    assert.deepEqual(opening('/run/fifo\0rest'), [
      woken({kind: 'fifo-end', path: '/run/fifo', accessMode: 'r'}),
    ]);
    assert.deepEqual(opening('fifo\0'), [woken({kind: 'fifo-end', path: '/srv/fifo', accessMode: 'r'})]);
    assert.deepEqual(opening('fifo\0', {syscall: call(257, '0x5', '0x10', '0x1'), 'fd/5': '/mnt'}), [
      woken({kind: 'fifo-end', path: '/mnt/fifo', accessMode: 'w'}),
    ]);
    assert.deepEqual(opening('no end'), [woken({kind: 'fifo-end', path: null, accessMode: 'r'})]);
    assert.deepEqual(opening('/mnt/a\0', {wchan: 'rpc_wait_bit_killable'}), [
      woken({kind: 'open', path: '/mnt/a', function: 'rpc_wait_bit_killable'}),
    ]);
  });

  it('on a futex that is not private may be woken by another process where that lies in shared memory', () => {
    const waiting = (op: string, address: string) =>
      awaitedWith({
        syscall: call(202, address, op),
        maps: '1000-2000 rw-s 0 00:01 7 /dev/zero\n2000-3000 rw-p 0 00:00 0\n',
        second: 'yes',
      }).awaited;
    assert.deepEqual(
      waiting('0x0', '0x1008')?.map(one => one.kind === 'shared-futex' && [one.address, one.mapping.inode]),
      [[0x1008n, 7]],
    );
    assert.deepEqual(waiting('0x0', '0x2000'), [{kind: 'own-thread', memory: 'own'}]);
    assert.deepEqual(waiting('0x80', '0x1008'), [{kind: 'own-thread', memory: 'own'}]);
  });

  it('that only another thread can end waits for that, where there is one', () => {
    const waiting = (op: string) => awaitedWith({syscall: call(202, '0x7ffc', op)}).awaited;
    assert.deepEqual(waiting('0x80'), [woken({kind: 'no-other-thread', memory: 'own'})]);
    assert.deepEqual(waiting('0x0'), [woken({kind: 'no-other-thread', memory: 'shared'})]);
  });

  it('is not blocked while it runs, whatever call it is in', () => {
    assert.deepEqual(awaitedWith({syscall: call(0, '0x3'), state: 'R'}).awaited, []);
  });

  it('waits for SIGCONT while it is stopped, whatever call it is in', () => {
    assert.deepEqual(awaitedWith({syscall: call(0, '0x3'), state: 'T'}).awaited, [{kind: 'continuation'}]);
  });
});

describe('a kernel thread', () => {
  it('waits inside the kernel, and is in no system call, though its syscall file reads as read(0)', () => {
    const kthread = {flags: `${0x20_00_00}`, syscall: call(0, '0x0'), wchan: 'kthreadd'};
    assert.deepEqual(awaitedWith(kthread), {
      doing: null,
      awaited: [woken({kind: 'kernel-wake-up', function: 'kthreadd'})],
      unreadable: [],
    });
    assert.deepEqual(awaitedWith({...kthread, wchan: '0'}).awaited, [
      woken({kind: 'kernel-wake-up', function: null}),
    ]);
  });
});
