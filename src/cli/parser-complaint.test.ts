import assert from 'node:assert/strict';
import {test} from 'node:test';
import {boolean, integer, option, string} from '@oclif/core/flags';
import {parse} from '@oclif/core/parser';
import {parserComplaint} from './parser-complaint.ts';

const flags = {
  regex: boolean(),
  part: boolean({exclusive: ['regex']}),
  level: option({options: ['low', 'high'] as const})(),
  parent: string(),
  from: string(),
  min: integer({min: 0}),
  most: integer({max: 9}),
  also: boolean({dependsOn: ['part']}),
};
const output = string({char: 'o', required: true, helpValue: 'FILE', description: 'the file to write'});

async function complaintAbout(argv: readonly string[], known: object = flags) {
  const error = await parse([...argv], {flags: known as typeof flags, strict: true}).then(
    () => assert.fail('nothing is wrong'),
    (error: Error) => error,
  );
  return parserComplaint(error, 'procdoc x');
}

for (const [argv, flag, problem] of [
  [['--part', '--regex'], undefined, {kind: 'flags-exclude-each-other', flags: ['--regex', '--part']}],
  [['--level', 'x'], undefined, {kind: 'not-one-of', given: '--level=x', values: 'low, high'}],
  [['--level'], undefined, {kind: 'value-missing', flag: '--level', values: 'low, high'}],
  [['--parent'], undefined, {kind: 'value-missing', flag: '--parent', values: undefined}],
  [['--min', 'x'], '--min', {kind: 'not-a-whole-number', text: 'x'}],
  [['--min=-1'], '--min', {kind: 'below-minimum', text: '-1', minimum: '0'}],
  [['--most', '10'], '--most', {kind: 'above-maximum', text: '10', maximum: '9'}],
  [['--also'], undefined, {kind: 'flag-needs-another', flag: '--also', needed: '--part'}],
  [['--parent', '1', '--parent', '2'], undefined, {kind: 'flag-given-twice', flag: '--parent'}],
  [['--from', 'a', '--from', 'b'], undefined, {kind: 'one-recording-only'}],
  [
    ['x'],
    undefined,
    {kind: 'unexpected-argument', argument: 'x', like: undefined, instead: 'procdoc inspect'},
  ],
  [
    ['part'],
    undefined,
    {kind: 'unexpected-argument', argument: 'part', like: '--part', instead: 'procdoc inspect'},
  ],
] as const)
  test(`${argv.join(' ')}: ${problem.kind}`, async () => {
    assert.deepEqual(await complaintAbout(argv), {flag, problems: [problem]});
  });

test('a process is named by the flag for it, where the command takes no other', async () => {
  const parent = string({helpValue: 'PID'});
  assert.deepEqual(await complaintAbout(['4711'], {parent}), {
    flag: undefined,
    problems: [{kind: 'unexpected-argument', argument: '4711', like: '--parent 4711', instead: undefined}],
  });
});

test('a required flag that is missing is named as in the help', async () => {
  assert.deepEqual(await complaintAbout([], {output}), {
    flag: undefined,
    problems: [{kind: 'missing-word', word: '-o FILE', description: 'the file to write'}],
  });
});

test('colours are no part of a complaint', () => {
  const dimmed = '\x1b[2m--regex=true cannot also be provided when using --part\x1b[22m';
  const error = new Error(`The following error occurred:\n  ${dimmed}\nSee more help with --help`);
  const [problem] = parserComplaint(error, 'procdoc x').problems;
  assert.deepEqual(problem, {kind: 'flags-exclude-each-other', flags: ['--regex', '--part']});
});

test('several complaints are kept apart, and one of no known form keeps its message', () => {
  const error = new Error(
    'The following errors occurred:\n  --a=1 cannot also be provided when using --b\n  Expected more of it\nSee more help with --help',
  );
  assert.deepEqual(parserComplaint(error, 'procdoc x').problems, [
    {kind: 'flags-exclude-each-other', flags: ['--a', '--b']},
    {kind: 'parser-message', message: 'Expected more of it'},
  ]);
});
