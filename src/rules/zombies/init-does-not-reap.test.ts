import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {lastRunAt, statField, statusLine} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {isInit} from '../../snapshot/pid-namespace.ts';
import {initDoesNotReap} from './init-does-not-reap.ts';

const init = scene('init-does-not-reap');
const subreaper = scene('subreaper-does-not-reap');

test('PID 1 of a pid namespace that does not wait has the orphans there as zombies', async () => {
  const adopter = init.number('adopter');
  const asleep = init.with(`${adopter}/task/${adopter}/sched`, lastRunAt(0.1));
  assert.equal(await whyZombies(init), 'zombies/init-does-not-reap, likely');
  assert.equal(await whyZombies(asleep), 'zombies/init-does-not-reap, proven');
  const judged = await judgedZombies(init);
  assert.deepEqual(
    judged.map(({zombie}) => zombie.innerPids()),
    init.numbers('innerPids').map(pid => [pid]),
  );
  assertSeen(judged[0].verdict.evidence, factIn(adopter, 'status', 'NSpid', `${adopter} 1`));
  assert.match(judged[0].verdict.remedy ?? '', /every process in its pid namespace is killed\.$/);
});

test('a subreaper that does not wait has the orphans below it as zombies', async () => {
  assert.equal(await whyZombies(subreaper), 'zombies/init-does-not-reap, proven');
  const [{verdict}] = await judgedZombies(subreaper);
  const file = `signal_struct of ${subreaper.number('adopter')}`;
  assertSeen(verdict.evidence, {file, field: 'is_child_subreaper', value: 'set'});
});

test('without the privilege, a child in a session that neither it nor its parent leads was adopted: likely', async () => {
  const [first = 0] = subreaper.numbers('orphans');
  const strange = subreaper.withoutPrivilege().with(`${first}/stat`, statField(6, 1));
  const judged = await judgedZombies(strange);
  const verdict = judged.find(({zombie}) => zombie.pid === first)?.verdict;
  assert.equal(verdict?.rule, initDoesNotReap.id);
  assert.equal(verdict.certainty, 'likely');
  assertSeen(verdict.evidence, factIn(first, 'stat', 'session (6)', 1));
});

test('an ordinary parent is neither', async () => {
  for (const twin of [scene('never-waits'), scene('never-waits').withoutPrivilege()]) {
    const [{zombie}] = await judgedZombies(twin);
    assert.equal(initDoesNotReap.check(zombie), undefined);
  }
});

test('an init that is in a wait call reaps: the zombie is one for a moment', async () => {
  const adopter = init.number('adopter');
  const waiting = init.with(
    `${adopter}/task/${adopter}/syscall`,
    () => '61 0xffffffff 0x0 0x0 0x0 0x0 0x0 0x7ffc1000 0x7f0000001000\n',
  );
  const [{zombie}] = await judgedZombies(waiting);
  assert.equal(initDoesNotReap.check(zombie), undefined);
  assert.equal(await whyZombies(waiting), 'zombies/not-yet-reaped, likely');
});

test('an init that reaps within a second has zombies for moments: likely only', async () => {
  const fresh = init.withErrno(/^\d+\/sched$/, 'ENOENT');
  assert.equal(await whyZombies(fresh), 'zombies/init-does-not-reap, likely');
});

test('PID 1 of a namespace inside counts by its innermost pid', async () => {
  const adopter = init.number('adopter');
  const seven = init.with(`${adopter}/status`, statusLine('NSpid', `${adopter}\t7`));
  const [{zombie}] = await judgedZombies(seven);
  assert.equal(zombie.reaper && isInit(zombie.reaper.process), false);
});
