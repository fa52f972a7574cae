import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedScene, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {exitedLeader} from './exited-leader.ts';

const recorded = scene('exited-leader');
const leader = recorded.number('leader');
const thread = recorded.number('liveThread');

test('a process of which another thread runs is not a zombie, and its parent is not judged', async () => {
  const {parents, exitedLeaders} = await judgedScene(recorded);
  assert.deepEqual(parents, []);
  const [one] = exitedLeaders;
  assert.equal(one?.process.pid, leader);
  assert.equal(one.verdict?.rule, exitedLeader.id);
  assert.equal(one.verdict.certainty, 'proven');
  assertSeen(
    one.verdict.evidence,
    factIn(leader, 'stat', 'state (3)', 'Z'),
    factIn(leader, 'stat', 'num_threads (20)', 2),
    factIn(leader, 'task', null, thread),
  );
});

test('when its last thread has exited too it is a zombie', async () => {
  const twin = recorded.with(`${leader}/task/${thread}/stat`, statField(3, 'Z'));
  const {exitedLeaders} = await judgedScene(twin);
  assert.deepEqual(exitedLeaders, []);
  assert.match(await whyZombies(twin), /^zombies\/parent-/);
});

test('a zombie with one thread is one', async () => {
  const never = scene('never-waits');
  const [zombie = 0] = never.numbers('zombies');
  const process = never.snapshot().find(zombie) ?? assert.fail();
  assert.equal(exitedLeader.check(process), undefined);
});
