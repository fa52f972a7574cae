import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {onlyLock} from '../../../test/support/recorded/verdicts.ts';

const outlived = scene('lock-of-heir');
const [acquirer, heir, waiter] = [
  outlived.number('acquirer'),
  outlived.numbers('holders')[0],
  outlived.number('waiter'),
];

test('who waits for a flock that lives on in an heir is named, with how long and what would release it', async () => {
  const {verdict} = await onlyLock(outlived);
  assert.equal(verdict?.rule, 'locks/waiters-behind-heir');
  assert.equal(verdict.certainty, 'proven');
  assert.match(
    verdict.why,
    new RegExp(
      `^lock-heirs \\(${waiter}, for \\d+ s at least\\) waits for the flock write lock on /tmp/\\S+, which was taken by ${acquirer}, which is gone, and lives on in lock-heirs \\(${heir}\\)`,
    ),
  );
  assert.deepEqual(verdict.evidence, [
    `/proc/${heir}/fdinfo/${outlived.number('fd')}: lock: FLOCK WRITE ${acquirer}`,
    `/proc/${acquirer}: not there, or a zombie`,
    `/proc/locks: ${waiter} waits to write`,
  ]);
  assert.match(verdict.remedy ?? '', new RegExp(`once lock-heirs \\(${heir}, fd \\d+\\) has closed it`));
});

test('for how long is left out where the kernel does not tell, or other threads of the waiter may run', async () => {
  const untold = outlived.withErrno(`${waiter}/sched`, 'ENOENT');
  assert.match((await onlyLock(untold)).verdict?.why ?? '', new RegExp(`^lock-heirs \\(${waiter}\\) waits`));
  const threaded = outlived.with(`${waiter}/stat`, statField(20, 2));
  assert.match(
    (await onlyLock(threaded)).verdict?.why ?? '',
    new RegExp(`^lock-heirs \\(${waiter}\\) waits`),
  );
});

test('a waiter that only its system call shows is one too', async () => {
  const {verdict} = await onlyLock(outlived.withErrno('locks', 'EACCES'));
  assert.equal(verdict?.rule, 'locks/waiters-behind-heir');
  assert.equal(verdict.evidence.at(-1), `/proc/${waiter}/syscall: blocked for a lock on this file`);
});

test('behind an OFD lock whose eldest holders are siblings of one who is gone, it is likely', async () => {
  const {verdict} = await onlyLock(scene('ofd-lock-of-heirs'));
  assert.deepEqual([verdict?.rule, verdict?.certainty], ['locks/waiters-behind-heir', 'likely']);
  assert.match(verdict?.why ?? '', /which was taken by a process that is gone/);
});

test('nobody waits behind an heir where the acquirer lives, or the holder had the descriptor before it', async () => {
  const {lock, verdict} = await onlyLock(scene('lock-queue'));
  assert.deepEqual([lock.waiters.length, verdict], [2, undefined]);
  const helped = await onlyLock(scene('lock-by-helper'));
  assert.deepEqual([helped.lock.waiters.length, helped.verdict?.rule], [1, 'locks/acquirer-gone']);
});
