import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {PLATFORMS, type Platform, signalName, signalNumber} from './signals.ts';

describe('signal names', () => {
  const named: readonly [Platform, number, string][] = [
    ['linux', 1, 'SIGHUP'],
    ['linux', 9, 'SIGKILL'],
    ['linux', 17, 'SIGCHLD'],
    ['linux', 18, 'SIGCONT'],
    ['linux', 29, 'SIGIO'],
    ['linux', 31, 'SIGSYS'],
    ['linux-mips', 7, 'SIGEMT'],
    ['linux-mips', 18, 'SIGCHLD'],
    ['linux-mips', 25, 'SIGCONT'],
    ['linux-mips', 31, 'SIGXFSZ'],
    ['linux-mips', 127, 'SIGRTMAX'],
    ['darwin', 7, 'SIGEMT'],
    ['darwin', 20, 'SIGCHLD'],
    ['darwin', 29, 'SIGINFO'],
    ['darwin', 31, 'SIGUSR2'],
    ['freebsd', 19, 'SIGCONT'],
    ['freebsd', 32, 'SIGTHR'],
    ['freebsd', 33, 'SIGLIBRT'],
    ['freebsd', 65, 'SIGRTMIN'],
    ['freebsd', 126, 'SIGRTMAX'],
    ['solaris', 18, 'SIGCHLD'],
    ['solaris', 23, 'SIGSTOP'],
    ['solaris', 25, 'SIGCONT'],
    ['solaris', 32, 'SIGWAITING'],
    ['solaris', 38, 'SIGXRES'],
    ['solaris', 41, 'SIGINFO'],
    ['solaris', 42, 'SIGRTMIN'],
  ];
  for (const [platform, number, name] of named) {
    it(`${number} is ${name} on ${platform}`, () => {
      assert.equal(signalName(number, platform), name);
      assert.equal(signalNumber(name, platform), number);
    });
  }

  it('real-time signals count from SIGRTMIN, which is 34 on Linux, to SIGRTMAX', () => {
    const names = [34, 35, 50, 63, 64].map(number => signalName(number));
    assert.deepEqual(names, ['SIGRTMIN', 'SIGRTMIN+1', 'SIGRTMIN+16', 'SIGRTMIN+29', 'SIGRTMAX']);
  });

  it('32 and 33, which glibc keeps for itself, are no real-time signals of a program', () => {
    assert.deepEqual(
      [32, 33].map(number => signalName(number)),
      ['SIG32', 'SIG33'],
    );
    assert.deepEqual([signalNumber('SIG33'), signalNumber('33')], [33, undefined]);
  });

  it('a number that is no signal has no name', () => {
    for (const number of [0, -1, 65, 128, 1.5, Number.NaN]) assert.equal(signalName(number), undefined);
    assert.equal(signalName(32, 'darwin'), undefined);
    assert.equal(signalName(34, 'freebsd'), undefined);
    assert.equal(signalName(74, 'solaris'), undefined);
  });

  it('every name leads back to its number on every platform', () => {
    for (const platform of PLATFORMS) {
      for (let number = 1; number < 128; number++) {
        const name = signalName(number, platform);
        if (name !== undefined) assert.equal(signalNumber(name, platform), number);
      }
    }
  });
});

describe('signal numbers', () => {
  it('need neither SIG nor upper case', () => {
    for (const name of ['SIGTERM', 'TERM', 'sigterm', 'term']) assert.equal(signalNumber(name), 15);
  });

  it('count from both ends of the real-time signals', () => {
    assert.equal(signalNumber('RTMIN+3'), 37);
    assert.equal(signalNumber('sigrtmax-2'), 62);
    assert.equal(signalNumber('SIGRTMIN+30'), 64);
    assert.equal(signalNumber('SIGRTMIN', 'freebsd'), 65);
  });

  it('do not go beyond the real-time signals, nor the wrong way', () => {
    for (const name of [
      'SIGRTMIN+31',
      'SIGRTMAX-31',
      'SIGRTMIN-1',
      'SIGRTMAX+1',
      'SIGRTMIN+',
      'SIGRTMIN+x',
    ]) {
      assert.equal(signalNumber(name), undefined, name);
    }
    assert.equal(signalNumber('SIGRTMIN', 'darwin'), undefined);
  });

  it('know the old names', () => {
    assert.deepEqual(
      ['SIGIOT', 'SIGPOLL', 'SIGCLD'].map(name => signalNumber(name)),
      [6, 29, 17],
    );
    assert.deepEqual(
      ['SIGPOLL', 'SIGCLD'].map(name => signalNumber(name, 'solaris')),
      [22, 18],
    );
    assert.equal(signalNumber('SIGLWP', 'freebsd'), 32);
  });

  it('are none for names that the platform does not have', () => {
    for (const name of [
      '',
      'SIG',
      'SIGNAL',
      'SIGEMT',
      'SIGINFO',
      '9',
      'constructor',
      '__proto__',
      'SIGSIGTERM',
    ]) {
      assert.equal(signalNumber(name), undefined, name);
    }
    assert.equal(signalNumber('SIGSTKFLT', 'linux-mips'), undefined);
  });
});
