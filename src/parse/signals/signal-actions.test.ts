import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {canKill, defaultAction} from './signal-actions.ts';
import {type Platform, signalNumber} from './signals.ts';

function actionOf(name: string, platform: Platform = 'linux') {
  return defaultAction(signalNumber(name, platform) ?? 0, platform);
}

describe('default actions', () => {
  it('are those of signal(7) on Linux', () => {
    assert.equal(actionOf('SIGTERM'), 'terminate');
    assert.equal(actionOf('SIGXCPU'), 'core');
    assert.equal(actionOf('SIGTTOU'), 'stop');
    assert.equal(actionOf('SIGCONT'), 'continue');
    assert.equal(actionOf('SIGCHLD'), 'ignore');
    assert.equal(actionOf('SIGIO'), 'terminate');
    assert.equal(actionOf('SIGRTMIN+5'), 'terminate');
  });

  it('differ elsewhere: BSD dumps no core for SIGXCPU and ignores SIGIO, Solaris ignores SIGPWR', () => {
    assert.equal(actionOf('SIGXCPU', 'darwin'), 'terminate');
    assert.equal(actionOf('SIGIO', 'freebsd'), 'ignore');
    assert.equal(actionOf('SIGIO', 'solaris'), 'terminate');
    assert.equal(actionOf('SIGPWR', 'solaris'), 'ignore');
    assert.equal(actionOf('SIGPWR', 'linux-mips'), 'terminate');
    assert.equal(actionOf('SIGLOST', 'solaris'), 'terminate');
  });

  it('are unknown for a number that is no signal', () => {
    assert.equal(defaultAction(0), undefined);
    assert.equal(defaultAction(65), undefined);
  });

  it('a process dies of a signal that terminates it, with a core or without', () => {
    assert.deepEqual(
      [9, 11, 19, 18, 17, 65].map(number => canKill(number)),
      [true, true, false, false, false, false],
    );
  });
});
