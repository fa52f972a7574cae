import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Process} from '../../snapshot/process.ts';
import {continueText, stopSignalText} from './stop-signal.ts';

function job(stat: {terminal: number; pgid: number; foregroundPgid: number}): Process {
  return {pid: 7, comm: 'cat', stat} as Process;
}

const background = job({terminal: 34816, pgid: 7, foregroundPgid: 5});

test('a stop signal is named with what sends it', () => {
  assert.equal(stopSignalText(19), 'SIGSTOP');
  assert.equal(stopSignalText(20), 'SIGTSTP (Ctrl-Z)');
  assert.match(stopSignalText(21), /^SIGTTIN \(.*read.*background\)$/);
  assert.match(stopSignalText(22), /^SIGTTOU \(.*write.*background\)$/);
});

test('only what its terminal stops again at once needs fg', () => {
  for (const signal of [21, 22]) assert.ok(continueText(background, signal).startsWith('`fg`'));
  for (const signal of [19, 20, null]) assert.equal(continueText(background, signal), '`kill -CONT 7`');
  for (const stat of [
    {terminal: 0, pgid: 7, foregroundPgid: -1},
    {terminal: 34816, pgid: 7, foregroundPgid: 7},
  ])
    assert.equal(continueText(job(stat), 21), '`kill -CONT 7`');
});
