import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {canKill} from './signal-actions.ts';
import {signalMeaning} from './signal-meanings.ts';
import {PLATFORMS, signalName} from './signals.ts';

const everySignal = PLATFORMS.flatMap(platform =>
  Array.from({length: 127}, (_, index) => ({
    platform,
    number: index + 1,
    name: signalName(index + 1, platform),
  })),
).filter(({name}) => name !== undefined);

describe('signal meanings', () => {
  it('SIGKILL tells of the OOM killer, of a grace time that had passed, and of kill -9', () => {
    const {action, causes} = signalMeaning(9) ?? assert.fail();
    assert.equal(action, 'terminate');
    for (const cause of [/out of memory/, /`docker stop`/, /kill -9/]) assert.match(causes.join('\n'), cause);
  });

  it('every signal of every platform has one: whole sentences, and causes that are phrases', () => {
    for (const {platform, number, name} of everySignal) {
      const {meaning, causes} = signalMeaning(number, platform) ?? assert.fail(`${name} on ${platform}`);
      assert.match(meaning, /^[A-Z].*\.$/);
      for (const cause of causes) assert.match(cause, /[^.\s]$/);
    }
  });

  it('every standard signal that kills on Linux has a cause to look for', () => {
    for (let number = 1; number <= 31; number++) {
      if (canKill(number)) assert.notEqual(signalMeaning(number)?.causes.length, 0, signalName(number));
    }
  });

  it('the two signals of the C library and the real-time signals are told apart', () => {
    assert.match(signalMeaning(32)?.meaning ?? '', /C library/);
    assert.match(signalMeaning(34)?.meaning ?? '', /real-time/);
  });

  it('there is none for a number that is no signal', () => {
    assert.equal(signalMeaning(65), undefined);
  });
});
