import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {Scope} from '../scope.ts';
import {lockInspection} from './locks.ts';

const outlived = scene('lock-of-heir');
const [holder = 0] = outlived.numbers('holders');
const waiter = outlived.number('waiter');

function inspect(where: Scene, pids?: readonly number[]) {
  return lockInspection.inspect(new Scope(where.snapshot(), pids && new Set(pids)));
}

test('a lock has one finding, from the first rule that has something to say', async () => {
  const [finding, ...more] = await inspect(outlived);
  assert.deepEqual([finding?.rule, finding?.severity, more], ['locks/waiters-behind-heir', 'error', []]);
  assert.ok(finding && 'path' in finding.subject);
  const {path} = finding.subject;
  assert.ok(finding.what.startsWith(`lock-heirs (${waiter}) is blocked on ${path}: lock-heirs (${holder})`));
  assert.equal(finding.more, `procdoc locks ${path}`);
  assert.match(finding.cause, /^lock \d+:\d+:\d+$/);
});

test('a diagnosis of some processes finds the locks that one of them holds or waits for, and no others', async () => {
  for (const pid of [holder, waiter]) assert.equal((await inspect(outlived, [pid])).length, 1);
  assert.deepEqual(await inspect(outlived, [outlived.number('supervisor')]), []);
});

test('the subject is /proc/locks where no visible process has the locked file open', async () => {
  const waiting = scene('pipe-heir').snapshot().processes()[0]?.pid ?? 0;
  const lines = `1: OFDLCK ADVISORY  WRITE -1 08:02:99 0 EOF\n1: -> OFDLCK ADVISORY  WRITE ${waiting} 08:02:99 0 EOF\n`;
  const [finding] = await inspect(scene('pipe-heir').withFile('locks', lines));
  assert.deepEqual(finding?.subject, {path: '/proc/locks'});
  assert.match(finding.what, /^OFD write lock on inode 99 of device 8:2: no visible process holds it/);
  assert.deepEqual([finding.cause, finding.more], ['lock 8:2:99', 'procdoc locks']);
});
