import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn, factsOf} from '../../../test/support/facts.ts';
import {statusLine} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {familyFindings} from '../../../test/support/recorded/verdicts.ts';
import type {Finding} from '../finding.ts';
import {orphanWithResources} from './orphan-with-resources.ts';

const holding = scene('killed-wrapper-holding');
const [holder = 0, other = 0] = holding.numbers('commands');

async function findingsIn(where: Scene): Promise<Finding[]> {
  return (await familyFindings(where)).filter(({rule}) => rule === orphanWithResources.id);
}

test('an orphan that holds a lock is named, with the lock; its sibling, which holds nothing, is not', async () => {
  const [finding, ...more] = await findingsIn(holding);
  assert.deepEqual(more, []);
  assert.ok(finding && 'pid' in finding.subject);
  assert.deepEqual([finding.subject.pid, finding.severity], [holder, 'warning']);
  assert.match(finding.certainty, /^(proven|likely)$/);
  assert.deepEqual(
    finding.evidence.slice(0, 2).map(({file, field, value}) => [file, field, value]),
    [
      [`/proc/${holder}/stat`, 'session (6)', `${holding.number('wrapper')}`],
      [`/proc/${holding.number('wrapper')}/stat`, null, 'ENOENT'],
    ],
  );
  assert.deepEqual(factsOf(finding.evidence).at(-1), factIn(holder, 'fdinfo/3', 'lock', 'flock write'));
  assert.ok(finding.remedy?.includes(`\`kill -TERM ${holder}\`.`));
  const group = (await familyFindings(holding)).find(({rule}) => rule !== finding.rule);
  assert.equal(finding.cause, group?.cause);
});

test('a lock on a deleted file that no other process has open keeps nobody from anything', async () => {
  const deleted = holding
    .withStat(`${holder}/fd/3`, line => line.replace('links=1', 'links=0'))
    .withLinks(`${holder}/fd/3`, path => `${path} (deleted)`);
  assert.deepEqual(await findingsIn(deleted), []);
});

test('the daemon of a client that has exited still holds its lock and its port', async () => {
  const withPort = scene('orphan-with-port');
  const [finding] = await findingsIn(withPort);
  assert.ok(finding && 'pid' in finding.subject);
  const {pid} = finding.subject;
  assert.deepEqual(
    finding.evidence.slice(-2).map(({file, field, value}) => [file, field, value]),
    [
      [`/proc/${pid}/fdinfo/3`, 'lock', 'flock write'],
      [`/proc/${pid}/fd/4`, 'socket', 'LISTEN'],
    ],
  );
  assert.ok(finding.why.includes(`:${withPort.number('port')} `));
});

test('a daemon is silent, with whatever it holds', async () => {
  assert.deepEqual(await findingsIn(scene('double-fork-daemon')), []);
});

test('a nohup job is silent, with whatever it holds', async () => {
  assert.deepEqual(await findingsIn(scene('nohup-jobs')), []);
  const ignoring = statusLine('SigIgn', '0000000000000001');
  assert.deepEqual(await findingsIn(holding.with(`${holder}/status`, ignoring)), []);
});

test('a process whose parent lives isn’t an orphan: a worker of a prefork server, a pipeline', async () => {
  for (const name of ['prefork-server', 'pipeline-without-leader', 'two-locks'])
    assert.deepEqual(await findingsIn(scene(name)), [], name);
});

test('an orphan whose descriptors cannot be listed is not reported', async () => {
  assert.deepEqual(
    await findingsIn(holding.withErrno(new RegExp(`^(${holder}|${other})/fd$`), 'EACCES')),
    [],
  );
});
