import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {onlyLock} from '../../../test/support/recorded/verdicts.ts';

const outlived = scene('lock-of-heir');
const acquirer = outlived.number('acquirer');
const [holder] = outlived.numbers('holders');
const waiter = outlived.number('waiter');

/** The scene with a waiter that last ran 3000 s earlier than it was recorded to. */
const waiting = outlived.with(`${waiter}/sched`, text =>
  text.replace(/(?<=se\.exec_start\s*:\s*)[\d.]+/, at => String(Number(at) - 3_000_000)),
);

async function verdictIn(where: Scene) {
  return (await onlyLock(where)).verdict;
}

test('a process that waits for a flock which outlives its acquirer is named, with who holds the lock', async () => {
  assert.equal((await verdictIn(outlived))?.certainty, 'likely', 'it may have received the descriptor');
  const sleeps = outlived.withLink(`${holder}/exe`, '/usr/bin/sleep');
  const verdict = await verdictIn(sleeps);
  assert.deepEqual([verdict?.rule, verdict?.certainty], ['locks/waiters-behind-heir', 'proven']);
  assert.deepEqual(
    verdict?.evidence.map(({file, field, value}) => [file, field, value]),
    [
      [`/proc/${holder}/fdinfo/${outlived.number('fd')}`, 'lock:', `FLOCK WRITE ${acquirer}`],
      [`/proc/${acquirer}`, null, 'ENOENT'],
      [`/proc/${holder}/stat`, 'session (6)', `${acquirer}`],
      ['/proc/locks', '->', `WRITE ${waiter}`],
    ],
  );
  assert.ok(verdict?.remedy?.includes(`\`kill -TERM ${holder}\``), verdict?.remedy ?? '');
});

test('the time of a waiter is known by when it last ran', async () => {
  const why = (await verdictIn(waiting))?.why ?? '';
  assert.ok(why.startsWith(`lock-heirs (${waiter}) has been blocked for at least 3000 s on /tmp/`), why);
});

test('the time is left out where the kernel does not show it, or other threads of the waiter may run', async () => {
  for (const without of [
    waiting.withErrno(`${waiter}/sched`, 'ENOENT'),
    waiting.with(`${waiter}/stat`, statField(20, 2)),
  ]) {
    const why = (await verdictIn(without))?.why ?? '';
    assert.ok(why.startsWith(`lock-heirs (${waiter}) is blocked on /tmp/`), why);
  }
});

test('a waiter that only its system call shows counts too', async () => {
  const verdict = await verdictIn(outlived.withErrno('locks', 'EACCES'));
  assert.equal(verdict?.rule, 'locks/waiters-behind-heir');
  const {file, value} = verdict.evidence.at(-1) ?? assert.fail('no evidence');
  assert.deepEqual([file, value], [`/proc/${waiter}/syscall`, 'flock']);
});

test('an OFD lock names no acquirer: that siblings hold it whose parent has exited makes it likely', async () => {
  const recorded = scene('ofd-lock-of-heirs');
  const verdict = await verdictIn(recorded);
  assert.deepEqual([verdict?.rule, verdict?.certainty], ['locks/waiters-behind-heir', 'likely']);
  assert.equal(verdict?.evidence[0]?.value, 'OFDLCK WRITE -1');
  assert.ok(verdict?.remedy?.includes(`\`kill -TERM ${recorded.numbers('holders').join(' ')}\``));
});

test('it is silent where the acquirer lives, or the holder had the descriptor before it', async () => {
  const {lock, verdict} = await onlyLock(scene('lock-queue'));
  assert.deepEqual([lock.waiters.length, verdict], [2, undefined]);
  const helped = await onlyLock(scene('lock-by-helper'));
  assert.deepEqual([helped.lock.waiters.length, helped.verdict?.rule], [1, 'locks/acquirer-gone']);
});
