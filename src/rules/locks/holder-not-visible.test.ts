import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedLocks, onlyLock} from '../../../test/support/recorded/verdicts.ts';

const line = '1: FLOCK  ADVISORY  WRITE 4000001 08:02:99 0 EOF\n';

async function verdictsWith(table: string) {
  const judged = await judgedLocks(scene('pipe-heir').withFile('locks', table));
  return judged.map(({verdict}) => verdict);
}

test('where not every descriptor can be read, a lock that nobody waits for is left alone', async () => {
  assert.deepEqual(await verdictsWith(line), [undefined]);
});

test('a lock in /proc/locks that no fdinfo shows keeps others waiting, and no process is named for it', async () => {
  const {pid} = scene('pipe-heir').snapshot().processes()[0] ?? {pid: 0};
  const [verdict, ...more] = await verdictsWith(
    `1: OFDLCK ADVISORY  WRITE -1 08:02:99 0 EOF\n1: -> OFDLCK ADVISORY  WRITE ${pid} 08:02:99 0 EOF\n`,
  );
  assert.equal(more.length, 0);
  assert.deepEqual([verdict?.rule, verdict?.certainty], ['locks/holder-not-visible', 'unknown']);
  assert.deepEqual(
    verdict?.evidence.map(({file, field, value}) => [file, field, value]),
    [
      ['/proc/locks', null, 'OFDLCK WRITE -1, 8:2 inode 99'],
      ['/proc/*/fdinfo', 'lock:', 'none'],
    ],
  );
  assert.ok(verdict?.why.includes('inode 99 of device 8:2'), verdict?.why);
});

test('a process that took the lock and has the file mapped keeps it: nothing is wrong', async () => {
  const recorded = scene('lock-mapped');
  const {lock, path, keeper, verdict} = await onlyLock(recorded);
  assert.deepEqual([lock.holders, keeper()?.pid, verdict], [[], recorded.number('holder'), undefined]);
  assert.ok(path !== null);
});

test('another process that has the file mapped may keep the lock of a descriptor that is closed', async () => {
  const recorded = scene('lock-mapped-by-other');
  const holder = recorded.number('holder');
  const {lock, verdict} = await onlyLock(recorded);
  assert.deepEqual([verdict?.rule, verdict?.certainty], ['locks/holder-not-visible', 'likely']);
  const {file, value} = verdict?.evidence.at(-1) ?? assert.fail('no evidence');
  assert.deepEqual([file, value], [`/proc/${holder}/maps`, `${lock.device} ${lock.inode}`]);
  assert.ok(verdict?.remedy?.includes(`kill -TERM ${holder}`), verdict?.remedy ?? '');
});

test('a POSIX lock belongs to the process that /proc/locks names, if that process exists: nothing is wrong', async () => {
  const {pid} = scene('pipe-heir').snapshot().processes()[0] ?? {pid: 0};
  const verdicts = await verdictsWith(line.replace('FLOCK', 'POSIX').replace('4000001', `${pid}`));
  assert.deepEqual(verdicts, [undefined]);
});

test('it is silent about a lock whose holder is visible, and where there is no lock', async () => {
  const judged = await judgedLocks(scene('inherited-flock'));
  assert.deepEqual(
    judged.map(({verdict}) => verdict),
    [undefined],
  );
  assert.deepEqual(await verdictsWith(''), []);
});
