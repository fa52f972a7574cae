import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {exitCodeMeaning, killingSignal} from './exit-codes.ts';

describe('exit codes', () => {
  it('64 to 78 are the codes of <sysexits.h>', () => {
    assert.deepEqual(
      [63, 64, 75, 78, 79].map(code => exitCodeMeaning(code, 'linux')),
      [
        {kind: 'not-agreed'},
        {kind: 'sysexit', name: 'EX_USAGE'},
        {kind: 'sysexit', name: 'EX_TEMPFAIL'},
        {kind: 'sysexit', name: 'EX_CONFIG'},
        {kind: 'not-agreed'},
      ],
    );
  });

  it('0, 1, 2, 123 to 128 and 255 have a customary meaning', () => {
    const customary = Array.from({length: 256}, (_, code) => code).filter(
      code => exitCodeMeaning(code, 'linux').kind === 'customary',
    );
    assert.deepEqual(customary, [0, 1, 2, 123, 124, 125, 126, 127, 128, 255]);
  });

  it('143 is what shells make of SIGTERM', () => {
    assert.deepEqual(exitCodeMeaning(143, 'linux'), {kind: 'of-signal', signalNumber: 15});
  });

  it('145 stands for no death, because SIGCHLD kills no process, and 148 for none on FreeBSD', () => {
    assert.deepEqual(exitCodeMeaning(145, 'linux'), {kind: 'not-agreed'});
    assert.deepEqual(exitCodeMeaning(148, 'freebsd'), {kind: 'not-agreed'});
  });

  it('above 128 stand for a signal that can kill, up to SIGRTMAX', () => {
    assert.deepEqual(
      [128, 129, 137, 147, 192, 193].map(code => killingSignal(code, 'linux')),
      [null, 1, 9, null, 64, null],
    );
  });
});
