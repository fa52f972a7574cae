import assert from 'node:assert/strict';
import {test} from 'node:test';
import {crc32} from 'node:zlib';
import fc from 'fast-check';
import {unsealed} from '../../../test/support/recorded/sections.ts';
import {found, unreadable} from '../read.ts';
import {escapeWord} from '../recording/bytes.ts';
import {SEAL} from '../recording/contents.ts';
import {RecordingError} from '../recording/fields.ts';
import type {Kind} from '../recording/kinds.ts';
import {Notes} from '../recording/notes.ts';
import {Recorder} from '../recording/recorder.ts';
import {formatParts} from '../recording/sections.ts';
import {readContents} from './read-contents.ts';
import {machineOfBytes, recordedMachine} from './recorded-machine.ts';
import {RecordedText} from './recorded-text.ts';

interface Question {
  readonly kind: Kind;
  readonly name: string;
  readonly answer: ReturnType<typeof unreadable> | ReturnType<typeof found<string>>;
}

function sealed(questions: readonly Question[]): string {
  const notes = new Notes();
  for (const question of questions) notes.note(question);
  return [...formatParts(notes.sections(), ['of a test'], true)].join('');
}

const bytesOf = (text: string) => Buffer.from(`${text}\n`, 'latin1');

/** A text with these bytes before its contents, and the checksum that belongs to it. */
function resealed(text: string, body: string): string {
  const contents = text.slice(text.indexOf('\n# at ') + 1, text.indexOf(`\n${SEAL}`) + 1);
  const sum = crc32(Buffer.from(body + contents, 'latin1'));
  return `${body}${contents}${SEAL} ${body.length}, crc32 ${sum.toString(16).padStart(8, '0')}\nend\n`;
}

const HOST: Question = {
  kind: 'host',
  name: '',
  answer: found('platform=linux arch=x64 pid=4242 uid=0 now=2026-11-22T10:48:00.123Z\n'),
};
const LONG = 'which many files have in common\nand which is long\n';

const names = fc.oneof(
  fc.uint8Array({minLength: 1, maxLength: 6}).map(escapeWord),
  fc
    .tuple(
      fc.nat({max: 40}),
      fc.constantFrom('', '/stat', '/status', '/cmdline', '/fd/3', '/task/7/stat', ':3=4:5'),
    )
    .map(parts => parts.join('')),
);
const questions = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom<Kind>('file', 'link', 'stat'),
    name: names,
    answer: fc.oneof(
      fc.constantFrom('EACCES', 'E2BIG').map(unreadable),
      fc.uint8Array({maxLength: 40}).map(bytes => found(Buffer.from(bytes).toString('latin1'))),
      fc.constant(found(LONG)),
    ),
  }),
  {selector: ({kind, name}) => `${kind} ${name}`, maxLength: 60},
);

test('in whichever order, each section of a sealed text is found as where the whole is gone through', () =>
  fc.assert(
    fc.property(questions, fc.array(names), (asked, others) => {
      const text = sealed([...asked, {kind: 'file', name: '7/comm', answer: found('x')}]);
      const [lazy, whole] = [text, unsealed(text)].map(each => new RecordedText(bytesOf(each)));
      const untouched = new RecordedText(bytesOf(text));
      assert.deepEqual([lazy?.isSealed, whole?.isSealed], [true, false]);
      const wanted = [
        ...asked.map(({kind, name}) => ({kind, name})),
        ...others.map(name => ({kind: 'file', name}) as const),
      ];
      for (const {kind, name} of wanted.reverse()) {
        const read = untouched.read(kind, name);
        const answers = [lazy, whole].map(each => {
          const section = each?.find(kind, name);
          return section === undefined ? undefined : each?.answer(section);
        });
        assert.deepEqual(answers[0], answers[1], `${kind} ${name}`);
        assert.deepEqual(read, answers[1], `${kind} ${name}`);
      }
    }),
  ));

test('where any byte of it was changed, a text is gone through again, and says what stands there now', () => {
  const text = sealed([HOST, {kind: 'file', name: '7/comm', answer: found('seven\n')}]);
  assert.ok(readContents(bytesOf(text)));
  const edited = text.replace('seven', 'eight');
  assert.equal(readContents(bytesOf(edited)), undefined);
  assert.deepEqual(recordedMachine(edited).procfs.read('7/comm'), found(Buffer.from('eight\n')));
  const [, sum = ''] = /crc32 (\w+)/.exec(text) ?? [];
  assert.equal(
    readContents(bytesOf(text.replace(sum, sum === '00000000' ? '00000001' : '00000000'))),
    undefined,
  );
  assert.equal(readContents(bytesOf(text.replace('# at ', '# at 1'))), undefined);
  assert.equal(readContents(bytesOf(text.replace(/end\n$/, ''))), undefined);
});

