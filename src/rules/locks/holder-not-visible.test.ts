import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedLocks} from '../../../test/support/recorded/verdicts.ts';

const line = '1: FLOCK  ADVISORY  WRITE 4000001 08:02:99 0 EOF\n';

async function verdictsWith(table: string) {
  const judged = await judgedLocks(scene('pipe-heir').withFile('locks', table));
  return judged.map(({verdict}) => verdict);
}

test('a lock in /proc/locks that no fdinfo shows is held, and nobody is named for it', async () => {
  const [verdict, ...more] = await verdictsWith(line);
  assert.equal(more.length, 0);
  assert.equal(verdict?.rule, 'locks/holder-not-visible');
  assert.equal(verdict.certainty, 'unknown');
  assert.match(verdict.why, /^The lock on inode 99 of device 8:2 is held/);
});

test('a POSIX lock belongs to the process that /proc/locks names, if that is there', async () => {
  const {pid} = scene('pipe-heir').snapshot().processes()[0] ?? {pid: 0};
  const [verdict] = await verdictsWith(line.replace('FLOCK', 'POSIX').replace('4000001', `${pid}`));
  assert.equal(verdict?.certainty, 'likely');
  assert.match(verdict.why, new RegExp(`belongs to process ${pid}`));
});

test('a lock whose holder is seen, or no lock, is none', async () => {
  const judged = await judgedLocks(scene('inherited-flock'));
  assert.deepEqual(
    judged.map(({verdict}) => verdict),
    [undefined],
  );
  assert.deepEqual(await verdictsWith(''), []);
});
