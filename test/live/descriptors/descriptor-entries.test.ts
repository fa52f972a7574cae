import assert from 'node:assert/strict';
import {readdirSync, readlinkSync} from 'node:fs';
import {describe, it} from 'node:test';
import type {DescriptorEntry} from '../../../src/kernel/descriptor-entry.ts';
import {openSyscalls} from '../../../src/kernel/machine/native.ts';
import {type Read, unreadable} from '../../../src/kernel/read.ts';
import {askElsewhere} from '../../support/live/ask-elsewhere.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {withSubject} from '../../support/subject.ts';

const syscalls = await openSyscalls();
const mayAsk = signalActionErrno() === undefined;
const unprivileged = {skip: !mayAsk && 'needs root in the first namespaces'};

/** What was answered; fails where it was refused. */
function granted<T>(answer: Read<T>): T {
  assert.ok(answer.ok, answer.ok ? '' : answer.errno);
  return answer.value;
}

/** N of "pipe:[N]", by descriptor, as readlink(2) has it. */
function pipesOf(pid: number): Map<number, number> {
  const fds = readdirSync(`/proc/${pid}/fd`).map(Number);
  return new Map(
    fds.flatMap(fd => {
      const inode = /^pipe:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode === undefined ? [] : [[fd, Number(inode)] as const];
    }),
  );
}

const isPlaceOf =
  (pid: number, fd: number) =>
  (entry: DescriptorEntry): boolean =>
    entry.pid === pid && entry.fd === fd;

/** The place of one descriptor, among the places of some processes. */
function entryOf(pids: readonly number[], pid: number, fd: number): DescriptorEntry {
  const entries = granted(syscalls.descriptorEntries({pids}));
  return entries.find(isPlaceOf(pid, fd)) ?? assert.fail(`${pid}/${fd} has no place`);
}

