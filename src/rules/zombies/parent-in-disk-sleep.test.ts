import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {lastRunAt, statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {parentInDiskSleep} from './parent-in-disk-sleep.ts';

const vfork = scene('vfork-parent');
const parent = vfork.number('parent');

test('a parent inside vfork waits for its newest child to exec or exit', async () => {
  assert.equal(await whyZombies(vfork), 'zombies/parent-in-disk-sleep, proven');
  const [{verdict}] = await judgedZombies(vfork);
  assertSeen(
    verdict.evidence,
    factIn(parent, 'stat', 'state (3)', 'D'),
    factIn(parent, `task/${parent}/wchan`, null, 'kernel_clone'),
    factIn(parent, `task/${parent}/syscall`, null, 'vfork'),
  );
});

test('a parent in another uninterruptible sleep is stuck there: likely, and the kernel function is evidence', async () => {
  const nfs = vfork
    .with(`${parent}/task/${parent}/wchan`, () => 'rpc_wait_bit_killable')
    .withErrno(`${parent}/task/${parent}/syscall`, 'EPERM');
  assert.equal(await whyZombies(nfs), 'zombies/parent-in-disk-sleep, likely');
  const [{verdict}] = await judgedZombies(nfs);
  assertSeen(verdict.evidence, factIn(parent, `task/${parent}/wchan`, null, 'rpc_wait_bit_killable'));
});

test('a parent that sleeps as programs do is not', async () => {
  const twin = vfork.with(new RegExp(`^${parent}/(task/\\d+/)?stat$`), statField(3, 'S'));
  const [{zombie}] = await judgedZombies(twin);
  assert.equal(parentInDiskSleep.check(zombie), undefined);
});

test('a parent of which one thread of two waits for a disk is not', async () => {
  const two = scene('blocked-in-one-thread');
  const pid = two.number('parent');
  const twin = two.with(`${pid}/task/${pid}/stat`, statField(3, 'D'));
  const [{zombie}] = await judgedZombies(twin);
  assert.equal(parentInDiskSleep.check(zombie), undefined);
});

test('a parent that ran a moment ago is not: any program is in state D for moments', async () => {
  const never = scene('never-waits');
  const pid = never.number('parent');
  const inDisk = never
    .with(new RegExp(`^${pid}/(task/\\d+/)?stat$`), statField(3, 'D'))
    .withErrno(`${pid}/task/${pid}/syscall`, 'EPERM');
  assert.equal(await whyZombies(inDisk), 'zombies/parent-in-disk-sleep, likely');
  const working = inDisk.with(`${pid}/task/${pid}/sched`, lastRunAt(11_504_900));
  assert.equal(await whyZombies(working), 'zombies/parent-polls, likely');
});
