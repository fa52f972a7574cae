import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {sectionsOf} from '../../../test/support/recorded/sections.ts';
import {found, unreadable} from '../read.ts';
import {escapeWord} from '../recording/bytes.ts';
import {RecordingError} from '../recording/fields.ts';
import type {Kind} from '../recording/kinds.ts';
import type {RecordingProblem} from '../recording/recording-problem.ts';
import {formatSections} from '../recording/sections.ts';
import {recordedMachine} from './recorded-machine.ts';
import {RecordedText} from './recorded-text.ts';

const HOST = 'host\n|platform=linux arch=x64 pid=4242 uid=0 now=2026-11-22T10:48:00.123Z';

/** The text of a recording with these lines in it. */
function recording(...sections: string[]): string {
  return ['procdoc recording 1', HOST, ...sections, 'end', ''].join('\n');
}

/** The line that is complained about, and what is wrong there. */
function complaint(text: string): readonly [line: number | undefined, RecordingProblem] {
  try {
    recordedMachine(text);
  } catch (error) {
    assert.ok(error instanceof RecordingError);
    return [error.line, error.problem];
  }
  return assert.fail('no complaint');
}

test('comments and empty lines are for the reader', () => {
  const text = recording('# what the parent is', '', 'file 1/comm', '|init', '', '# and so on');
  assert.deepEqual(
    sectionsOf(text).map(({kind, name}) => [kind, name]),
    [
      ['host', ''],
      ['file', '1/comm'],
    ],
  );
});

test('a path that looks like an errno, or ends in a colon, is a path', () => {
  const {procfs} = recordedMachine(
    recording('file EPERM', '|one', 'file a:: EACCES', 'file b: EIO', 'file c: = EPERM'),
  );
  assert.deepEqual(procfs.read('EPERM'), {ok: true, value: Buffer.from('one\n')});
  assert.deepEqual(procfs.read('a:'), {ok: false, errno: 'EACCES'});
  assert.deepEqual(procfs.read('b'), {ok: false, errno: 'EIO'});
  assert.deepEqual(procfs.read('c:'), {ok: true, value: Buffer.from('one\n')});
});

test('a file that is no recording, or one of another version, is refused by its first line', () => {
  const none = [1, {kind: 'not-a-recording', firstLine: 'procdoc recording 2'}];
  assert.deepEqual(complaint(''), none);
  assert.deepEqual(complaint('#!/bin/sh\n'), none);
  const later = [1, {kind: 'other-version', version: '3', known: '2'}];
  assert.deepEqual(complaint('procdoc recording 3\nend\n'), later);
});

test('a content that an earlier file has is written once, and read for both', () => {
  const maps = Buffer.from('55d0c8a00000-55d0c8a02000 r--p 00000000 08:01 131 /usr/bin/cat\n');
  const comm = Buffer.from('cat\n');
  const files = [
    {kind: 'file', name: '1/comm', answer: found(comm)},
    {kind: 'file', name: '1/maps', answer: found(maps)},
    {kind: 'file', name: '2/comm', answer: found(comm)},
    {kind: 'file', name: '2/maps', answer: found(maps)},
  ];
  const text = formatSections(files);
  assert.match(text, /\nfile 2\/comm\n\|cat\n\nfile 2\/maps = 1\/maps\n/);
  assert.deepEqual(sectionsOf(text), files);
});

const answers = fc.oneof(
  fc.constantFrom('EACCES', 'E2BIG').map(unreadable),
  fc.uint8Array({maxLength: 80}).map(bytes => found(Buffer.from(bytes))),
  fc.constant(found(Buffer.from('which many files have in common\nand which is long\n'))),
);
const files = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom('file', 'link'),
    name: fc.uint8Array({minLength: 1, maxLength: 12}).map(escapeWord),
    answer: answers,
  }),
  {selector: ({kind, name}) => `${kind} ${name}`, maxLength: 60},
);

