import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/edits.ts';
import {scene} from '../../../test/scene.ts';
import {judgedDescriptors, verdictOf} from '../../../test/verdicts.ts';
import {pipeHeldOpen} from './pipe-held-open.ts';

const recorded = scene('pipe-heir');
const heir = recorded.number('heir');
const reader = recorded.number('reader');
/** The program that started reader and heir has ended, and the supervisor adopted them. */
const orphaned = recorded
  .without(recorded.number('program'))
  .with(new RegExp(`^(${heir}|${reader})/stat$`), statField(4, recorded.number('supervisor')));

test('an orphan with the write end keeps the reader of the pipe from the end of it', async () => {
  const judged = await judgedDescriptors(orphaned, heir);
  const held = judged.find(({one}) => one.fd === orphaned.number('heirFd'));
  const verdict = verdictOf(pipeHeldOpen, held?.verdicts ?? []);
  assert.equal(verdict?.certainty, 'proven');
  assert.match(verdict.why, new RegExp(`that pipe-heir \\(${reader}\\) reads`));
  assert.ok(verdict.evidence.some(line => line.startsWith(`/proc/${reader}/fd/`)));
});

test('a writer whose parent lives is a pipeline at work', async () => {
  assert.deepEqual(await verdicts(recorded, heir), []);
});

test('a pipe that nobody reads keeps nobody waiting', async () => {
  assert.deepEqual(await verdicts(orphaned.without(reader), heir), []);
});

test('a read end keeps nobody waiting', async () => {
  assert.deepEqual(await verdicts(orphaned, reader), []);
});

test('a reader with a write end of its own (a jobserver) waits for no end', async () => {
  const fdinfo = `${reader}/fdinfo/${orphaned.number('readerFd')}`;
  const jobserver = orphaned.with(fdinfo, text => text.replace(/^flags:.*$/m, 'flags:\t02'));
  assert.deepEqual(await verdicts(jobserver, heir), []);
});

async function verdicts(twin: typeof recorded, pid: number): Promise<string[]> {
  const judged = await judgedDescriptors(twin, pid);
  return judged.flatMap(({verdicts}) => verdicts.map(({rule}) => rule));
}
