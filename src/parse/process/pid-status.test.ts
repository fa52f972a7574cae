import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {BRIEF_LINES, parseBriefStatus, parsePidStatus} from './pid-status.ts';

const status = `Name:\tsh\\nPPid:\\t1
Umask:\t0022
State:\tS (sleeping)
Tgid:\t19144
Ngid:\t0
Pid:\t19144
PPid:\t19140
TracerPid:\t0
Uid:\t1000\t1001\t1000\t1000
Gid:\t0\t0\t0\t0
FDSize:\t256
Groups:\t0
NStgid:\t19144\t7
NSpid:\t19144\t7
NSpgid:\t19140\t3
CoreDumping:\t1
Threads:\t1
SigQ:\t1/95832
SigPnd:\t0000000000000000
ShdPnd:\t0000000000010000
SigBlk:\t0000000000010000
SigIgn:\t0000000000001000
SigCgt:\t0000000180004002
CapEff:\t00000000a80425fb
Seccomp:\t2
voluntary_ctxt_switches:\t149
nonvoluntary_ctxt_switches:\t1
`;

describe('/proc/PID/status', () => {
  it('has a brief form, in the lines of which is all of it', () => {
    const whole = parsePidStatus(Buffer.from(status));
    const [first, behind] = BRIEF_LINES.map(line => status.indexOf(`\n${line}`) + 1);
    const lines = status.slice(first, behind || status.indexOf('\nCapEff:') + 1);
    for (const text of [status, lines]) {
      const brief = parseBriefStatus(Buffer.from(text));
      assert.ok(whole && brief);
      assert.deepEqual({...whole, ...brief}, whole);
    }
    assert.equal(parseBriefStatus(Buffer.from(status.replace('SigCgt', 'SigCaught'))), undefined);
  });

  it('gives ids, namespaces and signal sets', () => {
    assert.deepEqual(parsePidStatus(Buffer.from(status)), {
      tgid: 19144,
      ppid: 19140,
      tracerPid: 0,
      uid: 1000,
      effectiveUid: 1001,
      nspids: [19144, 7],
      nspgids: [19140, 3],
      pending: 0n,
      sharedPending: 0x10000n,
      blocked: 0x10000n,
      ignored: 0x1000n,
      caught: 0x4002n,
      effectiveCapabilities: 0xa80425fbn,
      coreDumping: true,
      seccomp: 2,
      contextSwitches: 150,
    });
  });

  it('leaves undefined what an older kernel does not print', () => {
    const old = status.replace(/^(NSpid|CapEff|CoreDumping|Seccomp|nonvoluntary_ctxt_switches):.*\n/gm, '');
    const parsed = parsePidStatus(Buffer.from(old));
    assert.deepEqual(parsed?.nspids, []);
    assert.equal(parsed?.effectiveCapabilities, undefined);
    assert.equal(parsed?.coreDumping, undefined);
    assert.equal(parsed?.seccomp, undefined);
    assert.equal(parsed?.contextSwitches, undefined);
  });

  it('is undefined where a signal set is missing or mangled', () => {
    assert.equal(parsePidStatus(Buffer.from(status.replace('SigIgn', 'SigXgn'))), undefined);
    assert.equal(parsePidStatus(Buffer.from(status.replace('0000000000001000', 'zz'))), undefined);
    assert.equal(parsePidStatus(Buffer.from('')), undefined);
  });

  it('never throws, whatever it gets', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 400}), bytes => {
        parsePidStatus(Buffer.from(bytes));
      }),
    );
  });
});
