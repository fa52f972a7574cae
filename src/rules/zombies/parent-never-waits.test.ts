import assert from 'node:assert/strict';
import {test} from 'node:test';
import {comm, statField, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedScene, judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {readZombies} from '../../snapshot/zombies/zombies.ts';
import {parentNeverWaits} from './parent-never-waits.ts';

const never = scene('never-waits');
const parent = never.number('parent');

test('a parent without a handler, in a read, does not wait', async () => {
  assert.equal(await whyZombies(never), 'zombies/parent-never-waits, proven');
  const [{verdict}] = await judgedZombies(never);
  assert.match(verdict.why, /no SIGCHLD handler, and is in read instead of a wait call/);
  assert.match(verdict.remedy ?? '', /If the parent ends, init or the nearest subreaper adopts the zombie/);
});

test('what it does may not be seen: likely', async () => {
  const denied = never.withErrno(`${parent}/task/${parent}/syscall`, 'EPERM');
  assert.equal(await whyZombies(denied), 'zombies/parent-never-waits, likely');
});

test('a zombie that may have died just now: likely', async () => {
  assert.equal(
    await whyZombies(never.withErrno(/\/sched(@cpu\d+)?$/, 'ENOENT')),
    'zombies/parent-never-waits, likely',
  );
});

test('a parent that starts no children was exec’d over who had started this one', async () => {
  const execd = scene('inherited-command');
  assert.equal(await whyZombies(execd), 'zombies/parent-never-waits, likely');
  const [{verdict}] = await judgedZombies(execd);
  assert.match(verdict.why, /which starts no children: it was exec'd over .* shell/);
  assert.match(verdict.remedy ?? '', /without exec, so that the shell stays and waits/);
});

test('a parent with a handler is judged by that', async () => {
  const [{verdict}] = await judgedZombies(never.with(`${parent}/status`, withSigchldIn('SigCgt')));
  assert.equal(verdict.rule, 'zombies/handler-misses-children');
});

test('a parent in a wait call does wait', async () => {
  const [{zombie}] = await judgedZombies(scene('waits-for-other'));
  assert.equal(parentNeverWaits.check(zombie), undefined);
});

test('a program whose name reads like the stat of a zombie is none', async () => {
  const hostile = never.with(/\/stat$/, comm('a) Z 1 (\n\x1b[31m'));
  assert.equal(await whyZombies(hostile), 'zombies/parent-never-waits, proven');
  const {parents} = await judgedScene(hostile);
  assert.equal(parents[0]?.reaper?.process.comm, 'a) Z 1 (\n\x1b[31m');
});

test('a zombie reaped between the listing and the look at it is none', async () => {
  const [gone = 0, stays = 0] = never.numbers('zombies');
  const {parents} = await judgedScene(never.withErrno(new RegExp(`^${gone}/`), 'ESRCH'));
  assert.deepEqual(
    parents.flatMap(({zombies}) => zombies.map(({zombie}) => zombie.pid)),
    [stays],
  );
});

test('a zombie reaped after the look at its stat is still told, without what could not be read', async () => {
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
