import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {parentWaitsForAnotherChild} from './parent-waits-for-another-child.ts';

const ANY = '0xffffffff';

for (const [name, call, target] of [
  ['waits-for-other', 'wait4', (other: number) => `pid ${other}`],
  ['waits-for-pidfd', 'waitid', (other: number) => `pid ${other}`],
  ['waits-for-group', 'wait4', (_: number, parent: number) => `process group ${parent}`],
] as const) {
  test(`${name}: a thread of the parent waits for another child, which is named`, async () => {
    const waiting = scene(name);
    assert.equal(await whyZombies(waiting), 'zombies/parent-waits-for-another-child, proven');
    const [{verdict}] = await judgedZombies(waiting);
    const [parent, other] = [waiting.number('parent'), waiting.number('other')];
    const file = `task/${waiting.number('waiter')}/syscall`;
    assertSeen(verdict.evidence, factIn(parent, file, call, target(other, parent)));
  });
}

const waiting = scene('waits-for-other');
const parent = waiting.number('parent');
const [zombiePid = 0] = waiting.numbers('zombies');
const syscall = `${parent}/task/${waiting.number('waiter')}/syscall`;

/** /proc/PID/task/TID/syscall with another first argument. */
function waitFor(argument: string): (line: string) => string {
  return line => line.replace(/(?<=^\d+ )0x[0-9a-f]+/, argument);
}

test('a parent that waits for any child, or for this one, is about to reap it', async () => {
  for (const argument of [ANY, `0x${zombiePid.toString(16)}`]) {
    const [{zombie, verdict}] = await judgedZombies(waiting.with(syscall, waitFor(argument)));
    assert.equal(parentWaitsForAnotherChild.check(zombie), undefined);
    assert.equal(verdict.rule, 'zombies/not-yet-reaped');
  }
});

test("a thread whose system call can't be read may wait for this child: likely", async () => {
  const twin = waiting.withErrno(`${parent}/task/${parent}/syscall`, 'EPERM');
  assert.equal(await whyZombies(twin), 'zombies/parent-waits-for-another-child, likely');
});

test('a thread that wakes up by itself may wait for this child then: likely, and at first only worth knowing', async () => {
  const sleeping = waiting.with(
    `${parent}/task/${parent}/syscall`,
    () => '230 0x1 0x0 0x7ffd0 0x0 0x0 0x0 0x7ffd0 0x7f000\n',
  );
  const [{verdict}] = await judgedZombies(sleeping);
  assert.deepEqual([verdict.rule, verdict.certainty], [parentWaitsForAnotherChild.id, 'likely']);
  assert.equal(verdict.severity, 'info');
});

test('a handler may be about to reap a fresh zombie: likely', async () => {
  const caught = waiting.with(`${parent}/status`, withSigchldIn('SigCgt'));
  assert.equal(await whyZombies(caught), 'zombies/parent-waits-for-another-child, proven');
  const fresh = caught.withErrno(`${zombiePid}/sched`, 'ENOENT');
  assert.equal(await whyZombies(fresh), 'zombies/parent-waits-for-another-child, likely');
});

test('a parent that waits for nobody does not wait for another child', async () => {
  const [{zombie}] = await judgedZombies(scene('never-waits'));
  assert.equal(parentWaitsForAnotherChild.check(zombie), undefined);
});
