import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {parentWaitsForAnotherChild} from './parent-waits-for-another-child.ts';

const ANY = '0xffffffff';

for (const [name, target] of [
  ['waits-for-other', (pid: number) => `in wait4 for pid ${pid}`],
  ['waits-for-pidfd', (pid: number) => `in waitid for pid ${pid}`],
  ['waits-for-group', () => 'in wait4 for process group '],
] as const) {
  test(`${name}: a thread of the parent waits for another child, which is named`, async () => {
    const waiting = scene(name);
    assert.equal(await whyZombies(waiting), 'zombies/parent-waits-for-another-child, proven');
    const [{verdict}] = await judgedZombies(waiting);
    assert.ok(verdict.why.includes(target(waiting.number('other'))), verdict.why);
    assert.ok(verdict.evidence[0]?.includes(`/task/${waiting.number('waiter')}/syscall`));
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

test('a wait for any child, or for this one, is one for it', async () => {
  for (const argument of [ANY, `0x${zombiePid.toString(16)}`]) {
    const [{zombie, verdict}] = await judgedZombies(waiting.with(syscall, waitFor(argument)));
    assert.equal(parentWaitsForAnotherChild.check(zombie), undefined);
    assert.equal(verdict.rule, 'zombies/not-yet-reaped');
  }
});

test('a thread that may not be looked at may wait for this one: likely', async () => {
  const twin = waiting.withErrno(`${parent}/task/${parent}/syscall`, 'EPERM');
  assert.equal(await whyZombies(twin), 'zombies/parent-waits-for-another-child, likely');
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
