import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {comm, lastRunAt, statField, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedScene, judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {readZombies} from '../../snapshot/zombies/zombies.ts';
import {parentNeverWaits} from './parent-never-waits.ts';

const never = scene('never-waits');
const parent = never.number('parent');

/** A twin whose parent has not run since its children died: as if it had last run when its machine started. */
const asleep = never.with(new RegExp(`^${parent}/task/.*/sched`), lastRunAt(0.1));

test('a parent without a handler, in a read: likely by one look, proven where it has not run since', async () => {
  assert.equal(await whyZombies(never), 'zombies/parent-never-waits, likely');
  assert.equal(await whyZombies(asleep), 'zombies/parent-never-waits, proven');
  const [{verdict}] = await judgedZombies(asleep);
  assertSeen(
    verdict.evidence,
    factIn(parent, 'status', 'SigCgt', 'none'),
    factIn(parent, 'status', 'SigIgn', 'none'),
    factIn(parent, 'task/*/syscall', null, 'read'),
  );
  assert.match(verdict.remedy ?? '', /exits, init or the nearest subreaper adopts and reaps the zombie\.$/);
});

test("where it can't be read what the parent does, it may get to its children yet: no fault", async () => {
  const denied = asleep.withErrno(`${parent}/task/${parent}/syscall`, 'EPERM');
  assert.equal(await whyZombies(denied), 'zombies/parent-polls, likely');
});

test('a parent that sleeps for a time has a minute, and is not waited for longer', async () => {
  const timed = asleep.with(
    `${parent}/task/${parent}/syscall`,
    () => '7 0x7ffd0 0x1 0x3e8 0x0 0x0 0x0 0x7ffd0 0x7f00\n',
  );
  assert.equal(await whyZombies(timed), 'zombies/parent-polls, likely');
});

test('a zombie that may have died just now: likely', async () => {
  assert.equal(
    await whyZombies(never.withErrno(/\/sched(@cpu\d+)?$/, 'ENOENT')),
    'zombies/parent-never-waits, likely',
  );
});

test('a parent that starts no children was exec’d over the program that started this child: likely', async () => {
  const execd = scene('inherited-command');
  assert.equal(await whyZombies(execd), 'zombies/parent-never-waits, likely');
  const [{verdict}] = await judgedZombies(execd);
  assert.match(verdict.why, /starts no children/);
  assert.match(verdict.remedy ?? '', /without exec/);
});

test('Node without a handler waits for no child: not a busy event loop, but a worker thread or an earlier program is to blame', async () => {
  const node = asleep.withLinks(`${parent}/exe`, () => '/usr/bin/node');
  const [{verdict}] = await judgedZombies(node);
  assert.equal(verdict.rule, parentNeverWaits.id);
  assert.match(verdict.remedy ?? '', /worker/);
  assert.match(verdict.remedy ?? '', /exec'd Node/);
  assert.doesNotMatch(verdict.remedy ?? '', /busy/);
  const [{verdict: caught}] = await judgedZombies(node.with(`${parent}/status`, withSigchldIn('SigCgt')));
  assert.equal(caught.rule, 'zombies/handler-misses-children');
  assert.match(caught.remedy ?? '', /busy.*worker/);
  assert.match(caught.why, /busy.*worker.*exec'd Node/);
});

test('a parent with a handler is judged by that', async () => {
  const [{verdict}] = await judgedZombies(never.with(`${parent}/status`, withSigchldIn('SigCgt')));
  assert.equal(verdict.rule, 'zombies/handler-misses-children');
});

test('a parent in a wait call does wait', async () => {
  const [{zombie}] = await judgedZombies(scene('waits-for-other'));
  assert.equal(parentNeverWaits.check(zombie), undefined);
});

test('a program whose name reads like the stat of a zombie is not a zombie', async () => {
  const hostile = asleep.with(/\/stat$/, comm('a) Z 1 (\n\x1b[31m'));
  assert.equal(await whyZombies(hostile), 'zombies/parent-never-waits, proven');
  const {parents} = await judgedScene(hostile);
  assert.equal(parents[0]?.reaper?.process.comm, 'a) Z 1 (\n\x1b[31m');
});

test('a zombie that is reaped between the listing and the look at it is not reported', async () => {
  const [gone = 0, stays = 0] = never.numbers('zombies');
  const {parents} = await judgedScene(never.withErrno(new RegExp(`^${gone}/`), 'ESRCH'));
  assert.deepEqual(
    parents.flatMap(({zombies}) => zombies.map(({zombie}) => zombie.pid)),
    [stays],
  );
});

test('a zombie that is reaped after the look at its stat is reported, without what could not be read', async () => {
  const [vanishing = 0] = never.numbers('zombies');
  const [{zombie, verdict}] = await judgedZombies(
    never.withErrno(new RegExp(`^${vanishing}/(?!stat$)`), 'ESRCH'),
  );
  assert.equal(zombie.pid, vanishing);
  assert.equal(zombie.deadForSeconds, null);
  assert.equal(verdict.certainty, 'likely');
});

test('a pid that is another process by the second look is not the same zombie', async () => {
  const [reused = 0, stays = 0] = never.numbers('zombies');
  const before = await readZombies(never.snapshot());
  const later = never.with(`${reused}/stat`, statField(22, 999_999_999));
  const {zombies} = await readZombies(later.snapshot(), {before});
  assert.deepEqual(
    zombies.map(({pid}) => pid),
    [stays],
  );
});