describe('the places in descriptor tables', unprivileged, () => {
  it('are one for each descriptor of a process, with the inode that the link of a pipe names', () =>
    withSubject('pipe-heir.c', [], subject => {
      const reader = subject.number('reader');
      const entries = granted(syscalls.descriptorEntries({pids: [reader]}));
      const ascending = (a: number, b: number) => a - b;
      const fds = readdirSync(`/proc/${reader}/fd`).map(Number);
      assert.deepEqual(entries.map(({fd}) => fd).sort(ascending), fds.sort(ascending));
      const pipes = pipesOf(reader);
      assert.ok(pipes.size > 0);
      for (const [fd, inode] of pipes) assert.equal(entries.find(isPlaceOf(reader, fd))?.inode, inode);
    }));

  it('of all processes are found by their inodes, and no other is', () =>
    withSubject('pipe-heir.c', [], subject => {
      const [reader, heir] = [subject.number('reader'), subject.number('heir')];
      const pipe = pipesOf(reader).get(subject.number('readerFd')) ?? assert.fail('the reader has no pipe');
      const found = granted(syscalls.descriptorEntries({inodes: [pipe]}));
      for (const {pid, fd} of found) assert.equal(readlinkSync(`/proc/${pid}/fd/${fd}`), `pipe:[${pipe}]`);
      assert.ok(found.some(isPlaceOf(reader, subject.number('readerFd'))));
      assert.ok(found.some(isPlaceOf(heir, subject.number('heirFd'))));
    }));

  it('stand under the tid of a thread where the main thread has exited', () =>
    withSubject('exited-leader.c', ['running'], subject => {
      const tid = subject.number('liveThread');
      const inode = /\[(\d+)\]$/.exec(readlinkSync(`/proc/${tid}/fd/0`))?.[1];
      assert.ok(granted(syscalls.descriptorEntries({inodes: [Number(inode)]})).some(isPlaceOf(tid, 0)));
    }));

  it('count a reference for each descriptor of each table, and distinguish descriptions', () =>
    withSubject('descriptions.c', ['fork'], subject => {
      const [parent, child] = [subject.number('parent'), subject.number('child')];
      const of = (pid: number, fact: string) => entryOf([parent, child], pid, subject.number(fact));
      assert.equal(of(parent, 'fd').references, 4);
      assert.equal(of(parent, 'reopened').references, 2);
      assert.equal(of(parent, 'fd').description, of(child, 'duplicate').description);
      assert.notEqual(of(parent, 'fd').description, of(parent, 'reopened').description);
      assert.equal(of(parent, 'fd').object, of(parent, 'reopened').object);
      assert.notEqual(of(parent, 'fd').table, of(child, 'fd').table);
    }));

  it('show one table where two processes share it, with one reference for both', () =>
    withSubject('descriptions.c', ['sharing'], subject => {
      const [parent, child] = [subject.number('parent'), subject.number('child')];
      const reopened = subject.number('reopened');
      const [one, other] = [parent, child].map(pid => entryOf([parent, child], pid, reopened));
      assert.equal(one?.references, 1);
      assert.equal(one?.table, other?.table);
    }));

  it('count the descriptions of a pipe, both ends together, and know a socket', () =>
    withSubject('pipe-heir.c', [], subject => {
      const reader = subject.number('reader');
      const pipe = entryOf([reader], reader, subject.number('readerFd'));
      assert.deepEqual([pipe.pipeDescriptions, pipe.references, pipe.isSocket], [2, 1, false]);
    }));

  it('of a file that is mapped as well have a reference more', () =>
    withSubject('mapped-file.c', [], subject => {
      const parent = subject.number('parent');
      const [mapped, plain] = ['mapped', 'plain'].map(fact =>
        entryOf([parent], parent, subject.number(fact)),
      );
      assert.deepEqual([mapped?.references, plain?.references], [3, 2]);
    }));

  it('are of the inode that a path leads to, whatever name or link it is', () =>
    withSubject('heirs.c', ['flock'], subject => {
      const inode = granted(syscalls.inodeAt(subject.text('path')));
      const parent = subject.number('parent');
      assert.equal(entryOf([parent], parent, subject.number('fd')).inode, inode);
      assert.equal(granted(syscalls.inodeAt(`/proc/${parent}/fd/${subject.number('fd')}`)), inode);
      assert.deepEqual(syscalls.inodeAt(`${subject.text('path')}/none`), unreadable('ENOTDIR'));
    }));

  it('are none of a process that has exited', () => {
    assert.deepEqual(granted(syscalls.descriptorEntries({pids: [4_194_304]})), []);
  });

  it('may be asked for by many inodes, and of all processes by no more than some thousands', () => {
    const many = (count: number) => Array.from({length: count}, (_, at) => at + 1);
    const own = granted(syscalls.descriptorEntries({pids: [process.pid]}));
    const inodes = [...many(300), ...own.map(({inode}) => inode), ...many(300)];
    const some = granted(syscalls.descriptorEntries({pids: [process.pid], inodes}));
    assert.equal(some.length, own.length);
    const all = granted(syscalls.descriptorEntries({inodes}));
    for (const {fd} of own) assert.ok(all.some(isPlaceOf(process.pid, fd)));
    assert.deepEqual(syscalls.descriptorEntries({inodes: many(4097)}), unreadable('E2BIG'));
  });

  it('leave no descriptor open', () => {
    const open = readdirSync('/proc/self/fd').length;
    syscalls.descriptorEntries({pids: [process.pid, 1]});
    syscalls.descriptorEntries({inodes: [1]});
    assert.equal(readdirSync('/proc/self/fd').length, open);
  });

  it('are EPERM to a user without privileges, and EXDEV in another pid namespace', async () => {
    const asked =
      '[syscalls.descriptorEntries({pids: [process.pid]}), syscalls.descriptorEntries({inodes: [1]})]';
    const refused = await askElsewhere(asked, {asNobody: IS_ROOT});
    assert.deepEqual(refused, [unreadable('EPERM'), unreadable('EPERM')]);
    const elsewhere = await askElsewhere(asked, {launcher: ['unshare', '--pid', '--fork', '--mount-proc']});
    assert.deepEqual(elsewhere, [unreadable('EXDEV'), unreadable('EXDEV')]);
  });
});
