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
    lock.holders.map(({process, how}) => [process.pid, how]),
    [[holder, 'shared with the acquirer']],
  );
  assert.deepEqual([verdict?.rule, verdict?.certainty], ['locks/acquirer-gone', 'likely']);
  assert.match(
    verdict?.why ?? '',
    new RegExp(`^lock-heirs \\(${holder}\\) holds the flock write lock on /tmp/`),
  );
  assert.deepEqual(verdict?.evidence.slice(0, 2), [
    `/proc/${holder}/fdinfo/${helped.number('fd')}: lock: FLOCK WRITE ${acquirer}`,
    `/proc/${acquirer}: not there, or a zombie`,
  ]);
  assert.match(verdict?.remedy ?? '', new RegExp(`Never signal ${acquirer}`));
});

test('a holder that an acquirer left behind is another matter', async () => {
  assert.equal((await onlyLock(scene('client-gone'))).verdict?.rule, 'locks/held-by-heir');
});

test('it is silent where the acquirer lives, or its pid is another process’s by now', async () => {
  for (const name of ['inherited-flock', 'inherited-ofd-lock', 'inherited-posix-lock', 'lock-queue'])
    assert.equal((await onlyLock(scene(name))).verdict, undefined, name);
  const stat = `${acquirer} (innocent) S 1 ${acquirer} ${acquirer} 0 -1 4194304${' 0'.repeat(12)} 999999999${' 0'.repeat(30)}\n`;
  const {lock, verdict} = await onlyLock(helped.withFile(`${acquirer}/stat`, stat));
  assert.deepEqual([lock.acquirerAlive, verdict], [null, undefined]);
});
