import assert from 'node:assert/strict';
import {mock, test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {readLockCases} from './lock-case.ts';
import {readLocks} from './locks.ts';

const whole = scene('ofd-lock-of-heirs');
/** The scene with a lock on each half of the file. */
const halves = whole.with(/^locks$|\/fdinfo\/3$/, text =>
  text.replace(/^.* 0 EOF\n/gm, line => line.replace('0 EOF', '0 9') + line.replace('0 EOF', '10 EOF')),
);

/** What shows of each lock, by its range, that it was inherited; and how many links of descriptors were read for that. */
async function outlivedLocksIn(
  where: Scene,
): Promise<{shown: [string, string | undefined][]; links: number}> {
  const snapshot = where.snapshot();
  const syscalls = await snapshot.syscalls();
  const cases = await readLockCases(snapshot, readLocks(snapshot, syscalls), syscalls);
  const read = mock.method(snapshot.machine.procfs, 'link').mock;
  const shown = cases.map(({lock, outlivedLock}): [string, string | undefined] => [
    `${lock.start} to ${lock.end}`,
    outlivedLock()?.shownBy?.kind,
  ]);
  return {shown, links: read.callCount()};
}

test('from whom a process has its descriptors is looked for once, however many locks it holds', async () => {
  const [one, two] = [await outlivedLocksIn(whole), await outlivedLocksIn(halves)];
  assert.deepEqual(one.shown, [['0 to null', 'forked-siblings']]);
  assert.deepEqual(two.shown, [
    ['0 to 9', 'forked-siblings'],
    ['10 to null', 'forked-siblings'],
  ]);
  assert.ok(one.links > 0);
  assert.equal(two.links, one.links);
});
