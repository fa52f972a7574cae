import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {statField} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {familyFindings} from '../../../test/support/recorded/verdicts.ts';
import {fuseServerSilent} from './fuse-server-silent.ts';

const silent = scene('fuse-server-stopped');
const daemon = silent.number('daemon');
const victim = silent.number('victim');

async function findingsIn(where: Scene, pids?: readonly number[]) {
  return (await familyFindings(where, pids)).filter(({rule}) => rule === fuseServerSilent.id);
}

const running = silent
  .with(`${daemon}/stat`, statField(3, 'S'))
  .with(`${daemon}/task/${daemon}/stat`, statField(3, 'S'));

test('a process in a request to a stopped server is likely blocked by it', async () => {
  const [finding, ...others] = await findingsIn(silent);
  assert.deepEqual(others, []);
  assert.equal(finding?.certainty, 'likely');
  assert.equal('pid' in finding.subject && finding.subject.pid, daemon);
  const facts = factsOf(finding);
  assert.deepEqual(facts[0], factIn(daemon, 'stat', 'state (3)', 'T'));
  assert.deepEqual(
    facts.slice(-2).map(({file, field}) => [file, field]),
    [
      [`/proc/${victim}/wchan`, null],
      [`/proc/${daemon}/fdinfo/3`, 'fuse_connection'],
    ],
  );
});

test('it is found by the server, and by who waits', async () => {
  for (const pid of [daemon, victim]) assert.equal((await findingsIn(silent, [pid])).length, 1, `${pid}`);
  assert.deepEqual(await findingsIn(silent, [silent.number('holder')]), []);
});

test('a server that runs may be slow', async () => {
  assert.deepEqual(await findingsIn(running), []);
});

test('a process that sleeps elsewhere waits for no server', async () => {
  const elsewhere = silent.with(`${victim}/task/${victim}/wchan`, () => 'do_sys_poll');
  assert.deepEqual(await findingsIn(elsewhere), []);
});
