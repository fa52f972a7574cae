import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Platform} from '../signals/signals.ts';
import {type WaitStatusDoubt, waitStatusDoubt} from './doubts.ts';
import {decodeWaitStatus} from './wait-status.ts';

function doubt(raw: number, platform: Platform = 'linux'): WaitStatusDoubt | null {
  return waitStatusDoubt(decodeWaitStatus(raw, platform));
}

describe('the kernel never delivers', () => {
  const doubts: readonly [number, WaitStatusDoubt][] = [
    [0x89, {kind: 'signal-never-dumps-core', signal: 'SIGKILL'}],
    [0x80, {kind: 'core-bit-without-signal'}],
    [0x109, {kind: 'exit-and-signal', exitStatus: 1, signalNumber: 9}],
    [17, {kind: 'signal-never-kills', signal: 'SIGCHLD', action: 'ignore'}],
    [18, {kind: 'signal-never-kills', signal: 'SIGCONT', action: 'continue'}],
    [19, {kind: 'signal-never-kills', signal: 'SIGSTOP', action: 'stop'}],
    [75, {kind: 'no-such-signal', signalNumber: 75, platform: 'linux'}],
    [0x7f, {kind: 'no-such-signal', signalNumber: 0, platform: 'linux'}],
    [0x417f, {kind: 'no-such-signal', signalNumber: 65, platform: 'linux'}],
    [0x97f, {kind: 'sigkill-never-stops'}],
    [0x80_097f, {kind: 'sigkill-never-stops'}],
    [0x80_0b7f, {kind: 'event-without-trap', event: 'PTRACE_EVENT_STOP', signal: 'SIGSEGV'}],
    [0x9_057f, {kind: 'bits-above', bits: 0x9_0000}],
    [0x1_0100, {kind: 'bits-above', bits: 0x1_0000}],
    [0x1_ffff, {kind: 'bits-above', bits: 0x1_0000}],
    [0xff, {kind: 'like-no-status'}],
    [-1, {kind: 'failed-call'}],
    [2 ** 32 - 1, {kind: 'failed-call'}],
  ];
  for (const [raw, because] of doubts) {
    it(`${raw} (${decodeWaitStatus(raw).hex}): ${because.kind}`, () => assert.deepEqual(doubt(raw), because));
  }

  it('other statuses where signals have other default actions', () => {
    assert.deepEqual(doubt(0x98, 'darwin'), {kind: 'signal-never-dumps-core', signal: 'SIGXCPU'});
    assert.equal(doubt(0x98), null);
    const ignored = {kind: 'signal-never-kills', action: 'ignore'};
    assert.deepEqual(doubt(23, 'freebsd'), {...ignored, signal: 'SIGIO'});
    assert.deepEqual(doubt(18, 'solaris'), {...ignored, signal: 'SIGCHLD'});
  });
});

describe('the kernel can deliver', () => {
  const delivered = [0, 0xff00, 1, 9, 0x8b, 0x0b, 0x40, 0x20, 0x137f, 0x167f, 0xffff, 0x057f, 0x0b7f, 0x857f];
  for (const raw of [...delivered, 0x1_057f, 0x7_057f, 0x80_057f, 0x80_137f]) {
    const {hex, kind} = decodeWaitStatus(raw);
    it(`${hex} (${kind})`, () => assert.equal(doubt(raw), null));
  }
});
