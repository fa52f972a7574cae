import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {readWaitChain} from './wait-chain.ts';

const queue = scene('lock-queue');
const holder = queue.number('holder');
const [first = 0, second = 0] = queue.numbers('waiters');

async function edgesOf(where: Scene, pid: number) {
  const snapshot = where.snapshot();
  const {nodes} = await readWaitChain(snapshot, snapshot.find(pid) ?? assert.fail());
  return nodes[0]?.waits[0]?.edges ?? [];
}

test('a waiter behind another one is told that this is served first', async () => {
  const [edge, ...more] = await edgesOf(queue, second);
  assert.deepEqual([edge?.to, more], [holder, []]);
  assert.equal(edge?.evidence.at(-1), `/proc/locks: ${first} waits for it, too, and is served first`);
});

test('the first waiter is behind nobody', async () => {
  const [edge] = await edgesOf(queue, first);
  assert.equal(edge?.to, holder);
  assert.doesNotMatch(edge.evidence.join(), /served first/);
});

test('where the holder’s descriptors are hidden, that is told as well', async () => {
  const hidden = queue
    .withErrno(new RegExp(`^(${holder}|${second})/fd`), 'EACCES')
    .withErrno(`${second}/task/${second}/syscall`, 'EPERM');
  const [edge] = await edgesOf(hidden, second);
  assert.deepEqual([edge?.to, edge?.certainty], [holder, 'likely']);
  assert.match(edge?.evidence.at(-1) ?? '', new RegExp(`: ${first} waits for it, too`));
});
