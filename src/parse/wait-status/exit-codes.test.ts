import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {exitCodeMeaning} from './exit-codes.ts';

describe('exit codes', () => {
  it('126 was found but not executed, 127 was not found', () => {
    assert.match(exitCodeMeaning(126).meaning, /could not be executed/);
    assert.match(exitCodeMeaning(127).meaning, /not found/);
  });

  it('64 to 78 are the codes of <sysexits.h>', () => {
    assert.deepEqual(
      [63, 64, 75, 78, 79].map(code => exitCodeMeaning(code).name),
      [undefined, 'EX_USAGE', 'EX_TEMPFAIL', 'EX_CONFIG', undefined],
    );
  });

  it('143 is what shells make of SIGTERM, said of the program that exited with it', () => {
    assert.equal(
      exitCodeMeaning(143).meaning,
      'The program itself exited with 143: 128 + 15, the code of shells for SIGTERM.',
    );
  });

  it('145 stands for no death: SIGCHLD kills nobody', () => {
    assert.match(exitCodeMeaning(145).meaning, /No agreed meaning/);
    assert.match(exitCodeMeaning(148, 'freebsd').meaning, /No agreed meaning/);
  });

  it('each is told in whole sentences, its causes in phrases', () => {
    for (let code = 0; code <= 255; code++) {
      const {meaning, causes} = exitCodeMeaning(code);
      assert.match(meaning, /^(?:[A-Z]|exit|xargs|timeout).*\.$/);
      for (const cause of causes) assert.match(cause, /[^.\s]$/);
    }
  });
});
