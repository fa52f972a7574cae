import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {descriptorFindings, judgedDescriptors, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import type {Verdict} from '../rule.ts';
import {pipeHeldOpen} from './pipe-held-open.ts';

const recorded = scene('pipe-heir');
const writer = recorded.number('heir');
const reader = recorded.number('reader');
const supervisor = recorded.number('supervisor');
/** The scene after the program that started reader and writer has exited: the supervisor is their parent. */
const reparented = recorded
  .without(recorded.number('program'))
  .with(new RegExp(`^(${writer}|${reader})/stat$`), statField(4, supervisor));
const status = ['Tgid:\t1', 'PPid:\t0', 'Uid:\t0\t0\t0\t0', `NSpid:\t${supervisor}\t1`];
const sets = ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'].map(set => `${set}:\t0000000000000000`);
/** The supervisor is also PID 1 of a pid namespace, so that it adopts orphans. */
const orphaned = reparented.withFile(`${supervisor}/status`, `${[...status, ...sets].join('\n')}\n`);

test('the reader of a pipe never sees EOF while an orphan has the write end', async () => {
  const judged = await judgedDescriptors(orphaned, writer);
  const held = judged.find(({one}) => one.fd === orphaned.number('heirFd'));
  const verdict = verdictOf(pipeHeldOpen, held?.verdicts ?? []);
  assert.equal(verdict?.certainty, 'likely');
  const pipe = held?.one.target();
  assert.deepEqual(
    verdict.evidence.slice(0, 2).map(({file, value}) => [file, value]),
    [
      [`/proc/${writer}/fd/${orphaned.number('heirFd')}`, pipe],
      [`/proc/${reader}/fd/${orphaned.number('readerFd')}`, pipe],
    ],
  );
  const parent = verdict.evidence.find(({field}) => field === 'ppid (4)');
  assert.deepEqual([parent?.file, parent?.value], [`/proc/${writer}/stat`, `${supervisor}`]);
});

test('a writer whose parent is in another process group, and not known to adopt orphans, is not left over', async () => {
  assert.deepEqual(await verdicts(reparented, writer), []);
  assert.deepEqual(await descriptorFindings(reparented, pipeHeldOpen), []);
});

test('where it is unknown whether the parent adopts orphans, the session makes it likely', async () => {
  const strange = reparented.with(`${writer}/stat`, statField(6, 1));
  const judged = await judgedDescriptors(strange, writer);
  const held = judged.find(({one}) => one.fd === strange.number('heirFd'));
  assert.equal(held?.orphanhood?.adopter, 'unknown');
  assert.equal(verdictOf(pipeHeldOpen, held.verdicts)?.certainty, 'likely');
});

test('when the only writer closes its descriptor or exits, the reader continues', async () => {
  const {why, remedy} = await heldOpen(orphaned);
  assert.match(why, new RegExp(`\\(${writer}\\) closes fd ${orphaned.number('heirFd')} or exits\\.$`));
  assert.match(remedy ?? '', new RegExp(`\\(${reader}\\) continue: \`kill -TERM ${writer}\``));
});

test("where the descriptors of a process can't be read, there may be another write end", async () => {
  const hidden = orphaned.withErrno(`${orphaned.number('supervisor')}/fd`, 'EACCES');
  const {why} = await heldOpen(hidden);
  assert.match(why, / A process whose descriptors can't be read may have a write end, too\.$/);
});

test('a writer whose parent lives is a pipeline at work', async () => {
  assert.deepEqual(await verdicts(recorded, writer), []);
});

test('a pipe without a reader blocks nobody', async () => {
  assert.deepEqual(await verdicts(orphaned.without(reader), writer), []);
});

test('a read end blocks nobody', async () => {
  assert.deepEqual(await verdicts(orphaned, reader), []);
});

test('a reader with a write end of its own (a jobserver) does not wait for EOF', async () => {
  const fdinfo = `${reader}/fdinfo/${orphaned.number('readerFd')}`;
  const jobserver = orphaned.with(fdinfo, text => text.replace(/^flags:.*$/m, 'flags:\t02'));
  assert.deepEqual(await verdicts(jobserver, writer), []);
});

test('a diagnosis reports a pipe once, and the orphan rather than another process that has it', async () => {
  const [finding, ...others] = await descriptorFindings(orphaned, pipeHeldOpen);
  assert.deepEqual(others, []);
  assert.ok(finding && 'pid' in finding.subject && finding.subject.pid === writer);
  assert.deepEqual([finding.certainty, finding.severity], ['likely', 'warning']);
  assert.match(finding.cause, /^pipe:\[\d+\]$/);
});

test('a diagnosis is silent about a pipeline at work, a pipe without a reader, and a jobserver', async () => {
  const fdinfo = `${reader}/fdinfo/${orphaned.number('readerFd')}`;
  const jobserver = orphaned.with(fdinfo, text => text.replace(/^flags:.*$/m, 'flags:\t02'));
  for (const twin of [recorded, orphaned.without(reader), jobserver])
    assert.deepEqual(await descriptorFindings(twin, pipeHeldOpen), []);
});

test('a diagnosis of who waits reports it, too; one of other processes does not', async () => {
  const [finding, ...others] = await descriptorFindings(orphaned, pipeHeldOpen, [reader]);
  assert.ok(finding && 'pid' in finding.subject && finding.subject.pid === writer);
  assert.deepEqual(others, []);
  assert.deepEqual(await descriptorFindings(orphaned, pipeHeldOpen, [supervisor]), []);
});

async function heldOpen(twin: typeof recorded): Promise<Verdict> {
  const judged = await judgedDescriptors(twin, writer);
  const held = judged.find(({one}) => one.fd === twin.number('heirFd'));
  return verdictOf(pipeHeldOpen, held?.verdicts ?? []) ?? assert.fail('the pipe is not held open');
}

async function verdicts(twin: typeof recorded, pid: number): Promise<string[]> {
  const judged = await judgedDescriptors(twin, pid);
  return judged.flatMap(({verdicts}) => verdicts.map(({rule}) => rule));
}
