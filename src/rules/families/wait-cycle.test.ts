import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {familyFindings} from '../../../test/support/recorded/verdicts.ts';
import {readWaitCycles, searchWaits} from '../../snapshot/blocked-processes/wait-cycles.ts';
import type {EdgeKind} from '../../snapshot/wait-chain/edge.ts';
import type {Finding} from '../finding.ts';
import {waitCycle} from './wait-cycle.ts';

async function findingsIn(where: Scene, pids?: readonly number[]): Promise<Finding[]> {
  return (await familyFindings(where, pids)).filter(({rule}) => rule === waitCycle.id);
}

const pipes = scene('two-pipes');
const [waiter, ender] = [pipes.number('waiter'), pipes.number('ender')];

test('two processes that each read what the other would have to write are a deadlock', async () => {
  const [finding, ...more] = await findingsIn(pipes);
  assert.deepEqual([finding?.severity, finding?.certainty, more], ['error', 'likely', []]);
  assert.equal(finding?.cause, `circle of ${[waiter, ender].sort((a, b) => a - b).join(' ')}`);
  assert.deepEqual(
    finding.evidence.map(({file, field, value}) => [file, field, value.replace(/\d+/, 'N')]),
    [waiter, ender]
      .sort((a, b) => a - b)
      .flatMap((pid, at, all) => [
        [`/proc/${pid}/task/${pid}/syscall`, null, 'read'],
        [`/proc/${all[1 - at]}/fd/${pid === waiter ? 4 : 6}`, null, 'pipe:[N]'],
      ]),
  );
  assert.match(finding.remedy ?? '', new RegExp(`\`kill -TERM ${Math.max(waiter, ender)}\`\\. `));
});

test('a process that handles signals may send in a handler what the other waits for: no deadlock', async () => {
  const status = new RegExp(`^${ender}/(task/\\d+/)?status$`);
  const catching = (set: string) =>
    pipes.with(status, text => text.replace(/^SigCgt:.*$/m, `SigCgt:\t${set}`));
  assert.deepEqual(await findingsIn(catching('0000000000000001')), []);
  // SIGSEGV, by which a program reports its crash.
  assert.equal((await findingsIn(catching('0000000000000400'))).length, 1);
});

test('two processes that each have both ends of the pipes they read are one deadlock, and both are victims', async () => {
  const shared = scene('shared-ends');
  const [one, other] = [shared.number('waiter'), shared.number('ender')].sort((a, b) => a - b);
  for (const pids of [undefined, [one ?? 0], [other ?? 0]]) {
    const [finding, ...more] = await findingsIn(shared, pids);
    assert.deepEqual(more, []);
    assert.equal(finding?.cause, `circle of ${one} ${other}`);
    assert.match(finding.why, / and the process itself can write to or close\./);
    assert.match(finding.remedy ?? '', new RegExp(`To end both: \`kill -TERM ${other} ${one}\`\\.`));
  }
});

test('where a process’s descriptors are hidden, the finding says that it could have the other end', async () => {
  const hidden = scene('own-writer').withErrno(`${scene('own-writer').number('bystander')}/fd`, 'EACCES');
  const [finding] = await findingsIn(hidden);
  assert.equal(finding?.certainty, 'likely');
  assert.match(finding.why, /a hidden process could have the other end\.$/);
});

/** The remedy for a cycle of the two processes, by what each waits for. */
async function remedyFor(...kinds: readonly EdgeKind[]): Promise<string> {
  const snapshot = pipes.snapshot();
  const asked = [waiter, ender].flatMap(pid => snapshot.find(pid) ?? []);
  const [cycle] = await readWaitCycles(snapshot, await searchWaits(snapshot, asked));
  assert.ok(cycle);
  const steps = cycle.steps
    .slice(0, kinds.length)
    .map((step, at) => ({...step, edge: {...step.edge, kind: kinds[at] ?? step.edge.kind}}));
  const {remedy} = waitCycle.check({...cycle, steps}) ?? {};
  return (remedy ?? '').replace(/^.*?`kill -TERM [\d ]+`\. ?/, '');
}

