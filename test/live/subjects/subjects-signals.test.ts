import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {commOf, descriptorInfo, descriptorTarget, hasSignal, statField} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

for (const [mode, set, signal, heirs] of [
  ['sigpipe-inherited', 'SigIgn', 'SIGPIPE', [true, true, true]],
  ['sigpipe-reset', 'SigIgn', 'SIGPIPE', [false, false, false]],
  ['hangup-inherited', 'SigIgn', 'SIGHUP', [true]],
  ['term-ignored', 'SigIgn', 'SIGTERM', [true]],
  ['term-blocked', 'SigBlk', 'SIGTERM', [true]],
  ['term-signalfd', 'SigBlk', 'SIGTERM', []],
  ['term-sigwait', 'SigBlk', 'SIGTERM', []],
  ['term-in-one-thread', 'SigBlk', 'SIGTERM', []],
] as const) {
  test(`deaf ${mode} has ${signal} in its ${set}, and so have its heirs: ${heirs.join() || 'none'}`, () =>
    stands('deaf.c', [mode], subject => {
      assert.ok(hasSignal(subject.number('origin'), set, signal));
      assert.deepEqual(
        subject.numbers('heirs').map(pid => hasSignal(pid, set, signal)),
        heirs,
      );
    }));
}

for (const [mode, ignored, isInForeground] of [
  ['script-job', ['SIGINT', 'SIGQUIT'], true],
  ['script-foreground', [], true],
  ['job-control', [], false],
  ['system', [], true],
  ['nohup', ['SIGHUP'], true],
] as const) {
  test(`on-terminal ${mode}: cat ignores ${ignored.join(' and ') || 'nothing'}`, () =>
    stands('on-terminal.c', [mode], subject => {
      const cat = subject.number('cat');
      assert.equal(commOf(cat), 'cat');
      assert.deepEqual(
        (['SIGHUP', 'SIGINT', 'SIGQUIT'] as const).filter(signal => hasSignal(cat, 'SigIgn', signal)),
        ignored,
      );
      assert.notEqual(statField(cat, 7), '0');
      assert.equal(statField(cat, 5) === statField(cat, 8), isInForeground);
    }));
}

test('a caller of system(3) ignores SIGINT and SIGQUIT', () =>
  stands('on-terminal.c', ['system'], subject => {
    const caller = subject.number('leader');
    assert.ok(hasSignal(caller, 'SigIgn', 'SIGINT') && hasSignal(caller, 'SigIgn', 'SIGQUIT'));
  }));

test('nohup makes of a terminal a standard input that may only be written', () =>
  stands('on-terminal.c', ['nohup'], async subject => {
    const leader = subject.number('leader');
    const kept = await until('its standard input is known', () =>
      [0, 10].find(fd => descriptorTarget(leader, fd) === '/dev/null'),
    );
    assert.match(descriptorInfo(leader, kept), /^flags:\t\d*1$/m);
  }));
