import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {Scope} from '../scope.ts';
import {lockInspection} from './index.ts';

const outlived = scene('lock-of-heir');
const [heir = 0] = outlived.numbers('holders');
const waiter = outlived.number('waiter');

function inspect(where: Scene, pids?: readonly number[]) {
  return lockInspection.inspect(new Scope(where.snapshot(), pids && new Set(pids)));
}

test('a lock has one finding, that of the first rule that speaks', async () => {
  const [finding, ...more] = await inspect(outlived);
  assert.deepEqual([finding?.rule, finding?.severity, more], ['locks/waiters-behind-heir', 'error', []]);
  assert.ok(finding && 'path' in finding.subject);
  const {path} = finding.subject;
  assert.equal(finding.what, `flock write lock on ${path}, held by lock-heirs (${heir}), awaited by 1.`);
  assert.equal(finding.more, `procdoc locks ${path}`);
  assert.match(finding.cause, /^lock \d+:\d+:\d+$/);
});

test('of some processes, only locks are looked at that one of them holds or waits for', async () => {
  for (const pid of [heir, waiter]) assert.equal((await inspect(outlived, [pid])).length, 1);
  assert.deepEqual(await inspect(outlived, [outlived.number('supervisor')]), []);
});

test('a lock that nobody is seen to hold, on a file that nobody is seen to have open, is about its line', async () => {
  const line = '1: FLOCK  ADVISORY  WRITE 4000001 08:02:99 0 EOF\n';
  const [finding] = await inspect(scene('pipe-heir').withFile('locks', line));
  assert.deepEqual(finding?.subject, {path: '/proc/locks'});
  assert.equal(finding.what, 'flock write lock on inode 99 of device 8:2, held by nobody who is visible.');
  assert.deepEqual([finding.cause, finding.more], ['lock 8:2:99', 'procdoc locks']);
});
