import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {askZombies} from '../../support/live/answers.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {stands} from '../../support/live/stands.ts';

describe('a parent that a timer of its own wakes up', {concurrency: 2}, () => {
  for (const mode of ['alarm', 'sigwait', 'posix', 'timerfd']) {
    it(`${mode}: may reap its zombie then, and take its SIGTERM`, () =>
      stands('woken-by-timer.c', [mode], async subject => {
        const parent = subject.number('parent');
        const {zombies} = await askZombies(parent, '--settle', '1s');
        const verdicts = zombies.map(({pid, verdict: {rule, certainty}}) => ({pid, rule, certainty}));
        const pid = subject.number('zombie');
        assert.deepEqual(verdicts, [{pid, rule: 'zombies/parent-polls', certainty: 'likely'}]);
        assert.deepEqual((await inspected(signalInspection, [parent])).map(inShort), []);
      }));
  }
});
