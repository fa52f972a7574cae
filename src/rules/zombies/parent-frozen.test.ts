import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {statField, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {conditionOf} from '../../snapshot/condition.ts';

const v2 = scene('parent-frozen');
const v1 = scene('parent-frozen-v1');
const unified = 'self/root/sys/fs/cgroup/unified/jobs';

for (const [recorded, evidence, command] of [
  [
    v2,
    {file: '/sys/fs/cgroup/unified/jobs/cgroup.events', field: 'frozen', value: '1'},
    'echo 0 > /sys/fs/cgroup/unified/jobs/cgroup.freeze',
  ],
  [
    v1,
    {file: '/sys/fs/cgroup/freezer/jobs/freezer.state', field: null, value: 'FROZEN'},
    'echo THAWED > /sys/fs/cgroup/freezer/jobs/freezer.state',
  ],
] as const)
  test(`a parent is frozen where ${evidence.file} says so`, async () => {
    assert.equal(await whyZombies(recorded), 'zombies/parent-frozen, proven');
    const [{verdict}] = await judgedZombies(recorded);
    assertSeen(verdict.evidence, evidence);
    assert.ok(verdict.remedy?.includes(`\`${command}\``));
  });

test('a frozen parent is not accused of what it can’t do while it is frozen', async () => {
  const parent = v2.number('parent');
  const blocks = v2
    .with(new RegExp(`^${parent}/(task/\\d+/)?status$`), withSigchldIn('SigBlk'))
    .with(`${parent}/status`, withSigchldIn('ShdPnd'));
  const asleep = v1.with(new RegExp(`^${v1.number('parent')}/(task/\\d+/)?stat$`), statField(3, 'S'));
  for (const twin of [blocks, asleep]) assert.equal(await whyZombies(twin), 'zombies/parent-frozen, proven');
});

test('a cgroup that is still freezing makes it likely', async () => {
  const freezing: Scene[] = [
    v2
      .with(`${unified}/cgroup.events`, () => 'populated 1\nfrozen 0\n')
      .withFile(`${unified}/cgroup.freeze`, '1\n'),
    v1.with('self/root/sys/fs/cgroup/freezer/jobs/freezer.state', () => 'FREEZING\n'),
  ];
  for (const twin of freezing) assert.equal(await whyZombies(twin), 'zombies/parent-frozen, likely');
});

test('a frozen cgroup above freezes all below, and is the one to thaw', async () => {
  const parent = v2.number('parent');
  const below = v2.with(`${parent}/cgroup`, text => text.replace('0::/jobs', '0::/jobs/nightly'));
  const [{verdict}] = await judgedZombies(below);
  assert.equal(verdict.rule, 'zombies/parent-frozen');
  assert.ok(verdict.remedy?.includes('/jobs/cgroup.freeze`'));
});

test('where the cgroup is not seen, the kernel function that the parent sleeps in makes it likely', async () => {
  const parent = v2.number('parent');
  const unseen = v2
    .withErrno(`${parent}/cgroup`, 'EACCES')
    .withFile(`${parent}/task/${parent}/wchan`, 'get_signal');
  assert.equal(await whyZombies(unseen), 'zombies/parent-frozen, likely');
  const [{verdict}] = await judgedZombies(unseen);
  assertSeen(verdict.evidence, factIn(parent, `task/${parent}/wchan`, null, 'get_signal'));
  const elsewhere = v2
    .withErrno('self/mountinfo', 'ENOENT')
    .withFile(`${parent}/task/${parent}/wchan`, 'unix_stream_read_generic');
  assert.equal(await whyZombies(elsewhere), 'zombies/parent-never-waits, likely');
});

test('a cgroup that can’t be read is a gap', () => {
  const parent = v2.number('parent');
  const snapshot = v2.withErrno(`${parent}/cgroup`, 'EACCES').snapshot();
  const process = snapshot.find(parent) ?? assert.fail('no parent');
  conditionOf(snapshot, process);
  assert.deepEqual(snapshot.ledger.unreadable, [{what: 'cgroup', errno: 'EACCES', pids: [parent]}]);
});

test('a thawed cgroup and a parent that runs are not frozen', async () => {
  const parent = v2.number('parent');
  for (const twin of [
    v2
      .with(`${unified}/cgroup.events`, () => 'populated 1\nfrozen 0\n')
      .withFile(`${unified}/cgroup.freeze`, '0\n'),
    v2.with(`${parent}/stat`, statField(3, 'R')),
  ])
    assert.equal(await whyZombies(twin), 'zombies/parent-never-waits, likely');
});
