import assert from 'node:assert/strict';
import {readdirSync, readlinkSync} from 'node:fs';
import {describe, it} from 'node:test';
import {openSyscalls} from '../../src/kernel/native.ts';
import {type Read, unreadable} from '../../src/kernel/read.ts';
import {IS_ROOT, procdocJson, runProcdocUnder} from '../procdoc.ts';
import {withSubject} from '../subject.ts';
import {askElsewhere} from './ask-elsewhere.ts';
import {signalActionErrno} from './signal-action-privilege.ts';

const syscalls = await openSyscalls();
const mayAsk = signalActionErrno() === undefined;
const unprivileged = {skip: !mayAsk && 'needs root in the first namespaces'};

/** What was answered; fails where it was refused. */
function granted<T>(answer: Read<T>): T {
  assert.ok(answer.ok, answer.ok ? '' : answer.errno);
  return answer.value;
}

/** N of "pipe:[N]", by descriptor, as readlink(2) tells it. */
function pipesOf(pid: number): Map<number, number> {
  const fds = readdirSync(`/proc/${pid}/fd`).map(Number);
  return new Map(
    fds.flatMap(fd => {
      const inode = /^pipe:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode === undefined ? [] : [[fd, Number(inode)] as const];
    }),
  );
}

describe('the inodes behind open files', unprivileged, () => {
  it('are those that the links of pipes name, for every descriptor of a process', () =>
    withSubject('pipe-heir.c', [], subject => {
      const reader = subject.number('reader');
      const inodes = granted(syscalls.inodesOf(reader));
      const ascending = (a: number, b: number) => a - b;
      const fds = readdirSync(`/proc/${reader}/fd`).map(Number);
      assert.deepEqual([...inodes.keys()].sort(ascending), fds.sort(ascending));
      const pipes = pipesOf(reader);
      assert.ok(pipes.size > 0);
      for (const [fd, inode] of pipes) assert.equal(inodes.get(fd), inode);
    }));

  it('lead to every descriptor on them, in whichever process, and to no other', () =>
    withSubject('pipe-heir.c', [], subject => {
      const [reader, heir] = [subject.number('reader'), subject.number('heir')];
      const pipe = pipesOf(reader).get(subject.number('readerFd')) ?? assert.fail('the reader has no pipe');
      const found = granted(syscalls.descriptorsOn([pipe]));
      for (const [pid, fds] of found)
        for (const fd of fds) assert.equal(readlinkSync(`/proc/${pid}/fd/${fd}`), `pipe:[${pipe}]`);
      assert.ok(found.get(reader)?.includes(subject.number('readerFd')));
      assert.ok(found.get(heir)?.includes(subject.number('heirFd')));
    }));

  it('are found under the tid of a thread where the main thread has ended', () =>
    withSubject('exited-leader.c', ['running'], subject => {
      const tid = subject.number('liveThread');
      const inode = /\[(\d+)\]$/.exec(readlinkSync(`/proc/${tid}/fd/0`))?.[1];
      assert.ok(
        granted(syscalls.descriptorsOn([Number(inode)]))
          .get(tid)
          ?.includes(0),
      );
    }));

  it('of a process that is gone are none', () => {
    const answer = syscalls.inodesOf(4_194_304);
    assert.ok(!answer.ok || answer.value.size === 0);
  });

  it('may be too many to be asked for at once', () => {
    const many = Array.from({length: 257}, (_, at) => at + 1);
    assert.deepEqual(syscalls.descriptorsOn(many), unreadable('E2BIG'));
    assert.ok(syscalls.descriptorsOn(many.slice(1)).ok);
  });

  it('leave no descriptor open', () => {
    const open = readdirSync('/proc/self/fd').length;
    syscalls.inodesOf(process.pid);
    syscalls.descriptorsOn([1]);
    assert.equal(readdirSync('/proc/self/fd').length, open);
  });

  it('are EPERM to a user without privileges, and EXDEV in another pid namespace', async () => {
    const asked = '[syscalls.inodesOf(process.pid), syscalls.descriptorsOn([1])]';
    const refused = await askElsewhere(asked, {asNobody: IS_ROOT});
    assert.deepEqual(refused, [unreadable('EPERM'), unreadable('EPERM')]);
    const elsewhere = await askElsewhere(asked, {launcher: ['unshare', '--pid', '--fork', '--mount-proc']});
    assert.deepEqual(elsewhere, [unreadable('EXDEV'), unreadable('EXDEV')]);
  });
});

describe(
  'where the inodes may not be asked for, every link is read, and the answer is the same',
  unprivileged,
  () => {
    const withoutBpf = ['setpriv', '--bounding-set', '-bpf,-perfmon,-sys_admin', '--'];

    it('for inherited-fds', () =>
      withSubject('pipe-heir.c', [], async subject => {
        const args = ['inherited-fds', `${subject.number('heir')}`, '--all', '--json'];
        const {stdout} = await runProcdocUnder(withoutBpf, ...args);
        const {json} = await procdocJson<{descriptors: unknown}>(...args.slice(0, -1));
        assert.deepEqual(JSON.parse(stdout).descriptors, json.descriptors);
      }));

    it('for why', () =>
      withSubject('pipe-heir.c', [], async subject => {
        const args = ['why', `${subject.number('reader')}`, '--json'];
        const {stdout} = await runProcdocUnder(withoutBpf, ...args);
        const {json} = await procdocJson<{edges: unknown[]}>(...args.slice(0, -1));
        assert.ok(json.edges.length > 0);
        assert.deepEqual(JSON.parse(stdout).edges, json.edges);
      }));
  },
);
