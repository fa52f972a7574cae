import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';

/** PF_EXITING with PF_RANDOMIZE, which every process has. */
const EXITING = 0x40_0004;

test('an exit that hangs is named with the kernel function that it sleeps in', async () => {
  const hanging = scene('parent-exiting');
  assert.equal(await whyZombies(hanging), 'zombies/parent-exiting, proven');
  const [{verdict}] = await judgedZombies(hanging);
  assertSeen(verdict.evidence, factIn(100, 'task/100/wchan', null, 'nfs_wait_bit_killable'));
});

test('a parent whose threads all have PF_EXITING runs no code', async () => {
  for (const name of ['never-waits', 'ignored-too-late', 'blocked-by-launcher']) {
    const recorded = scene(name);
    const parent = recorded.number('parent');
    const twin = recorded.with(new RegExp(`^${parent}/task/\\d+/stat$`), statField(9, EXITING));
    assert.equal(await whyZombies(twin), 'zombies/parent-exiting, proven', name);
    const [{verdict}] = await judgedZombies(twin);
    assertSeen(verdict.evidence, factIn(parent, `task/${parent}/stat`, 'flags (9)', 'PF_EXITING'));
  }
});

test('a parent of which one thread exits is judged by the others', async () => {
  const two = scene('blocked-in-one-thread');
  const parent = two.number('parent');
  const twin = two.with(`${parent}/task/${parent}/stat`, statField(9, EXITING));
  assert.notEqual((await judgedZombies(twin))[0].verdict.rule, 'zombies/parent-exiting');
});

/** PF_DUMPCORE with PF_SIGNALED and PF_RANDOMIZE, as measured. */
const DUMPING_CORE = 0x40_0600;

test('a parent whose core dump is being written runs no code, though no thread has PF_EXITING', async () => {
  const recorded = scene('never-waits');
  const parent = recorded.number('parent');
  const dumped = recorded.with(`${parent}/task/${parent}/stat`, statField(9, DUMPING_CORE));
  const dumping = dumped.with(`${parent}/status`, text => `${text}CoreDumping:\t1\n`);
  for (const twin of [dumped, dumping])
    assert.equal(await whyZombies(twin), 'zombies/parent-exiting, proven');
  const [{verdict}] = await judgedZombies(dumping);
  assertSeen(verdict.evidence, factIn(parent, 'status', 'CoreDumping', '1'));
});
