import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {readWaitChain} from '../blocked-processes/wait-chain.ts';

const locks = scene('two-locks');
const [waiter, ender] = [locks.number('waiter'), locks.number('ender')];

/** The processes that can end the waiter's wait. */
async function enders(where: Scene) {
  const snapshot = where.snapshot();
  const {nodes} = await readWaitChain(snapshot, snapshot.find(waiter) ?? assert.fail());
  const {edges = [], others} = nodes[0]?.waits[0] ?? {};
  return {edges: edges.map(({to, certainty, fds}) => [to, certainty, fds.length]), others};
}

const withoutCall = locks.withErrno(`${waiter}/task/${waiter}/syscall`, 'EPERM');

test('where only the system call is hidden, the descriptor is found by /proc/locks', async () => {
  assert.deepEqual(await enders(withoutCall), {edges: [[ender, 'proven', 1]], others: []});
});

test('where the waiter’s descriptors are hidden as well, the acquirer’s show that it holds the lock', async () => {
  const hidden = withoutCall.withErrno(`${waiter}/fd`, 'EACCES');
  assert.deepEqual(await enders(hidden), {edges: [[ender, 'proven', 1]], others: []});
});

test('where the acquirer’s descriptors are hidden, too, it likely holds the lock', async () => {
  const hidden = withoutCall.withErrno(new RegExp(`^(${waiter}|${ender})/fd`), 'EACCES');
  assert.deepEqual(await enders(hidden), {edges: [[ender, 'likely', 0]], others: []});
});

test('an acquirer that is seen to have given the lock up is not named', async () => {
  const passedOn = withoutCall
    .withErrno(`${waiter}/fd`, 'EACCES')
    .with(new RegExp(`^${ender}/fdinfo/`), text => text.replace(/^lock:.*\n/gm, ''));
  const {edges, others} = await enders(passedOn);
  assert.deepEqual(edges, []);
  const [unseen] = others ?? [];
  assert.ok(unseen?.kind === 'lock-holder-unseen' && unseen.file && 'inode' in unseen.file);
  assert.equal(unseen.class, 'flock');
  assert.match(unseen.file.device, /^\d+:\d+$/);
});

test('where several requests are listed for its process, a thread likely waits for one of them', async () => {
  const again = (text: string) =>
    text.replace(/^(\d+): -> (FLOCK .* )(\d+) (.*)\n/gm, `$&$1: -> $2${waiter} $4\n`);
  const {edges, others} = await enders(withoutCall.with(/^locks$/, again));
  assert.deepEqual(new Set(edges.map(([, certainty]) => certainty)), new Set(['likely']));
  assert.deepEqual(others, [{kind: 'unseen'}]);
});
