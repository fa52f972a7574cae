import assert from 'node:assert/strict';
import {test} from 'node:test';
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
  assert.match(
    finding.why,
    /It still holds flock write lock on \/tmp\/procdoc-wrapper-\w+ \(deleted\) \(fd 3\)\.$/,
  );
  assert.equal(finding.evidence.at(-1), `/proc/${holder}/fdinfo/3: a lock: line, flock for write access`);
  assert.match(finding.remedy ?? '', new RegExp(`kill -TERM ${holder} ends it`));
  const group = (await familyFindings(holding)).find(({rule}) => rule !== finding.rule);
  assert.equal(finding.cause, group?.cause);
});

test('the port and the lock of a client that is gone are told of its daemon, in its old session', async () => {
  const [finding] = await findingsIn(scene('orphan-with-port'));
  assert.match(
    finding?.why ?? '',
    /flock write lock on \/srv\/client\/lock .*; tcp socket on 127\.0\.0\.1:\d+/,
  );
});

test('a daemon is silent, with whatever it holds', async () => {
  assert.deepEqual(await findingsIn(scene('double-fork-daemon')), []);
});

test('a nohup job is silent, with whatever it holds', async () => {
  assert.deepEqual(await findingsIn(scene('nohup-jobs')), []);
  const ignoring = statusLine('SigIgn', '0000000000000001');
  assert.deepEqual(await findingsIn(holding.with(`${holder}/status`, ignoring)), []);
});

test('who has a parent is no orphan: workers of a prefork server, a pipeline', async () => {
  for (const name of ['prefork-server', 'pipeline-without-leader', 'two-locks'])
    assert.deepEqual(await findingsIn(scene(name)), [], name);
});

test('what an orphan holds that may not be looked into is not known, so that nothing is said', async () => {
  assert.deepEqual(
    await findingsIn(holding.withErrno(new RegExp(`^(${holder}|${other})/fd$`), 'EACCES')),
    [],
  );
});
