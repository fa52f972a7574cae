import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Descriptor} from '../../snapshot/descriptor.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {preventLeftLock, releaseLock} from './release-lock.ts';

const pids = [101, 102, 103, 104, 105, 106];
const snapshot = new Snapshot(imaginedMachine(pids.map(pid => ({pid, ppid: 1, comm: 'sleep'}))));

/** The order for holders that are given as [pid, fd]. */
function orderFor(...given: ReadonlyArray<readonly [pid: number, fd: number]>): string {
  const [first, ...more] = given.map(([pid, fd]) => ({
    process: snapshot.find(pid) ?? assert.fail(`no process ${pid}`),
    descriptor: new Descriptor(snapshot.source, pid, fd),
  }));
  return releaseLock([first ?? assert.fail('no holder'), ...more]);
}

test('one holder has to exit, or to close every descriptor that it has', () => {
  assert.equal(orderFor([101, 9]), 'To release the lock: `kill -TERM 101`, or make it close fd 9.');
  assert.equal(
    orderFor([101, 9], [101, 10]),
    'To release the lock: `kill -TERM 101`, or make it close fd 9 and fd 10.',
  );
});

test('several holders all have to, each by its own descriptor', () => {
  assert.equal(
    orderFor([101, 9], [102, 9]),
    'To release the lock: `kill -TERM 101 102`, or make each close fd 9.',
  );
  assert.equal(
    orderFor([101, 9], [102, 3]),
    'To release the lock: `kill -TERM 101 102`, or make sleep (101) close fd 9 and sleep (102) close fd 3.',
  );
});

test('many holders are left to a list', () => {
  const order = orderFor(...pids.map(pid => [pid, 9] as const));
  assert.ok(order.startsWith('To release the lock, all 6 holders must exit'), order);
  assert.ok(order.includes('`procdoc locks -n -o holders,path`'), order);
});

test('a descriptor that may have come over a UNIX socket need not have been inherited', () => {
  assert.ok(preventLeftLock({isInherited: true}).startsWith('To prevent this: '));
  assert.ok(preventLeftLock({isInherited: false}).startsWith('If the descriptor was inherited: '));
});
