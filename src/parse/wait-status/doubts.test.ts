import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Platform} from '../signals/signals.ts';
import {waitStatusDoubt} from './doubts.ts';
import {decodeWaitStatus} from './wait-status.ts';

function doubt(raw: number, platform: Platform = 'linux'): string | null {
  return waitStatusDoubt(decodeWaitStatus(raw, platform), platform);
}

describe('statuses that the kernel never delivers', () => {
  const doubts: readonly [number, RegExp][] = [
    [0x89, /^the kernel sets the core bit .* only for a signal that dumps core, and SIGKILL never does$/],
    [0x80, /^the core bit \(0x80\) comes only with a signal/],
    [
      0x109,
      /^a process either exits or is killed: an exit status \(1\) and a signal \(9\) exclude each other$/,
    ],
    [17, /^SIGCHLD kills no process: by default it is ignored$/],
    [18, /^SIGCONT kills no process: by default it lets a stopped one go on$/],
    [19, /^SIGSTOP kills no process: by default it stops one$/],
    [75, /^Linux has no signal 75$/],
    [0x7f, /^Linux has no signal 0$/],
    [0x417f, /^Linux has no signal 65$/],
    [0x97f, /^SIGKILL stops no process, and no tracer is shown it$/],
    [0x80_097f, /^SIGKILL stops no process/],
    [0x80_0b7f, /^PTRACE_EVENT_STOP comes with SIGTRAP or a stop signal, not with SIGSEGV$/],
    [0x9_057f, /^Linux sets no bit above the low 16 here, and 0x90000 is set$/],
    [0x1_0100, /0x10000 is set$/],
    [0x1_ffff, /0x10000 is set$/],
    [0xff, /^an exit, a kill, a stop and a continue \(0xffff\) all look different$/],
    [-1, /^-1 is what waitpid\(2\) and system\(3\) return when they fail$/],
    [2 ** 32 - 1, /^-1 is what waitpid/],
  ];
  for (const [raw, because] of doubts) {
    it(`${raw} (${decodeWaitStatus(raw).hex})`, () => assert.match(doubt(raw) ?? 'no doubt', because));
  }

  it('are others where signals have other default actions', () => {
    assert.match(doubt(0x98, 'darwin') ?? 'no doubt', /SIGXCPU never does/);
    assert.equal(doubt(0x98), null);
    assert.match(doubt(23, 'freebsd') ?? 'no doubt', /SIGIO kills no process/);
    assert.match(doubt(18, 'solaris') ?? 'no doubt', /SIGCHLD kills no process/);
  });
});

describe('statuses that the kernel can deliver', () => {
  const delivered = [0, 0xff00, 1, 9, 0x8b, 0x0b, 0x40, 0x20, 0x137f, 0x167f, 0xffff, 0x057f, 0x0b7f, 0x857f];
  for (const raw of [...delivered, 0x1_057f, 0x7_057f, 0x80_057f, 0x80_137f]) {
    it(`${decodeWaitStatus(raw).hex}: ${decodeWaitStatus(raw).summary}`, () =>
      assert.equal(doubt(raw), null));
  }
});
