import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {HIDDEN_PROCESSES, SIGCHLD_FLAGS, SYSTEM_CALLS} from '../snapshot/gap-names.ts';
import type {Privileges} from '../snapshot/process-table/privileges.ts';
import {gapRemark, gapText} from './unreadable.ts';

const gap = (what: string, errno: string, ...pids: number[]) => ({what, errno, pids});
const user = {isRoot: false, lacks: () => true};
const root = {isRoot: true, lacks: () => false};
const remark = (privileges: Privileges, ...of: Parameters<typeof gap>) =>
  gapRemark([gap(...of)], privileges)[0];

describe('what could not be read', () => {
  it('is named by its file in /proc where that is of one process, or else counted', () => {
    assert.equal(gapText(gap('fd', 'EACCES', 1)), "/proc/1/fd can't be read (EACCES)");
    assert.equal(gapText(gap('ns/net', 'EACCES', 1)), "/proc/1/ns/net can't be read (EACCES)");
    assert.equal(gapText(gap('fd', 'EACCES', 1, 2)), "fd of 2 processes can't be read (EACCES)");
    assert.equal(gapText(gap('wait status', 'EACCES', 7)), "wait status of process 7 can't be read (EACCES)");
    assert.equal(gapText(gap('net/tcp', 'ENOENT')), "net/tcp can't be read (ENOENT)");
  });

  it('is called what it is where it is no file', () => {
    assert.equal(gapText(gap('kcmp', 'ENOSYS')), "kcmp(2) can't be called (ENOSYS)");
    assert.equal(gapText(gap(HIDDEN_PROCESSES, 'EACCES')), 'processes of other users are hidden (EACCES)');
    assert.equal(remark(user, 'kcmp', 'ENOSYS'), 'could not call kcmp(2) (ENOSYS)');
  });

  it('is everything that system calls show, where none can be made: one sentence for all', () => {
    const calls = gap(SYSTEM_CALLS, 'ELIBACC');
    const [sentence, ...others] = gapRemark(
      [gap('kcmp', 'ENOSYS'), gap(SIGCHLD_FLAGS, 'ENOSYS'), calls],
      root,
    );
    assert.match(sentence ?? '', /^system calls can't be made \(ELIBACC\): koffi/);
    assert.deepEqual(others, []);
  });

  it('is what a shell script leaves out of a recording', () => {
    const [calls, files] = [
      'the recording has no answers of system calls (ENODATA): a shell script made it',
      'could not read /proc/1/root (ENODATA): the script looked at nothing beyond /proc',
    ];
    assert.deepEqual(
      gapRemark([gap(SYSTEM_CALLS, 'ENODATA'), gap('kcmp', 'ENOSYS'), gap('root', 'ENODATA', 1)], root),
      [`${calls}; ${files}`],
    );
  });

  it('takes a privilege, which is named', () => {
    const takes = 'could not read /proc/1/status (EACCES): it takes root, or CAP_SYS_PTRACE';
    assert.equal(remark(user, 'status', 'EACCES', 1), takes);
    assert.match(remark(user, 'fd', 'EACCES', 1) ?? '', /CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH$/);
    assert.match(remark(user, SIGCHLD_FLAGS, 'EPERM') ?? '', /CAP_BPF and CAP_PERFMON$/);
    assert.equal(remark(user, 'status', 'EIO', 1), 'could not read /proc/1/status (EIO)');
  });

  it('lies on a file system that is silent', () => {
    assert.equal(
      remark(root, '/mnt/share', 'ETIMEDOUT'),
      "could not read /mnt/share (ETIMEDOUT): the file system doesn't answer",
    );
  });

  it('is blocked for root by something else', () => {
    const blocked = 'could not read /proc/1/fd (EACCES) even as root: a sandbox or LSM is blocking it';
    assert.equal(remark(root, 'fd', 'EACCES', 1), blocked);
  });

  it('takes a capability that root may be without, as in a container', () => {
    const lacking = (...names: readonly string[]) => ({
      isRoot: true,
      lacks: (name: string) => names.includes(name),
    });
    assert.equal(
      remark(lacking('CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH'), 'fd', 'EACCES', 1),
      'could not read /proc/1/fd (EACCES) even as root: procdoc runs without CAP_SYS_PTRACE',
    );
    assert.match(
      remark(lacking('CAP_DAC_READ_SEARCH', 'CAP_DAC_OVERRIDE'), 'fd', 'EACCES', 1) ?? '',
      / without CAP_DAC_READ_SEARCH$/,
    );
    assert.match(remark(lacking('CAP_SYS_PTRACE'), SIGCHLD_FLAGS, 'EPERM') ?? '', /sandbox or LSM/);
  });

  it('is not to be asked of the pids of another namespace', () => {
    assert.match(
      remark(root, 'kcmp', 'EXDEV') ?? '',
      /^could not call kcmp\(2\) \(EXDEV\): .* of another namespace$/,
    );
    assert.doesNotMatch(remark(root, 'cgroup', 'EXDEV', 1) ?? '', /system calls/);
  });

  it('is one line, however much it is, with every privilege that it takes', () => {
    const gaps = [
      gap('syscall', 'EACCES', 1),
      gap('exe', 'EACCES', 1),
      gap('exe', 'EPERM', 1),
      gap('fd', 'EACCES', 1, 2),
      gap('wait status', 'EACCES', 1),
      gap(SIGCHLD_FLAGS, 'EPERM'),
      gap('net/tcp', 'EIO'),
    ];
    assert.deepEqual(gapRemark(gaps, user), [
      'could not read {exe,fd,syscall} of up to 2 processes, wait status of process 1 (EACCES), ' +
        '/proc/1/exe, sigaction flags (SA_NOCLDWAIT) (EPERM): ' +
        'it takes root, or CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH, CAP_BPF and CAP_PERFMON; ' +
        'could not read net/tcp (EIO)',
    ]);
    assert.deepEqual(gapRemark([], user), []);
  });

  it('names the files of the same processes in braces', () => {
    const gaps = [gap('syscall', 'EACCES', 1), gap('exe', 'EACCES', 1)];
    assert.match(gapRemark(gaps, user)[0] ?? '', /^could not read \/proc\/1\/{exe,syscall} \(EACCES\): /);
    const ofTwo = [gap('fd', 'EACCES', 1, 2), gap('fdinfo', 'EACCES', 1, 2)];
    assert.match(gapRemark(ofTwo, user)[0] ?? '', / {fd,fdinfo} of 2 processes \(EACCES\): /);
  });
});
