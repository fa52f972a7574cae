import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {HIDDEN_PROCESSES, SIGCHLD_FLAGS} from '../snapshot/gap-names.ts';
import {gapSentences, gapText} from './unreadable.ts';

const gap = (what: string, errno: string, ...pids: number[]) => ({what, errno, pids});
const remark = (asRoot: boolean, ...of: Parameters<typeof gap>) => gapSentences([gap(...of)], asRoot)[0];

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
    assert.equal(remark(false, 'kcmp', 'ENOSYS'), 'could not call kcmp(2) (ENOSYS)');
  });

  it('takes a privilege, which is named', () => {
    const takes = 'could not read /proc/1/status (EACCES): it takes root, or CAP_SYS_PTRACE';
    assert.equal(remark(false, 'status', 'EACCES', 1), takes);
    assert.match(remark(false, 'fd', 'EACCES', 1) ?? '', /CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH$/);
    assert.match(remark(false, SIGCHLD_FLAGS, 'EPERM') ?? '', /CAP_BPF and CAP_PERFMON$/);
    assert.equal(remark(false, 'status', 'EIO', 1), 'could not read /proc/1/status (EIO)');
  });

  it('is blocked for root by something else', () => {
    const blocked = 'could not read /proc/1/fd (EACCES) even as root: a sandbox or LSM is blocking it';
    assert.equal(remark(true, 'fd', 'EACCES', 1), blocked);
  });

  it('is one sentence for the files of the same processes and the same errno', () => {
    const gaps = [
      gap('syscall', 'EACCES', 1),
      gap('exe', 'EACCES', 1),
      gap('ns/net', 'EACCES', 1),
      gap('exe', 'EPERM', 1),
      gap('fd', 'EACCES', 1, 2),
      gap('fdinfo', 'EACCES', 1, 2),
      gap('wait status', 'EACCES', 1),
      gap('kcmp', 'EPERM'),
    ];
    assert.deepEqual(
      gapSentences(gaps, false).map(sentence => sentence.replace(/: it takes .*/, '')),
      [
        'could not read /proc/1/{exe,ns/net,syscall} (EACCES)',
        'could not read /proc/1/exe (EPERM)',
        'could not read {fd,fdinfo} of 2 processes (EACCES)',
        'could not read wait status of process 1 (EACCES)',
        'could not call kcmp(2) (EPERM)',
      ],
    );
    assert.match(gapSentences(gaps, false)[0] ?? '', /CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH$/);
  });
});
