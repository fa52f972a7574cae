import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {processOf} from '../../../test/support/recorded/wait-chain.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {byText, continueText, selfStopText} from './stall.ts';

const called = (comm: string) => processOf(7, comm);
const job = called('cat');

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

test('where the signal can’t be read, what is in the background of a terminal may need fg', () => {
  const unseen = {signal: null, needsForeground: false};
  assert.equal(continueText(job, unseen), '`kill -CONT 7`');
  const [background] = new Snapshot(imaginedMachine([{pid: 7, ppid: 1, terminal: 34816}])).processes();
  assert.ok(background);
  assert.match(continueText(background, unseen), /^`kill -CONT 7`, or `fg` .* if its terminal stopped it$/);
});

test('su and its like stop themselves, by SIGSTOP, as their child stops', () => {
  for (const comm of ['su', 'runuser', 'script', 'nsenter', 'sudo'])
    for (const signal of [null, 19]) assert.ok(selfStopText(called(comm), {signal}), `${comm} ${signal}`);
  assert.equal(selfStopText(called('su'), {signal: 20}), undefined);
  assert.equal(selfStopText(job, {signal: 19}), undefined);
});
