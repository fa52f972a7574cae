import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {describe, it} from 'node:test';
import {openSyscalls} from '../../../src/kernel/machine/native.ts';
import {found, unreadable} from '../../../src/kernel/read.ts';
import {askElsewhere} from '../../support/live/ask-elsewhere.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {compile, withSubject} from '../../support/subject.ts';

const syscalls = await openSyscalls();

/** kcmp(2) answers 0 for the same, 1 for less, 2 for greater. */
const orders = new Map([
  [0, found(0)],
  [1, found(-1)],
  [2, found(1)],
]);

describe('kcmp', () => {
  it('is usable here', () => {
    assert.equal(syscalls.unavailable, undefined);
    assert.deepEqual(syscalls.kcmpUsable(), found(true));
  });

  it('finds a descriptor that was inherited, or dup-ed, to be the same open file description', async () => {
    await withSubject('descriptions', ['fork'], subject => {
      const [pid, child, fd] = [subject.number('parent'), subject.number('child'), subject.number('fd')];
      const duplicate = subject.number('duplicate');
      assert.deepEqual(syscalls.compareDescriptions({pid, fd}, {pid: child, fd}), found(0));
      assert.deepEqual(syscalls.compareDescriptions({pid, fd}, {pid, fd: duplicate}), found(0));
      assert.equal(subject.number('kcmpInherited'), 0);
      assert.equal(subject.number('kcmpDuplicate'), 0);
    });
  });

  it('orders two opens of one file as the process itself was answered, and the other way round', async () => {
    await withSubject('descriptions', ['fork'], subject => {
      const [pid, child] = [subject.number('parent'), subject.number('child')];
      const [fd, reopened] = [subject.number('fd'), subject.number('reopened')];
      const compared = syscalls.compareDescriptions({pid, fd}, {pid: child, fd: reopened});
      const reversed = syscalls.compareDescriptions({pid: child, fd: reopened}, {pid, fd});
      assert.deepEqual(compared, orders.get(subject.number('kcmpReopened')));
      assert.deepEqual(reversed, orders.get(subject.number('kcmpReversed')));
      assert.ok(compared.ok && compared.value !== 0 && reversed.ok);
      assert.equal(compared.value, -reversed.value);
    });
  });

  it('distinguishes a shared descriptor table from a copied one', async () => {
    for (const mode of ['sharing', 'fork']) {
      await withSubject('descriptions', [mode], subject => {
        const shared = syscalls.shareDescriptorTable(subject.number('parent'), subject.number('child'));
        assert.deepEqual(shared, found(mode === 'sharing'));
        assert.equal(subject.number('kcmpTables') === 0, mode === 'sharing');
      });
    }
  });

  it('answers EBADF for a descriptor that is not open', () => {
    const fd = openSync('/dev/null', 'r');
    const open = {pid: process.pid, fd};
    assert.deepEqual(syscalls.compareDescriptions(open, open), found(0));
    closeSync(fd);
    assert.deepEqual(syscalls.compareDescriptions(open, open), unreadable('EBADF'));
  });

  it('answers ESRCH for a process that has exited', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    const pid = child.pid ?? 0;
    assert.deepEqual(syscalls.compareDescriptions({pid, fd: 0}, {pid, fd: 0}), unreadable('ESRCH'));
    assert.deepEqual(syscalls.shareDescriptorTable(process.pid, pid), unreadable('ESRCH'));
  });

  it('answers EPERM for a process of another user, and stays usable', async () => {
    const other = IS_ROOT ? process.pid : 1;
    const answers = await askElsewhere(
      `[syscalls.compareDescriptions({pid: process.pid, fd: 1}, {pid: ${other}, fd: 1}),
        syscalls.shareDescriptorTable(process.pid, ${other}),
        syscalls.kcmpUsable()]`,
      {asNobody: IS_ROOT},
    );
    assert.deepEqual(answers, [unreadable('EPERM'), unreadable('EPERM'), found(true)]);
  });

  it('answers ENOSYS where a seccomp filter forbids the call, which says nothing of the process asked', async () => {
    const answers = await askElsewhere(
      `[syscalls.compareDescriptions({pid: process.pid, fd: 1}, {pid: process.pid, fd: 1}),
        syscalls.shareDescriptorTable(process.pid, process.pid),
        syscalls.kcmpUsable()]`,
      {launcher: [await compile('without-kcmp')]},
    );
    assert.deepEqual(answers, [unreadable('ENOSYS'), unreadable('ENOSYS'), unreadable('EPERM')]);
  });
});

describe('system calls without koffi', () => {
  it('all answer ENOSYS, and the reason is that a library is missing', async () => {
    const [unavailable, ...answers] = (await askElsewhere(
      `[syscalls.unavailable, syscalls.kcmpUsable(), syscalls.signalActions(17), syscalls.unixSockets()]`,
      {folder: tmpdir()},
    )) as unknown[];
    assert.equal(unavailable, 'ELIBACC');
    assert.deepEqual(answers, [unreadable('ENOSYS'), unreadable('ENOSYS'), unreadable('ENOSYS')]);
  });
});
