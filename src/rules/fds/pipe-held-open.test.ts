import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {descriptorFindings, judgedDescriptors, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import type {Verdict} from '../rule.ts';
import {pipeHeldOpen} from './pipe-held-open.ts';

const recorded = scene('pipe-heir');
const heir = recorded.number('heir');
const reader = recorded.number('reader');
const supervisor = recorded.number('supervisor');
/** The program that started reader and heir has ended, and the supervisor is their parent. */
const reparented = recorded
  .without(recorded.number('program'))
  .with(new RegExp(`^(${heir}|${reader})/stat$`), statField(4, supervisor));
const status = ['Tgid:\t1', 'PPid:\t0', 'Uid:\t0\t0\t0\t0', `NSpid:\t${supervisor}\t1`];
const sets = ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'].map(set => `${set}:\t0000000000000000`);
/** The same, and the supervisor is PID 1 of a pid namespace, so that it adopts orphans. */
const orphaned = reparented.withFile(`${supervisor}/status`, `${[...status, ...sets].join('\n')}\n`);

test('an orphan with the write end keeps the reader of the pipe from the end of it', async () => {
  const judged = await judgedDescriptors(orphaned, heir);
  const held = judged.find(({one}) => one.fd === orphaned.number('heirFd'));
  const verdict = verdictOf(pipeHeldOpen, held?.verdicts ?? []);
  assert.equal(verdict?.certainty, 'proven');
  assert.match(verdict.why, new RegExp(`that pipe-heir \\(${reader}\\) reads`));
  assert.ok(verdict.evidence.some(line => line.startsWith(`/proc/${reader}/fd/`)));
  assert.ok(verdict.evidence.some(line => line.endsWith('; what started it is gone, most likely')));
  assert.ok(verdict.evidence.some(line => line.includes('is PID 1 of a pid namespace, which adopts')));
});

test('a writer whose parent is but in another process group, and not known to adopt orphans, is none', async () => {
  assert.deepEqual(await verdicts(reparented, heir), []);
  assert.deepEqual(await descriptorFindings(reparented, pipeHeldOpen), []);
});

test('where whether the parent adopts orphans may not be seen, it is likely by the session', async () => {
  const strange = reparented.with(`${heir}/stat`, statField(6, 1));
  const {certainty, evidence} = await heldOpen(strange);
  assert.equal(certainty, 'likely');
  assert.ok(evidence.some(line => line.endsWith('is a subreaper may not be seen')));
});

test('the only writer that ends lets the reader go on', async () => {
  const {why, remedy} = await heldOpen(orphaned);
  assert.match(why, new RegExp(`before it closes fd ${orphaned.number('heirFd')} or ends\\.$`));
  assert.match(remedy ?? '', new RegExp(`ending it now lets pipe-heir go on: kill -TERM ${heir}\\.$`));
});

test('where somebody’s descriptors may not be seen, there may be another write end', async () => {
  const hidden = orphaned.withErrno(`${orphaned.number('supervisor')}/fd`, 'EACCES');
  const {remedy} = await heldOpen(hidden);
  assert.match(remedy ?? '', /unless a process whose descriptors may not be seen has a write end, too/);
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

test('a diagnosis says it once for a pipe, of the orphan rather than of another that has it', async () => {
  const [finding, ...others] = await descriptorFindings(orphaned, pipeHeldOpen);
  assert.deepEqual(others, []);
  assert.ok(finding && 'pid' in finding.subject && finding.subject.pid === heir);
  assert.deepEqual([finding.certainty, finding.severity], ['proven', 'warning']);
  assert.match(finding.cause, /^pipe:\[\d+\]$/);
});

test('a diagnosis is silent about a pipeline at work, a pipe that nobody reads, and a jobserver', async () => {
  const fdinfo = `${reader}/fdinfo/${orphaned.number('readerFd')}`;
  const jobserver = orphaned.with(fdinfo, text => text.replace(/^flags:.*$/m, 'flags:\t02'));
  for (const twin of [recorded, orphaned.without(reader), jobserver])
    assert.deepEqual(await descriptorFindings(twin, pipeHeldOpen), []);
});

test('a diagnosis of other processes does not tell of it', async () => {
  assert.deepEqual(await descriptorFindings(orphaned, pipeHeldOpen, [reader]), []);
});

async function heldOpen(twin: typeof recorded): Promise<Verdict> {
  const judged = await judgedDescriptors(twin, heir);
  const held = judged.find(({one}) => one.fd === twin.number('heirFd'));
  return verdictOf(pipeHeldOpen, held?.verdicts ?? []) ?? assert.fail('it is not held open');
}

async function verdicts(twin: typeof recorded, pid: number): Promise<string[]> {
  const judged = await judgedDescriptors(twin, pid);
  return judged.flatMap(({verdicts}) => verdicts.map(({rule}) => rule));
}
