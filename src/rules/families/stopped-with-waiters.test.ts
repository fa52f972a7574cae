import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {statField} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {familyFindings} from '../../../test/support/recorded/verdicts.ts';
import {stoppedWithWaiters} from './stopped-with-waiters.ts';

const queue = scene('lock-queue');
const holder = queue.number('holder');
const [first = 0, second = 0] = queue.numbers('waiters');

/** A scene with a process in which every thread is stopped. */
function stopped(where: Scene, pid: number, signal = 19): Scene {
  return where
    .with(`${pid}/stat`, statField(3, 'T'))
    .with(`${pid}/task/${pid}/stat`, statField(3, 'T'))
    .with(`${pid}/stat`, statField(52, signal));
}

/** What the rule finds, of these processes or all. */
async function findingsIn(where: Scene, pids?: readonly number[]) {
  return (await familyFindings(where, pids)).filter(({rule}) => rule === stoppedWithWaiters.id);
}

const pidOf = ({subject}: Awaited<ReturnType<typeof findingsIn>>[number]) =>
  'pid' in subject ? subject.pid : undefined;

test('a stopped process that has a lock keeps those waiting that want it; one look makes it likely', async () => {
  const [finding, ...others] = await findingsIn(stopped(queue, holder));
  assert.deepEqual(others, []);
  assert.deepEqual([finding && pidOf(finding), finding?.certainty], [holder, 'likely']);
  assert.equal(finding?.severity, 'warning');
  const facts = factsOf(finding ?? assert.fail());
  assert.deepEqual(facts.slice(0, 3), [
    factIn(holder, 'stat', 'state (3)', 'T'),
    factIn(holder, 'stat', 'exit_code (52)', '19'),
    factIn(first, `task/${first}/syscall`, null, 'flock'),
  ]);
});

test('it is found by whom it stops, and by who waits', async () => {
  for (const pid of [holder, first])
    assert.equal((await findingsIn(stopped(queue, holder), [pid])).length, 1, `${pid}`);
});

test('one that runs keeps nobody waiting for long', async () => {
  assert.deepEqual(await findingsIn(queue), []);
});

test('a waiter that is stopped itself would not go on', async () => {
  const supervisor = queue.number('supervisor');
  const all = [supervisor, holder, first, second].reduce((where, pid) => stopped(where, pid), queue);
  assert.deepEqual(await findingsIn(all), []);
});

/** A program that waits for two children, as the shell of a pipeline does. */
const pipeline = scene('sigpipe-inherited');
const [parent = 0, ...children] = pipeline.numbers('heirs');
const launcher = pipeline.withLinks(`${parent}/exe`, () => '/opt/launcher');
const withStopped = (where: Scene) => children.reduce((twin, pid) => stopped(twin, pid), where);

test('a parent waits for its children, if all of them are stopped', async () => {
  const findings = await findingsIn(withStopped(launcher), [parent]);
  assert.ok(findings.length > 0);
  assert.ok(findings.every(finding => children.includes(pidOf(finding) ?? 0)));
  // It may be a supervisor: it waits for whichever exits first.
  assert.ok(findings.every(({severity}) => severity === 'info'));
  // With one of them stopped, it waits for the other, which is found where that waits for the stopped one.
  const [first = 0, second = 0] = children;
  const [held, ...others] = await findingsIn(stopped(launcher, first), [parent]);
  assert.deepEqual([held && pidOf(held), others], [first, []]);
  assert.ok(held?.evidence.some(({file}) => file.startsWith(`/proc/${second}/`)));
  assert.deepEqual(await findingsIn(stopped(launcher, second), [parent]), []);
});

test('a shell knows its stopped jobs, and who asks for stops learns of them', async () => {
  assert.deepEqual(await findingsIn(withStopped(pipeline), [parent]), []);
  const asking = launcher.with(`${parent}/task/${parent}/syscall`, line =>
    line.replace(/^(\S+ \S+ \S+) \S+/, '$1 0x2'),
  );
  assert.deepEqual(await findingsIn(withStopped(asking), [parent]), []);
});
