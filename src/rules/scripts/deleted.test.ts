import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn, factsOf} from '../../../test/support/facts.ts';
import {statField} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import type {Finding} from '../finding.ts';
import {scriptInspection} from '../inspections/scripts.ts';
import {Scope} from '../scope.ts';

const PATH = '/srv/client/script';

const recorded = scene('changed-script');
const script = recorded.number('script');
const gone = recorded.withErrno(`${script}/root${PATH}`, 'ENOENT');

async function found(where: Scene): Promise<readonly Finding[]> {
  return scriptInspection.inspect(new Scope(where.snapshot()));
}

test('a script whose file is gone still runs its code', async () => {
  const [finding, ...more] = await found(gone);
  assert.ok(finding && more.length === 0);
  assert.equal(finding.rule, 'scripts/deleted');
  assert.equal(finding.certainty, 'likely');
  assert.equal(finding.what, `python3 (${script}) is still running ${PATH}, which no longer exists.`);
  assert.deepEqual(factsOf(finding.evidence)[1], factIn(script, `root${PATH}`, null, 'ENOENT'));
});

test('a bash that has the deleted file open proves it', async () => {
  const removed = scene('deleted-script');
  const pid = removed.number('script');
  const [finding] = await found(removed);
  assert.equal(finding?.certainty, 'proven');
  assert.deepEqual(factsOf(finding.evidence)[1], factIn(pid, 'fd/255', null, `${PATH} (deleted)`));
});

test('a script in a folder for temporary files was meant to vanish', async () => {
  const temporary = recorded.with(`${script}/cmdline`, text => text.replace(PATH, '/tmp/job-x2.py'));
  assert.deepEqual(await found(temporary), []);
});

test('a file that may lie elsewhere is not called deleted: a relative path, or one from before chroot(2)', async () => {
  const relative = recorded.with(`${script}/cmdline`, text => text.replace(PATH, 'script'));
  assert.deepEqual(await found(relative), []);
  assert.deepEqual(await found(gone.withLinks(`${script}/root`, () => '/srv/jail')), []);
  assert.deepEqual(await found(gone.withErrno(`${script}/root`, 'EACCES')), []);
});

test('a process that has just been started is left alone', async () => {
  const later = (line: string) => statField(22, Number(line.split(' ')[21]) + 400)(line);
  assert.deepEqual(await found(gone.with(`${script}/stat`, later)), []);
});

test('a file that is there is not deleted', async () => {
  assert.deepEqual(
    (await found(recorded)).map(({rule}) => rule),
    ['scripts/stale-code'],
  );
});
