import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Process} from '../../snapshot/process.ts';
import {HERE} from '../../snapshot/vantage.ts';
import {byText, continueText} from './stop-signal.ts';

const job = {pid: 7, comm: 'cat', vantage: HERE} as Process;

test('a stop signal is named with what sends it', () => {
  assert.equal(byText({signal: 19}), ' by SIGSTOP');
  assert.equal(byText({signal: 20}), ' by SIGTSTP (Ctrl-Z)');
  assert.match(byText({signal: 21}), /^ by SIGTTIN \(.*read.*background\)$/);
  assert.match(byText({signal: 22}), /^ by SIGTTOU \(.*write.*background\)$/);
  assert.equal(byText({signal: null}), '');
});

test('only what its terminal stops again at once needs fg', () => {
  assert.ok(continueText(job, {signal: 21, needsForeground: true}).startsWith('`fg`'));
  assert.equal(continueText(job, {signal: 21, needsForeground: false}), '`kill -CONT 7`');
  assert.equal(continueText(job, undefined), '`kill -CONT 7`');
});
