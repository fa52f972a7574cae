import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import type {Procfs} from '../../kernel/procfs.ts';
import {mapRead} from '../../kernel/read.ts';
import {Snapshot} from '../snapshot.ts';
import {readWaitChain} from './wait-chain.ts';

const pipes = scene('two-pipes');
const [waiter, ender] = [pipes.number('waiter'), pipes.number('ender')];

/** A snapshot of the machine, where every look at the status of a process finds that it has run once more. */
function running(snapshot: Snapshot, pid: number): Snapshot {
  const {machine} = snapshot;
  const recorded = machine.procfs;
  let switches = 0;
  const procfs: Procfs = {
    readAt: (path, offset, length) => recorded.readAt(path, offset, length),
    list: path => recorded.list(path),
    link: path => recorded.link(path),
    stat: path => recorded.stat(path),
    fileSystemType: () => recorded.fileSystemType(),
    read: path => {
      const bytes = recorded.read(path);
      if (path !== `${pid}/task/${pid}/status`) return bytes;
      const run = `voluntary_ctxt_switches:\t${++switches}`;
      return mapRead(bytes, text =>
        Buffer.from(text.toString('latin1').replace(/^voluntary_ctxt_switches:.*$/m, run), 'latin1'),
      );
    },
  };
  return new Snapshot({...machine, procfs});
}

async function chainOf(snapshot: Snapshot) {
  return readWaitChain(snapshot, snapshot.find(waiter) ?? assert.fail());
}

test('a deadlock is there at a second look as well', async () => {
  const {cycles, deadlocked} = await chainOf(pipes.snapshot());
  assert.deepEqual(cycles, [[waiter, ender]]);
  assert.deepEqual([...deadlocked].sort(), [waiter, ender].sort());
});

test('two processes that wait for each other are in no deadlock if one of them has run between two looks', async () => {
  const {cycles, deadlocked, nodes} = await chainOf(running(pipes.snapshot(), ender));
  assert.deepEqual(
    nodes.map(({pid}) => pid),
    [waiter, ender],
  );
  assert.deepEqual([cycles, [...deadlocked]], [[], []]);
});
