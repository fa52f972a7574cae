import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn, factsOf} from '../../../test/support/facts.ts';
import {lastRunAt, statField, statusLine} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {judgedScene} from '../../../test/support/recorded/verdicts.ts';
import {Scope} from '../scope.ts';
import {type JudgedCause, zombieInspection} from './zombies.ts';

const never = scene('never-waits');
const parent = never.number('parent');
const zombies = never.numbers('zombies');
const [first = 0, second = 0] = zombies;

async function causesIn(given: Scene): Promise<readonly JudgedCause[]> {
  return (await judgedScene(given)).parents.flatMap(({causes}) => causes);
}

function headlineOf({rule, zombies: together}: JudgedCause): string {
  return rule.headline(together);
}

test('zombies of one parent with one cause are spoken of together, by the name of the parent', async () => {
  const [cause, ...more] = await causesIn(never);
  assert.ok(cause && more.length === 0);
  assert.deepEqual(
    cause.zombies.map(({pid}) => pid),
    zombies,
  );
  for (const text of [headlineOf(cause), cause.verdict.why])
    assert.ok(text.startsWith(`never-waits (${parent}) `));
  for (const pid of zombies) assert.ok(headlineOf(cause).includes(`(${pid})`));
});

test('no sentence about several zombies speaks of one', async () => {
  const handled = await causesIn(scene('handler-once'));
  const adopted = await causesIn(scene('init-does-not-reap'));
  for (const {zombies: together, verdict} of [...handled, ...adopted, ...(await causesIn(never))]) {
    assert.ok(together.length > 1);
    assert.doesNotMatch(`${verdict.why} ${verdict.remedy}`, /its parent|the zombie\b|this zombie\b/i);
  }
});

test('what each zombie shows for itself is evidence for the group', async () => {
  const exitSignals = never.with(`${first}/stat`, statField(38, 0)).with(`${second}/stat`, statField(38, 10));
  const [cause, ...more] = await causesIn(exitSignals);
  assert.ok(cause && more.length === 0);
  assert.deepEqual(factsOf(cause.verdict.evidence), [
    factIn(first, 'stat', 'exit_signal (38)', 0),
    factIn(second, 'stat', 'exit_signal (38)', 10),
  ]);
  assert.match(cause.verdict.why, /no exit signal or exit signal SIGUSR1/);
});

test('what one zombie shows for itself is no evidence for another', async () => {
  const exitSignals = never.with(/^\d+\/stat$/, line => (/ Z /.test(line) ? statField(38, 0)(line) : line));
  const {parents} = await judgedScene(exitSignals);
  for (const {zombie, verdict} of parents.flatMap(group => group.zombies))
    assert.deepEqual(factsOf(verdict.evidence), [factIn(zombie.pid, 'stat', 'exit_signal (38)', 0)]);
});

test('zombies of one parent with two causes, or two certainties, are spoken of apart', async () => {
  const traced = scene('held-by-tracer');
  const tracer = traced.number('tracer');
  const two = never.with(`${first}/stat`, statField(38, 0));
  assert.deepEqual(
    (await causesIn(two)).map(({verdict: {rule}, zombies: together}) => [rule, together.length]),
    [
      ['zombies/not-announced-by-sigchld', 1],
      ['zombies/parent-never-waits', 1],
    ],
  );
  const fresh = never
    .with(/^self\/sched/, lastRunAt(100_000))
    .with(`${never.number('parent')}/task/${never.number('parent')}/sched`, lastRunAt(1000))
    .with(`${second}/sched`, lastRunAt(90_000))
    .with(`${first}/sched`, lastRunAt(99_900));
  assert.deepEqual(
    (await causesIn(fresh)).map(({verdict: {certainty}, zombies: [one]}) => [one.pid, certainty]),
    [
      [first, 'likely'],
      [second, 'proven'],
    ],
  );
  const untraced = traced.with(/^\d+\/status$/, statusLine('TracerPid', 0));
  assert.ok((await causesIn(traced)).every(cause => headlineOf(cause).includes(`(${tracer})`)));
  assert.ok((await causesIn(untraced)).every(cause => !headlineOf(cause).includes(`(${tracer})`)));
});

test('a diagnosis of one zombie speaks of that one alone', async () => {
  const [finding, ...more] = await zombieInspection.inspect(new Scope(never.snapshot(), new Set([second])));
  assert.ok(finding && more.length === 0);
  assert.ok(finding.what.includes(`(${second})`) && !finding.what.includes(`(${first})`));
  assert.deepEqual(
    [finding.cause, finding.more],
    [`zombies of ${parent}`, `procdoc zombies --parent ${parent}`],
  );
  assertSeen(finding.evidence, factIn(parent, 'task/*/syscall', null, 'read'));
});

test('every rule about zombies has a headline that names its parent', async () => {
  const scenes = ['parent-stopped', 'vfork-parent', 'held-by-tracer', 'blocked-by-launcher', 'exit-signal'];
  for (const given of scenes.map(scene))
    for (const cause of await causesIn(given))
      assert.ok(headlineOf(cause).includes(`(${given.number('parent')})`), headlineOf(cause));
});

/** What keeps a parent from its children may be over in a moment: another process, a stop, a tracer. */
const KEPT = [
  'parent-held-up',
  'parent-stopped',
  'parent-traced',
  'parent-frozen',
  'parent-exiting',
  'vfork-parent',
  'waits-for-other',
  'held-by-tracer',
] as const;

for (const name of KEPT)
  test(`${name}: what may be over in a moment is only worth knowing, and a warning once it has lasted`, async () => {
    const given = scene(name);
    const pid = given.number('parent');
    const isChild = new RegExp(`^(${given.numbers('zombies').join('|')})/sched`);
    const severitiesAfter = async (seconds: number) => {
      const at = 100_000 - seconds * 1000;
      const twin = given
        .with(/^self\/sched/, lastRunAt(100_000))
        .with(isChild, lastRunAt(at))
        .withFile(`${pid}/task/${pid}/sched`, `se.exec_start : ${at}\n`);
      return (await causesIn(twin)).map(({rule, verdict}) => verdict.severity ?? rule.severity);
    };
    assert.deepEqual(await severitiesAfter(9), ['info']);
    assert.deepEqual(await severitiesAfter(11), ['warning']);
  });
