import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {describe, it} from 'node:test';
import {syscallName} from './syscall-names.ts';

describe('system call names', () => {
  it('differ by architecture', () => {
    assert.equal(syscallName(61, 'x64'), 'wait4');
    assert.equal(syscallName(260, 'arm64'), 'wait4');
    assert.equal(syscallName(247, 'x64'), 'waitid');
    assert.equal(syscallName(95, 'arm64'), 'waitid');
  });

  it('are not made up for a gap, a number out of range, or an architecture we have no table of', () => {
    assert.equal(syscallName(400, 'x64'), undefined);
    assert.equal(syscallName(9999, 'x64'), undefined);
    assert.equal(syscallName(-1, 'x64'), undefined);
    assert.equal(syscallName(61, 'sparc'), undefined);
  });

  it('are those of the C library’s header on this machine', {
    skip: process.arch !== 'x64' && 'x86-64 only',
  }, () => {
    const header = execFileSync(
      process.env.CC ?? 'cc',
      ['-dM', '-E', '-include', 'asm/unistd_64.h', '-x', 'c', '/dev/null'],
      {
        encoding: 'utf8',
      },
    );
    const defined = [...header.matchAll(/^#define __NR_(\w+) (\d+)$/gm)];
    assert.ok(defined.length > 300);
    for (const [, name, number] of defined) assert.equal(syscallName(Number(number), 'x64'), name);
  });
});
