import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {familyFindings} from '../../../test/support/recorded/verdicts.ts';
import type {EdgeKind} from '../../snapshot/wait-chain/graph.ts';
import {readWaitCycles} from '../../snapshot/wait-chain/wait-cycles.ts';
import type {Finding} from '../finding.ts';
import {waitCycle} from './wait-cycle.ts';

async function findingsIn(where: Scene, pids?: readonly number[]): Promise<Finding[]> {
  return (await familyFindings(where, pids)).filter(({rule}) => rule === waitCycle.id);
}

const pipes = scene('two-pipes');
const [waiter, ender] = [pipes.number('waiter'), pipes.number('ender')];

test('two that read what the other would have to write wait for one another', async () => {
  const [finding, ...more] = await findingsIn(pipes);
  assert.deepEqual([finding?.severity, finding?.certainty, more], ['error', 'proven', []]);
  assert.equal(finding?.cause, `circle of ${[waiter, ender].sort((a, b) => a - b).join(' ')}`);
  assert.match(
    finding.why,
    /reads pipe:\[\d+\], which only blocked-on-pipe \(\d+\) could write to or close; /,
  );
  assert.match(finding.why, /none of this ends by itself/);
  assert.ok(
    finding.evidence.some(line => line.startsWith(`/proc/${waiter}/task/${waiter}/syscall: read, fd`)),
  );
  assert.match(
    finding.remedy ?? '',
    new RegExp(
      `frees the other: kill -TERM ${Math.max(waiter, ender)}\\. Close in each process, right after`,
    ),
  );
});

test('two of which each could write to the pipe it reads itself are one circle of two, and both have to be ended', async () => {
  const shared = scene('shared-ends');
  const [one, other] = [shared.number('waiter'), shared.number('ender')].sort((a, b) => a - b);
  for (const pids of [undefined, [one ?? 0], [other ?? 0]]) {
    const [finding, ...more] = await findingsIn(shared, pids);
    assert.deepEqual(more, []);
    assert.equal(finding?.cause, `circle of ${one} ${other}`);
    assert.match(
      finding.why,
      /reads pipe:\[\d+\], which only blocked-on-pipe \(\d+\) and it itself could write to or close; /,
    );
    assert.match(
      finding.remedy ?? '',
      new RegExp(
        `^To end one of them does not free the other; to end them all: kill -TERM ${other} ${one}\\.`,
      ),
    );
  }
});

test('where somebody’s descriptors may not be seen, nobody is said to be the only one', async () => {
  const hidden = scene('own-writer').withErrno(`${scene('own-writer').number('bystander')}/fd`, 'EACCES');
  const [finding] = await findingsIn(hidden);
  assert.match(finding?.why ?? '', /which, as far as could be seen, only it itself could write to or close/);
});

/** A circle of the same processes, by what each waits for. */
async function remedyFor(...kinds: readonly EdgeKind[]): Promise<string> {
  const snapshot = pipes.snapshot();
  const [cycle] = await readWaitCycles(
    snapshot,
    [waiter, ender].flatMap(pid => snapshot.find(pid) ?? []),
  );
  assert.ok(cycle);
  const steps = cycle.steps
    .slice(0, kinds.length)
    .map((step, at) => ({...step, edge: {...step.edge, kind: kinds[at] ?? step.edge.kind}}));
  const {remedy} = waitCycle.check({...cycle, steps}) ?? {};
  return (remedy ?? '').replace(/^.*?kill -TERM [\d ]+\. ?/, '');
}

test('the remedy is for what is waited for', async () => {
  assert.equal(
    await remedyFor('waits-for-child', 'waits-for-lock'),
    'Release the lock before waiting for the child.',
  );
  assert.equal(
    await remedyFor('waits-for-process', 'waits-for-lock'),
    'Release a lock before waiting for one that may want it.',
  );
  assert.match(await remedyFor('waits-for-lock'), /^Lock a file through one descriptor/);
  assert.match(await remedyFor('waits-for-child', 'writes-pipe'), /^Read what a process writes to its end/);
  assert.match(await remedyFor('writes-pipe', 'writes-pipe'), /^Read while you write: /);
  assert.equal(
    await remedyFor('reads-pipe', 'waits-for-child'),
    'Close in each process, right after fork(2), the ends of a pipe that it does not use.',
  );
  assert.match(await remedyFor('connects-to', 'connects-to'), /^Let the two ends of a connection/);
  assert.match(await remedyFor('traced-by', 'reads-pipe'), /Let a tracer resume its tracee/);
  assert.match(await remedyFor('waits-for-child', 'waits-for-process'), /^Of two processes, let one at most/);
});

test('it is found from each of the two, and not from another', async () => {
  for (const pid of [waiter, ender]) assert.equal((await findingsIn(pipes, [pid])).length, 1);
  assert.deepEqual(await findingsIn(pipes, [pipes.number('bystander')]), []);
});

test('two that want the lock of one another wait for one another', async () => {
  const [finding] = await findingsIn(scene('two-locks'));
  assert.match(finding?.why ?? '', /waits for a lock on \S+\/file, which blocked-on-lock \(\d+\) holds/);
  assert.match(finding?.remedy ?? '', /Take locks in the same order everywhere\.$/);
});

test('a reader of a pipe that is its own last writer waits for itself', async () => {
  const own = scene('own-writer');
  const [finding] = await findingsIn(own);
  assert.equal(finding?.what, `blocked-on-pipe (${own.number('waiter')}) waits for itself.`);
  assert.match(finding.why, /which only it itself could write to or close/);
});

test('there is none where a third could end it', async () => {
  assert.deepEqual(await findingsIn(scene('own-and-other-writer')), []);
});

test('where somebody’s descriptors may not be seen, that one may have the other end, too', async () => {
  const hidden = pipes.withErrno(`${pipes.number('bystander')}/fd`, 'EACCES');
  assert.equal((await findingsIn(hidden))[0]?.certainty, 'likely');
});

test('where a system call may not be seen, nothing is said', async () => {
  assert.deepEqual(await findingsIn(pipes.withErrno(/\/task\/\d+\/syscall$/, 'EPERM')), []);
});

test('a queue for a lock, and a pipeline with an heir, are no circles', async () => {
  for (const name of ['lock-queue', 'pipe-heir', 'prefork-server'])
    assert.deepEqual(await findingsIn(scene(name)), [], name);
});
