import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {onlyLock} from '../../../test/support/recorded/verdicts.ts';

const helped = scene('lock-by-helper');
const acquirer = helped.number('acquirer');
const [holder = 0] = helped.numbers('holders');

test('a lock that a helper took belongs to the process that had the descriptor before it', async () => {
  const {lock, verdict} = await onlyLock(helped);
  assert.deepEqual([lock.acquirerPid, lock.acquirerAlive], [acquirer, false]);
  assert.deepEqual(
    lock.holders.map(({process, origin}) => [process.pid, origin?.kind]),
    [[holder, 'shared-with-acquirer']],
  );
  assert.deepEqual([verdict?.rule, verdict?.certainty], ['locks/acquirer-gone', 'likely']);
  assert.deepEqual(
    verdict?.evidence.map(({file, field, value}) => [file, field, value]),
    [
      [`/proc/${holder}/fdinfo/${helped.number('fd')}`, 'lock:', `FLOCK WRITE ${acquirer}`],
      [`/proc/${acquirer}`, null, 'ENOENT'],
      [`/proc/${holder}/stat`, 'pid (1)', `${holder}`],
    ],
  );
  assert.ok(verdict?.remedy?.includes(`Never signal ${acquirer}`), verdict?.remedy ?? '');
});

test('a holder that the acquirer left behind is another matter', async () => {
  assert.equal((await onlyLock(scene('client-gone'))).verdict?.rule, 'locks/held-by-heir');
});

test('it is silent where the acquirer lives, or its pid may be another process’s now', async () => {
  for (const name of ['inherited-flock', 'inherited-ofd-lock', 'inherited-posix-lock', 'lock-queue'])
    assert.equal((await onlyLock(scene(name))).verdict, undefined, name);
  const stat = `${acquirer} (innocent) S 1 ${acquirer} ${acquirer} 0 -1 4194304${' 0'.repeat(12)} 999999999${' 0'.repeat(30)}\n`;
  const {lock, verdict} = await onlyLock(helped.withFile(`${acquirer}/stat`, stat));
  assert.deepEqual([lock.acquirerAlive, verdict], [null, undefined]);
});
