import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {withNothingIn, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {handlerMissesChildren} from './handler-misses-children.ts';

const once = scene('handler-once');
const parent = once.number('parent');

test('a handler that waits once for five exits leaves four zombies', async () => {
  assert.equal(await whyZombies(once), 'zombies/handler-misses-children, likely');
  const judged = await judgedZombies(once);
  assert.equal(judged.length, 4);
  assertSeen(
    judged[0].verdict.evidence,
    factIn(parent, 'status', 'SigCgt', 'SIGCHLD'),
    factIn(parent, 'status', 'ShdPnd', 'none'),
    factIn(parent, 'task/*/syscall', null, 'read'),
  );
});

test('a signalfd that is read once leaves zombies too, and so does a sigwait', async () => {
  const signalfd = scene('signalfd-once');
  assert.equal(await whyZombies(signalfd), 'zombies/handler-misses-children, likely');
  const [{verdict}] = await judgedZombies(signalfd);
  const fdinfo = `fdinfo/${signalfd.number('signalfd')}`;
  assertSeen(verdict.evidence, factIn(signalfd.number('parent'), fdinfo, 'sigmask', 'SIGCHLD'));
  assert.equal(await whyZombies(scene('sigwait-once')), 'zombies/handler-misses-children, likely');
});

test("a thread whose system call can't be read may be reaping: likely", async () => {
  const denied = once.withErrno(`${parent}/task/${parent}/syscall`, 'EPERM');
  assert.equal(await whyZombies(denied), 'zombies/handler-misses-children, likely');
});

test('a zombie that may have died just now: likely', async () => {
  const fresh = once.withErrno(/^\d+\/sched$/, 'ENOENT');
  assert.equal(await whyZombies(fresh), 'zombies/handler-misses-children, likely');
});

test('a handler that has yet to run misses nothing', async () => {
  const twin = once.with(`${parent}/status`, withSigchldIn('ShdPnd'));
  const [{zombie}] = await judgedZombies(twin);
  assert.equal(handlerMissesChildren.check(zombie), undefined);
  assert.equal(await whyZombies(twin), 'zombies/not-yet-reaped, likely');
});

test('without a handler no child is missed', async () => {
  const twin = once.with(`${parent}/status`, withNothingIn('SigCgt'));
  const [{zombie}] = await judgedZombies(twin);
  assert.equal(handlerMissesChildren.check(zombie), undefined);
  assert.equal(await whyZombies(twin), 'zombies/parent-never-waits, likely');
});

/** Whether the command by which procdoc sends SIGCHLD is advised. */
async function advisesToTry(given: Scene): Promise<boolean> {
  const [{verdict}] = await judgedZombies(given);
  assert.equal(verdict.rule, handlerMissesChildren.id);
  return verdict.remedy?.includes(`procdoc reap ${parent} --try`) ?? false;
}

test('SIGCHLD is advised only where procdoc would send it', async () => {
  assert.ok(await advisesToTry(once));
  const observer = once.snapshot().observerPid();
  const later = ['R', parent, ...Array<number>(17).fill(0), '99999999', ...Array<number>(30).fill(0)];
  const below = once.withFile(`${observer}/stat`, `${observer} (procdoc) ${later.join(' ')}\n`);
  assert.equal(await advisesToTry(below), false);
});
