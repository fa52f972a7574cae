import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {RecordingProblem} from '../../kernel/recording/recording-problem.ts';
import {problemText} from './problem.ts';

function textOf(problem: RecordingProblem, line?: number): string {
  return problemText({kind: 'recording-malformed', file: 'x.procdoc', line, problem});
}

const cases: ReadonlyArray<readonly [problem: RecordingProblem, text: string]> = [
  [
    {kind: 'not-a-recording', firstLine: 'procdoc recording 1'},
    'not a recording of procdoc, whose first line is "procdoc recording 1"',
  ],
  [
    {kind: 'other-version', version: '2', known: '1'},
    'a recording of version "2", while this procdoc reads version 1: read it with the procdoc that made it, or a newer one',
  ],
  [{kind: 'text-after-end', lastLine: 'end'}, 'it goes on after "end"'],
  [{kind: 'no-heading', text: 'File\t1/comm'}, 'not a heading: "File\\t1/comm"'],
  [{kind: 'errno-and-answer', errno: 'EIO'}, 'EIO and an answer below it'],
  [{kind: 'unknown-section', section: 'memory'}, 'nothing is known of "memory" sections'],
  [{kind: 'section-twice', section: 'file', name: '1/comm'}, 'file 1/comm is there twice'],
  [{kind: 'missing-field', name: 'inode'}, 'inode= is missing'],
  [{kind: 'wrong-field', name: 'pid', word: 'x', wanted: 'number'}, 'pid=x is not a number'],
  [
    {kind: 'wrong-field', name: 'kind', word: 'door', wanted: ['file', 'other']},
    'kind=door is not one of file, other',
  ],
];

for (const [problem, text] of cases)
  test(`of a recording with ${problem.kind} is said: ${text}`, () => {
    assert.equal(textOf(problem, 7), `x.procdoc: line 7: ${text}`);
  });

test('a recording as a whole has no line', () => {
  assert.equal(textOf({kind: 'cut-off', lines: 12}), 'x.procdoc: it was cut off after line 12');
});

test('standard input is called by its name', () => {
  const text = problemText({kind: 'recording-unreadable', file: '-', errno: 'EIO'});
  assert.equal(text, "standard input can't be read (EIO): give a file that `procdoc record` wrote");
});