test('the remedy is for what is waited for', async () => {
  assert.equal(
    await remedyFor('waits-for-child', 'waits-for-lock'),
    'Release the lock before you wait for the child.',
  );
  assert.equal(
    await remedyFor('waits-for-process', 'waits-for-lock'),
    'Release a lock before you wait for a process that may want it.',
  );
  assert.match(await remedyFor('waits-for-lock'), /^Lock the file through one descriptor/);
  assert.match(await remedyFor('waits-for-child', 'writes-pipe'), /^Read all that a process writes before/);
  assert.match(await remedyFor('writes-pipe', 'writes-pipe'), /^Read while you write: /);
  assert.equal(
    await remedyFor('reads-pipe', 'waits-for-child'),
    'In each process, close the pipe ends that it does not use right after fork(2).',
  );
  assert.match(
    await remedyFor('connects-to', 'connects-to'),
    /^Decide which end of a connection speaks first/,
  );
  assert.match(await remedyFor('traced-by', 'reads-pipe'), /Let a tracer resume its tracee/);
  assert.match(
    await remedyFor('waits-for-child', 'waits-for-process'),
    /^Let only one of two processes wait/,
  );
});

test('the deadlock is found from each of its members, and not from another process', async () => {
  for (const pid of [waiter, ender]) assert.equal((await findingsIn(pipes, [pid])).length, 1);
  assert.deepEqual(await findingsIn(pipes, [pipes.number('bystander')]), []);
});

test('two processes that each want the lock of the other are a deadlock', async () => {
  const [finding] = await findingsIn(scene('two-locks'));
  assert.equal(finding?.certainty, 'likely');
  assert.deepEqual(
    finding.evidence.map(({file, value}) => [file.replace(/\d+/g, 'N'), value.replace(/\d+/, 'N')]),
    [
      ['/proc/N/task/N/syscall', 'flock'],
      ['/proc/N/fdinfo/N', 'FLOCK WRITE N'],
      ['/proc/N/task/N/syscall', 'flock'],
      ['/proc/N/fdinfo/N', 'FLOCK WRITE N'],
    ],
  );
  assert.match(finding.remedy ?? '', /Take locks in the same order everywhere\.$/);
});

test('a reader with the last write end of its own pipe is in a deadlock with itself', async () => {
  const own = scene('own-writer').withLink('self/ns/pid', 'pid:[4026531836]');
  const [finding] = await findingsIn(own);
  assert.equal(finding?.what, `Deadlock: blocked-on-pipe (${own.number('waiter')}) waits for itself.`);
  assert.match(finding.why, /which only the process itself can write to or close/);
});

test('inside of a pid namespace, a process outside may have an end of the pipe as well', async () => {
  const inside = scene('own-writer').withLink('self/ns/pid', 'pid:[4026532001]');
  const [finding] = await findingsIn(inside);
  assert.match(finding?.why ?? '', /which the process itself can write to or close/);
  assert.match(finding?.why ?? '', /a hidden process could have the other end/);
});

test('there is no deadlock where a third process could end the wait', async () => {
  assert.deepEqual(await findingsIn(scene('own-and-other-writer')), []);
});

test('a deadlock of two is likely where another process’s descriptors are hidden', async () => {
  const hidden = pipes.withErrno(`${pipes.number('bystander')}/fd`, 'EACCES');
  assert.equal((await findingsIn(hidden))[0]?.certainty, 'likely');
});

test('nothing is found where a system call is hidden', async () => {
  assert.deepEqual(await findingsIn(pipes.withErrno(/\/task\/\d+\/syscall$/, 'EPERM')), []);
});

test('a queue for a lock, and a pipe that a child inherited, are no deadlocks', async () => {
  for (const name of ['lock-queue', 'pipe-heir', 'prefork-server'])
    assert.deepEqual(await findingsIn(scene(name)), [], name);
});
