import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {signalsAdded, statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedScene, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {exitedLeader} from './exited-leader.ts';

/** include/linux/sched.h */
const PF_EXITING = 0x4;

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

test('when its other threads exit as well, or are about to by exit_group(2), it is neither', async () => {
  const task = `${leader}/task/${thread}`;
  for (const twin of [
    recorded.with(`${task}/stat`, statField(9, PF_EXITING)),
    recorded.withFile(
      `${task}/status`,
      signalsAdded('SigPnd', 'SIGKILL')(readFileSync('/proc/self/status', 'utf8')),
    ),
  ]) {
    const {parents, exitedLeaders} = await judgedScene(twin);
    assert.deepEqual([parents, exitedLeaders], [[], []]);
  }
});

test('when another thread is stuck in its exit it is no zombie yet: one that has slept for long in state D', async () => {
  const task = `${leader}/task/${thread}`;
  const sched = (milliseconds: number) => `se.exec_start : ${milliseconds}\n`;
  const asleepFor = (milliseconds: number) =>
    recorded
      .with(`${task}/stat`, statField(3, 'D'))
      .withFile(
        `${task}/status`,
        signalsAdded('SigPnd', 'SIGKILL')(readFileSync('/proc/self/status', 'utf8')),
      )
      .withFile('self/sched', sched(100_000))
      .withFile(`${task}/sched`, sched(100_000 - milliseconds));
  const {parents, exitedLeaders} = await judgedScene(asleepFor(5000));
  assert.deepEqual(parents, []);
  const [one] = exitedLeaders;
  assert.equal(one?.verdict.rule, exitedLeader.id);
  assertSeen(one.verdict.evidence, factIn(leader, `task/${thread}/stat`, 'state (3)', 'D'));
  assert.doesNotMatch(one.verdict.remedy ?? '', /pthread|join/);
  assert.deepEqual((await judgedScene(asleepFor(50))).exitedLeaders, []);
});

test('a zombie with one thread is one', async () => {
  const never = scene('never-waits');
  const [zombie = 0] = never.numbers('zombies');
  const process = never.snapshot().find(zombie) ?? assert.fail();
  assert.equal(exitedLeader.check(process), undefined);
});
