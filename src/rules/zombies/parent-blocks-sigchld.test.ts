import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {withNothingIn, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {parentBlocksSigchld} from './parent-blocks-sigchld.ts';

const blocked = scene('blocked-by-launcher');
const parent = blocked.number('parent');

test('SIGCHLD that is blocked in every thread and pending reaches nothing: likely, by the one look of a recording', async () => {
  assert.equal(await whyZombies(blocked), 'zombies/parent-blocks-sigchld, likely');
  const [{verdict}] = await judgedZombies(blocked);
  assertSeen(
    verdict.evidence,
    factIn(parent, 'task/*/status', 'SigBlk', 'SIGCHLD'),
    factIn(parent, 'status', 'ShdPnd', 'SIGCHLD'),
  );
});

test('a signalfd that nobody reads is named, not the mask blamed', async () => {
  const unread = scene('signalfd-unread');
  assert.equal(await whyZombies(unread), 'zombies/parent-blocks-sigchld, likely');
  const [{verdict}] = await judgedZombies(unread);
  const fdinfo = `fdinfo/${unread.number('signalfd')}`;
  assertSeen(verdict.evidence, factIn(unread.number('parent'), fdinfo, 'sigmask', 'SIGCHLD'));
});

test('a sigwait for other signals is named', async () => {
  const others = scene('sigwait-others');
  assert.equal(await whyZombies(others), 'zombies/parent-blocks-sigchld, likely');
  const [{verdict}] = await judgedZombies(others);
  assert.match(verdict.why, new RegExp(`\\(thread ${others.number('waiter')}\\)`));
});

test("where its descriptors can't be listed there may be a signalfd: likely", async () => {
  const denied = blocked.withErrno(`${parent}/fd`, 'EACCES');
  assert.equal(await whyZombies(denied), 'zombies/parent-blocks-sigchld, likely');
  const [{verdict}] = await judgedZombies(denied);
  assert.match(verdict.why, /signalfd/);
});

test('a program with a handler may be in it, where no memory is seen: no order to unblock the signal', async () => {
  const caught = blocked.with(`${parent}/status`, withSigchldIn('SigCgt'));
  const [{zombie, verdict}] = await judgedZombies(caught);
  assert.deepEqual(zombie.reaper?.blockage, {
    kind: 'unclear',
    may: 'be-in-handler',
    hasRun: false,
    mayBeSection: true,
  });
  assert.equal(verdict.certainty, 'likely');
  assert.doesNotMatch(verdict.remedy ?? '', /^Unblock/);
});

test('a parent that waits for another child blocks the signal meanwhile, as system(3) does', async () => {
  const wait = '61 0x1 0x7ffd0 0x0 0x0 0x0 0x0 0x7ffd0 0x7f000\n';
  const inSystem = blocked.withFile(`${parent}/task/${parent}/syscall`, wait);
  assert.equal(await whyZombies(inSystem), 'zombies/parent-waits-for-another-child, proven');
});

test('SIGCHLD that is blocked but not pending was taken', async () => {
  const taken = scene('signalfd-once');
  const [{zombie}] = await judgedZombies(taken);
  assert.equal(parentBlocksSigchld.check(zombie), undefined);
});

test('SIGCHLD that is blocked in one thread of two reaches the other', async () => {
  const [{zombie}] = await judgedZombies(scene('blocked-in-one-thread'));
  assert.equal(parentBlocksSigchld.check(zombie), undefined);
});

test('SIGCHLD that is pending but not blocked is about to be taken', async () => {
  const twin = blocked.with(new RegExp(`^${parent}/(task/\\d+/)?status$`), withNothingIn('SigBlk'));
  assert.equal(await whyZombies(twin), 'zombies/not-yet-reaped, likely');
});

const sched = (ranAtMs: number) => `se.exec_start : ${ranAtMs}\n`;

for (const [sleptMs, severity] of [
  [2000, 'info'],
  [20_000, undefined],
] as const)
  test(`a parent that may have blocked it for a moment, and has slept for ${sleptMs} ms since: ${severity ?? 'as any'}`, async () => {
    const twin = blocked
      .withFile('self/sched', sched(100_000))
      .withFile('self/sched@cpu0', sched(100_000))
      .withFile(`${blocked.numbers('zombies')[0]}/sched`, sched(98_000))
      .withFile(`${parent}/task/${parent}/sched`, sched(100_000 - sleptMs));
    const [{verdict}] = await judgedZombies(twin);
    assert.deepEqual([verdict.rule, verdict.severity], ['zombies/parent-blocks-sigchld', severity]);
  });
