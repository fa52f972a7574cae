import assert from 'node:assert/strict';
import {test} from 'node:test';
import {RecordingError} from './fields.ts';
import {recordedMachine} from './recording.ts';
import {parseSections} from './sections.ts';

const HOST = 'host\n|platform=linux arch=x64 pid=4242 uid=0 now=2026-11-22T10:48:00.123Z';

/** The text of a recording with these lines in it. */
function recording(...sections: string[]): string {
  return ['procdoc recording 1', HOST, ...sections, 'end', ''].join('\n');
}

function complaint(text: string): string {
  try {
    recordedMachine(text);
  } catch (error) {
    assert.ok(error instanceof RecordingError);
    return error.message;
  }
  return assert.fail('no complaint');
}

test('comments and empty lines are for the reader', () => {
  const text = recording('# what the parent is', '', 'file 1/comm', '|init', '', '# and so on');
  assert.deepEqual(
    parseSections(text).map(({kind, name, line}) => [kind, name, line]),
    [
      ['host', '', 2],
      ['file', '1/comm', 6],
    ],
  );
});

test('a path that looks like an errno, or ends in a colon, is a path', () => {
  const {procfs} = recordedMachine(recording('file EPERM', '|one', 'file a:: EACCES', 'file b: EIO'));
  assert.deepEqual(procfs.read('EPERM'), {ok: true, value: Buffer.from('one\n')});
  assert.deepEqual(procfs.read('a:'), {ok: false, errno: 'EACCES'});
  assert.deepEqual(procfs.read('b'), {ok: false, errno: 'EIO'});
});

test('a file that is no recording, or one of another version, is refused by its first line', () => {
  assert.equal(
    complaint(''),
    'line 1: not a recording of procdoc, whose first line is "procdoc recording 1"',
  );
  assert.match(complaint('#!/bin/sh\n'), /^line 1: not a recording/);
  assert.match(complaint('procdoc recording 2\nend\n'), /^line 1: .*version "2", .* reads version 1: /);
});

test('a recording that was cut off is refused, wherever it was', () => {
  const whole = recording('file 1/comm', '|init', 'stat 1/fd/0: EACCES');
  assert.ok(recordedMachine(whole));
  for (let length = 1; length < whole.length - 1; length++)
    assert.throws(() => recordedMachine(whole.slice(0, length)), RecordingError, `after ${length} bytes`);
});

test('a recording without its host is refused', () => {
  assert.equal(complaint('procdoc recording 1\nend\n'), 'it has no section "host"');
});

for (const [what, section, expected] of [
  ['a heading of no form', ['File 1/comm'], /^line 4: not a heading: "File 1\/comm"$/],
  ['a heading with a byte that should be escaped', ['file 1/é'], /^line 4: not a heading/],
  ['a kind of a later procdoc', ['memory 1/mem'], /^line 4: nothing is known of "memory" sections$/],
  ['the same question twice', ['file a', '|x', 'file a', '|y'], /^line 6: file a is there twice$/],
  ['an errno with an answer', ['file a: EIO', '|x'], /^line 4: EIO and an answer below it$/],
  ['a wrong escape', ['file a', '|x', '|\\q'], /^line 6: a byte that should be escaped, or a backslash/],
  ['a line of a body without its mark', ['file a', '|x', 'y z w'], /^line 6: not a heading: "y z w"$/],
  ['a stat without its inode', ['stat a', '|kind=file device=1'], /^line 4: inode= is missing|device/],
  [
    'a stat of no kind',
    ['stat a', '|kind=door'],
    /^line 4: kind=door is not one of file, directory, fifo, socket, .*other$/,
  ],
  ['two lines where one belongs', ['kcmp', '|usable', '|usable'], /^line 4: it takes exactly one line$/],
  ['a descriptor of no form', ['descriptions', '|1:2 3'], /^line 4: "3" is no PID:FD$/],
  [
    'a comparison that did not fail',
    ['comparison 1:2=3:4', '|0'],
    /^line 4: it takes an errno, not an answer$/,
  ],
  ['a pid that is no number', ['signal-actions 17', '|pid=x handler=0x0'], /^line 4: /],
] as const) {
  test(`${what} is refused by its line`, () => assert.match(complaint(recording(...section)), expected));
}
