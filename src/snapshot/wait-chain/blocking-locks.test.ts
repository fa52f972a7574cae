import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {readWaitChain} from '../blocked-processes/wait-chain.ts';

const queue = scene('lock-queue');
const holder = queue.number('holder');
const [first = 0, second = 0] = queue.numbers('waiters');

async function edgesOf(where: Scene, pid: number) {
  const snapshot = where.snapshot();
  const {nodes} = await readWaitChain(snapshot, snapshot.find(pid) ?? assert.fail());
  return nodes[0]?.waits[0]?.edges ?? [];
}

test('the evidence for a waiter names the waiter that is served first', async () => {
  const [edge, ...more] = await edgesOf(queue, second);
  assert.deepEqual([edge?.to, more], [holder, []]);
  assert.deepEqual(edge?.evidence.at(-1)?.shows, {kind: 'served-first', requesterPid: first});
});

test('the first waiter is behind no other', async () => {
  const [edge] = await edgesOf(queue, first);
  assert.equal(edge?.to, holder);
  assert.deepEqual(
    edge.evidence.map(({file, field, value}) => [file, field, value]),
    [[`/proc/${holder}/fdinfo/3`, 'lock:', `FLOCK WRITE ${holder}`]],
  );
});

test('the waiter that is served first is named where the holder’s descriptors are hidden, too', async () => {
  const hidden = queue
    .withErrno(new RegExp(`^(${holder}|${second})/fd`), 'EACCES')
    .withErrno(`${second}/task/${second}/syscall`, 'EPERM');
  const [edge] = await edgesOf(hidden, second);
  assert.deepEqual([edge?.to, edge?.certainty], [holder, 'likely']);
  assert.deepEqual(
    edge?.evidence.map(({file, shows}) => [file, shows?.kind]),
    [
      ['/proc/locks', 'lock-request'],
      ['/proc/locks', 'served-first'],
    ],
  );
  assert.deepEqual(edge?.evidence.at(-1)?.shows, {kind: 'served-first', requesterPid: first});
});
