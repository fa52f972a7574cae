import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField, statusLine} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {readZombies} from '../../snapshot/zombies/zombies.ts';
import {type Plan, planFor} from './plan.ts';

async function plansIn(given: Scene): Promise<readonly Plan[]> {
  const snapshot = given.snapshot();
  return planFor(snapshot, (await readZombies(snapshot)).zombies);
}

/** "sigchld", "sigchld: default", or why nothing is done at all. */
async function waysIn(given: Scene): Promise<readonly string[]> {
  return (await plansIn(given)).flatMap(({hindrance, options}) =>
    hindrance
      ? [hindrance.kind]
      : options.map(({action, futility}) => (futility ? `${action}: ${futility}` : action)),
  );
}

for (const [name, ways] of [
  ['handler-once', ['sigchld', 'end-parent']],
  ['signalfd-once', ['sigchld', 'end-parent']],
  ['sigwait-once', ['sigchld', 'end-parent']],
  ['signalfd-unread', ['sigchld: pending', 'end-parent']],
  ['sigwait-others', ['sigchld: pending', 'end-parent']],
  ['never-waits', ['sigchld: default', 'end-parent']],
  ['ignored-too-late', ['sigchld: ignored', 'end-parent']],
  ['parent-stopped', ['sigcont', 'sigchld: default', 'end-parent']],
  ['parent-frozen', ['thaw', 'sigchld: default', 'end-parent']],
  ['parent-frozen-v1', ['thaw', 'sigchld: default', 'end-parent']],
  ['parent-traced', ['sigchld: cannot-run', 'end-parent: cannot-run']],
  ['parent-exiting', ['sigchld: cannot-run', 'end-parent: cannot-run']],
  ['vfork-parent', ['sigchld: cannot-run', 'end-parent: cannot-run']],
  ['init-does-not-reap', ['init']],
  ['held-by-tracer', ['traced']],
  ['parent-not-visible', ['parent-not-visible']],
] as const) {
  test(`${name}: ${ways.join(', ')}`, async () => assert.deepEqual(await waysIn(scene(name)), ways));
}

const stopped = scene('parent-stopped');
const parent = stopped.number('parent');

test('SIGCONT is of no use to a parent that its terminal would stop again', async () => {
  const inBackground = stopped
    .with(new RegExp(`^${parent}/(?:task/\\d+/)?stat$`), statField(7, '34816'))
    .with(new RegExp(`^${parent}/(?:task/\\d+/)?stat$`), statField(52, '21'));
  const [first, ...others] = await waysIn(inBackground);
  assert.equal(first, 'sigcont: needs-foreground');
  assert.ok(others.every(way => way.endsWith(': cannot-run')));
});

test('nothing is sent where it can not be read who is PID 1, nor to a parent whose signals can not be read', async () => {
  const handled = scene('handler-once');
  const pid = handled.number('parent');
  assert.deepEqual(await waysIn(handled.withErrno(`${pid}/status`, 'EACCES')), ['init-unknown']);
});

test('the zombie that its own parent traces is not another tracer’s', async () => {
  const [plan] = await plansIn(scene('traced-by-parent'));
  assert.equal(plan?.hindrance, undefined);
});

test('SIGTERM is of no use to a parent that ignores it', async () => {
  const never = scene('never-waits');
  const ignoring = never.with(`${never.number('parent')}/status`, statusLine('SigIgn', '0000000000004000'));
  assert.deepEqual(await waysIn(ignoring), ['sigchld: default', 'end-parent: ignored']);
});

test('SIGCHLD is of no use to a parent that blocks it, where only a handler would take it', async () => {
  const handled = scene('handler-once');
  const blocking = handled.with(
    new RegExp(`^${handled.number('parent')}/(?:task/\\d+/)?status$`),
    statusLine('SigBlk', '0000000000010000'),
  );
  assert.deepEqual(await waysIn(blocking), ['sigchld: blocked', 'end-parent']);
});

/** With procdoc in the scene, as a child of this process. */
function withProcdocBelow(given: Scene, ppid: number): Scene {
  const pid = given.snapshot().observerPid();
  const later = ['R', ppid, ...Array<number>(17).fill(0), '99999999', ...Array<number>(30).fill(0)];
  return given.withFile(`${pid}/stat`, `${pid} (procdoc) ${later.join(' ')}\n`);
}

test('nothing is sent to an ancestor of procdoc, nor where one that can not be seen may be it', async () => {
  const handled = scene('handler-once');
  const adopted = withProcdocBelow(handled, handled.number('parent'));
  assert.deepEqual(await waysIn(adopted), ['ancestor']);
  assert.deepEqual(await waysIn(withProcdocBelow(handled, 999_999)), ['ancestor-unknown']);
  assert.deepEqual(await waysIn(withProcdocBelow(handled, 0)), ['sigchld', 'end-parent']);
});
