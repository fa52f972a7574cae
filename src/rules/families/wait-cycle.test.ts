import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/scene.ts';
import {familyFindings} from '../../../test/verdicts.ts';
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
    new RegExp(`frees the other: kill -TERM ${Math.max(waiter, ender)}\\. Close in each process the ends`),
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
