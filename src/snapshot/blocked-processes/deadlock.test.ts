import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {Snapshot} from '../snapshot.ts';
import {searchDeadlocks, stillDeadlocked} from './deadlock.ts';

const pipes = scene('two-pipes');
const pids = [pipes.number('waiter'), pipes.number('ender')];

test('a deadlock is found without a look at who adopts orphans', async ({mock}) => {
  const {machine} = pipes.snapshot();
  const syscalls = await machine.syscalls();
  const asked = mock.method(syscalls, 'signalActions').mock;
  const snapshot = new Snapshot({...machine, syscalls: () => Promise.resolve(syscalls)});
  const {deadlocked} = await searchDeadlocks(
    snapshot,
    pids.flatMap(pid => snapshot.find(pid) ?? []),
  );
  assert.deepEqual([...deadlocked].sort(), pids.toSorted());
  assert.deepEqual(await stillDeadlocked(snapshot, [pids]), [pids]);
  assert.equal(asked.callCount(), 0);
});
