import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {notYetReaped} from './not-yet-reaped.ts';

const never = scene('never-waits');
const parent = never.number('parent');
/** wait4(-1, …): the wait for any child. */
const WAIT_FOR_ANY = '61 0xffffffff 0x7ffc0000 0x0 0x0 0x0 0x0 0x7ffc1000 0x7f0000001000\n';

test('a parent that waits for any child is about to reap the zombie', async () => {
  const waiting = never.with(`${parent}/task/${parent}/syscall`, () => WAIT_FOR_ANY);
  assert.equal(await whyZombies(waiting), 'zombies/not-yet-reaped, likely');
  const [{verdict}] = await judgedZombies(waiting);
  assertSeen(verdict.evidence, factIn(parent, `task/${parent}/syscall`, 'wait4', 'any child'));
});

test('a parent with SIGCHLD pending and not blocked is about to learn of the exit', async () => {
  const signalled = never.with(`${parent}/status`, withSigchldIn('ShdPnd'));
  assert.equal(await whyZombies(signalled), 'zombies/not-yet-reaped, likely');
  const [{verdict}] = await judgedZombies(signalled);
  assertSeen(verdict.evidence, factIn(parent, 'status', 'ShdPnd', 'SIGCHLD'));
});

test('a parent that does neither is not about to reap', async () => {
  const [{zombie}] = await judgedZombies(never);
  assert.equal(notYetReaped.check(zombie), undefined);
});

test('a wait for another child, and a SIGCHLD that is blocked, promise nothing', async () => {
  for (const name of ['waits-for-other', 'blocked-by-launcher']) {
    const [{zombie}] = await judgedZombies(scene(name));
    assert.equal(notYetReaped.check(zombie), undefined, name);
  }
});