test('every section is found by its kind and name, among whichever others', () =>
  fc.assert(
    fc.property(files, sections => {
      const text = new RecordedText(Buffer.from(`${formatSections(sections)}\n`));
      for (const {kind, name, answer} of sections) {
        const place = text.find(kind as Kind, name);
        assert.deepEqual(place === undefined ? 'none' : text.answer(place), answer, `${kind} ${name}`);
        assert.equal(text.find(kind as Kind, `${name}/`), undefined);
        assert.equal(text.find('directory', name), undefined);
      }
    }),
  ));

test('a recording that was cut off is refused, wherever it was', () => {
  const whole = recording('file 1/comm', '|init', 'stat 1/fd/0: EACCES');
  assert.ok(recordedMachine(whole));
  const [firstLine = ''] = whole.split('\n', 1);
  for (let length = 1; length < whole.length - 1; length++) {
    const [, {kind}] = complaint(whole.slice(0, length));
    const isCutInVersion = length < firstLine.length;
    assert.equal(kind === 'cut-off', !isCutInVersion, `${kind} after ${length} bytes`);
  }
});

test('a recording without its host is refused', () => {
  assert.deepEqual(complaint('procdoc recording 1\nend\n'), [undefined, {kind: 'no-host'}]);
});

for (const [what, section, line, problem] of [
  ['a heading of no form', ['File 1/comm'], 4, {kind: 'no-heading', text: 'File 1/comm'}],
  ['a heading with a byte that should be escaped', ['file 1/é'], 4, {kind: 'no-heading', text: 'file 1/é'}],
  ['a kind of a later procdoc', ['memory 1/mem'], 4, {kind: 'unknown-section', section: 'memory'}],
  [
    'the same question twice',
    ['file a', '|x', 'file a', '|y'],
    6,
    {kind: 'section-twice', section: 'file', name: 'a'},
  ],
  ['an errno with an answer', ['file a: EIO', '|x'], 4, {kind: 'errno-and-answer', errno: 'EIO'}],
  ['a wrong escape', ['file a', '|x', '|\\q'], 6, {kind: 'wrong-escape'}],
  ['a line of a body without its mark', ['file a', '|x', 'y z w'], 6, {kind: 'no-heading', text: 'y z w'}],
  ['a stat without its inode', ['stat a', '|kind=file device=1'], 4, {kind: 'missing-field', name: 'inode'}],
  [
    'a stat of no kind',
    ['stat a', '|kind=door'],
    4,
    {
      kind: 'wrong-field',
      name: 'kind',
      word: 'door',
      wanted: ['file', 'directory', 'fifo', 'socket', 'character-device', 'block-device', 'other'],
    },
  ],
  [
    'a content of a file that is not there',
    ['file 2/maps = 1/maps'],
    4,
    {kind: 'no-such-content', name: '1/maps'},
  ],
  [
    'a link with the content of another',
    ['link a', '>x', 'link b = a'],
    6,
    {kind: 'no-such-content', name: 'a'},
  ],
  [
    'a heading with an unnamed one for its content',
    ['kcmp', '|usable', 'kcmp a = b'],
    6,
    {kind: 'no-such-content', name: 'b'},
  ],
  ['two lines where one belongs', ['kcmp', '|usable', '|usable'], 4, {kind: 'not-one-line'}],
  ['a descriptor of no form', ['descriptions', '|1:2 3'], 4, {kind: 'no-descriptor', word: '3'}],
  ['a comparison that did not fail', ['comparison 1:2=3:4', '|0'], 4, {kind: 'answer-for-errno'}],
  [
    'a pid that is no number',
    ['signal-actions 17', '|pid=x handler=0x0 startTicks=1 flags=0 childSubreaper=true'],
    4,
    {kind: 'wrong-field', name: 'pid', word: 'x', wanted: 'number'},
  ],
] as const) {
  test(`${what} is refused by its line`, () =>
    assert.deepEqual(complaint(recording(...section)), [line, problem]));
}