test('what the machine knows is said of it: whether a recording is as procdoc wrote it', async () => {
  const text = sealed([HOST, {kind: 'file', name: '7/comm', answer: found('seven\n')}]);
  assert.equal(recordedMachine(text).recorded?.isSealed, true);
  const again = (from: string) => {
    const recorder = new Recorder(recordedMachine(from));
    recorder.machine.procfs.read('7/comm');
    return recorder.text();
  };
  assert.ok(readContents(bytesOf(again(text))));
  const edited = unsealed(text).replace('seven', 'eight');
  assert.equal(recordedMachine(edited).recorded?.isSealed, undefined);
  assert.equal(readContents(bytesOf(again(edited))), undefined);
});

test('a text with a checksum for what procdoc would not have written is refused where it is asked', () => {
  const text = sealed([
    HOST,
    {kind: 'file', name: '7/comm', answer: found(LONG)},
    {kind: 'file', name: '8/comm', answer: found(LONG)},
  ]);
  const body = text.slice(0, text.indexOf('\n# at ') + 1);
  assert.equal(resealed(text, body), text);
  const refusals: RecordingError[] = [];
  const refusal = (error: RecordingError) => {
    refusals.push(error);
    return error;
  };
  for (const [was, is, problem] of [
    ['= 7/comm', '= 8/comm', 'no-such-content'],
    ['= 7/comm', '= 9/comm', 'no-such-content'],
    ['file 8/comm', 'fire 8/comm', 'unknown-section'],
    ['file 8/comm', 'File 8/comm', 'no-heading'],
  ] as const) {
    const {procfs} = machineOfBytes(bytesOf(resealed(text, body.replace(was, is))), refusal);
    assert.throws(
      () => procfs.read('8/comm'),
      error => error instanceof RecordingError && error.problem.kind === problem,
    );
    assert.ok(refusals.at(-1)?.line);
  }
  assert.equal(refusals.length, 4);
});

test('of a sealed recording, some lines of a status are read without the others', () => {
  const status = 'Name:\tsh\nNSpid:\t7\nGroups:\t \nSigIgn:\t0\nCapInh:\t0\nSeccomp:\t0\n';
  const text = sealed([
    HOST,
    {kind: 'file', name: '7/stat', answer: found('7 (sh) S\n')},
    {kind: 'file', name: '7/status', answer: found(status)},
    {kind: 'file', name: '8/status', answer: unreadable('ESRCH')},
    {kind: 'file', name: '9/status', answer: found(status.replace('NSpid', 'NStgid'))},
  ]);
  const {procfs} = recordedMachine(text);
  const lines = (pid: number, behind = 'CapInh:') => procfs.readLines?.(`${pid}/status`, 'NSpid:', behind);
  assert.deepEqual(lines(7), found(Buffer.from('NSpid:\t7\nGroups:\t \nSigIgn:\t0\n')));
  assert.deepEqual(procfs.read('7/status'), found(Buffer.from(status)));
  for (const pid of [8, 9, 10]) assert.equal(lines(pid), undefined);
  assert.equal(lines(7, 'CapPrm:'), undefined);
  assert.equal(
    recordedMachine(unsealed(text)).procfs.readLines?.('7/status', 'NSpid:', 'CapInh:'),
    undefined,
  );
});

test('of a sealed recording, few signal actions are taken without the others', async () => {
  const lines = [7, 70, 8].map(
    pid => `pid=${pid} handler=0x${pid} startTicks=1 flags=0 childSubreaper=false\n`,
  );
  const text = sealed([
    HOST,
    {kind: 'file', name: '7/comm', answer: found('seven\n')},
    {kind: 'signal-actions', name: '17', answer: found(lines.join(''))},
    {kind: 'signal-actions', name: '18', answer: unreadable('EPERM')},
  ]);
  for (const each of [text, unsealed(text)]) {
    const syscalls = await recordedMachine(each).syscalls();
    const actions = syscalls.signalActions(17, [8, 9, 70]);
    const all = syscalls.signalActions(17);
    assert.ok(actions.ok && all.ok);
    assert.deepEqual([...all.value.keys()], [7, 70, 8]);
    for (const pid of [8, 9, 70]) assert.deepEqual(actions.value.get(pid), all.value.get(pid));
    assert.equal(actions.value.get(70)?.handler, 0x70n);
    assert.equal(actions.value.size, each === text ? 2 : 3);
    assert.deepEqual(syscalls.signalActions(18, [8]), unreadable('EPERM'));
    assert.deepEqual(syscalls.signalActions(15, [8]), unreadable('ENOSYS'));
  }
});
