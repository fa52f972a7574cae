import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../test/support/recorded/imagined-machine.ts';
import {asFiles} from '../../test/support/recorded/imagined-zombies.ts';
import {secondsIdle, secondsSinceLastRun} from './last-run.ts';
import {Snapshot} from './snapshot.ts';

async function secondsOf(ranAtMs: string): Promise<number | null> {
  const files = asFiles({
    'self/sched': 'se.exec_start : 34567000.5\n',
    '7/sched': `se.exec_start : ${ranAtMs}\n`,
  });
  const snapshot = new Snapshot(imaginedMachine([{pid: 7, ppid: 1, comm: 'sleep'}], undefined, files));
  const process = snapshot.find(7);
  assert.ok(process);
  return (await secondsSinceLastRun(snapshot, [process]))(process);
}

test('a sleeper last ran when the clock of its CPU stood where it says', async () => {
  assert.equal(await secondsOf('34562000.5'), 5);
});

test('a process has not been idle for longer than since its start, however long it takes to look at others', async () => {
  const files = asFiles({'self/sched': 'se.exec_start : 7000.5\n', '7/sched': 'se.exec_start : 3000.5\n'});
  const machine = imaginedMachine([{pid: 7, ppid: 1, comm: 'sleep'}], undefined, files);
  let now = 0;
  const snapshot = new Snapshot({...machine, host: {...machine.host, now: () => now}});
  const process = snapshot.find(7);
  assert.ok(process);
  assert.equal(await secondsIdle(snapshot, process), 4);
  now = 3000;
  assert.equal(await secondsIdle(snapshot, process), 1);
  now = 9000;
  assert.equal(await secondsIdle(snapshot, process), 0);
});

test('when a task last ran that the kernel has moved to another CPU since is not known', async () => {
  assert.equal(await secondsOf('0.000000'), null);
});
