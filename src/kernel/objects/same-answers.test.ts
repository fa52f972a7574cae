import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {DescriptionObject, ObjectsOfProcess} from '../kernel-objects.ts';
import {SameAnswers} from './same-answers.ts';

const file = (more: Partial<DescriptionObject> = {}): DescriptionObject => ({
  number: 7,
  isCloseOnExec: false,
  mayBeLocked: false,
  ...more,
});

const objects = (more: Partial<ObjectsOfProcess> = {}): ObjectsOfProcess => ({
  startTicks: 1234,
  contextSwitches: 12,
  lastRunNs: 0n,
  hasNoTimers: true,
  descriptors: [0, 5, 20],
  numberOf: () => 3,
  description: () => file(),
  ...more,
});

/** The stat and status of a process that hasn't run since it had these objects. */
const stat = `1 (a) b) S ${'0 '.repeat(18)}1234 0\n`;
const status =
  'Name:\ta\nState:\tS (sleeping)\nvoluntary_ctxt_switches:\t10\nnonvoluntary_ctxt_switches:\t2\n';

const questions = [
  'link /cwd',
  'link /root',
  'link /fd/5',
  'file /fdinfo/5',
  'file /timers',
  'file /maps',
  'file /limits',
];

/** The keys of the questions, of two processes with these objects and files. */
function keysOf(
  of: (pid: number) => ObjectsOfProcess | undefined,
  files: Readonly<Record<string, string>> = {},
): (question: string, pid?: string) => number | undefined {
  const texts: Record<string, string> = {
    '1/stat': stat,
    '1/status': status,
    '2/stat': stat,
    '2/status': status,
    ...files,
  };
  const same = new SameAnswers(
    {of},
    {
      textOf: name => texts[name],
      question(id) {
        const [kind = '', rest = ''] = questions[id]?.split(' ') ?? [];
        return {kind, rest};
      },
    },
  );
  return (question, pid = '1') => same.keyOf(pid, questions.indexOf(question));
}

test('processes with one object have one answer, and each question about it has its own', () => {
  const key = keysOf(() => objects());
  for (const question of questions.slice(0, 6)) assert.equal(key(question), key(question, '2'));
  const keys = questions.slice(0, 6).map(question => key(question));
  assert.equal(new Set(keys).size, 6);
  assert.ok(!keys.includes(undefined));
  assert.equal(key('file /limits'), undefined);
});

test('processes with other objects have other answers', () => {
  const key = keysOf(pid => objects({numberOf: () => pid, description: () => file({number: pid})}));
  for (const question of questions.slice(0, 4)) assert.notEqual(key(question), key(question, '2'));
});

for (const [what, files] of [
  ['that has run since', {'1/status': status.replace('\t10\n', '\t11\n')}],
  ['that runs', {'1/status': status.replace('S (sleeping)', 'R (running)')}],
  ['that has the pid of an earlier one', {'1/stat': stat.replace(' 1234 ', ' 1235 ')}],
  ['whose switches are not shown', {'1/status': 'State:\tS (sleeping)\n'}],
] as const) {
  test(`of a process ${what}, no answer is known`, () => {
    const key = keysOf(() => objects(), files);
    for (const question of questions) assert.equal(key(question), undefined);
    assert.notEqual(key('link /cwd', '2'), undefined);
  });
}

test('of a process that did not sleep, or came later, no answer is known', () => {
  const key = keysOf(pid => (pid === 1 ? undefined : objects()));
  assert.equal(key('link /cwd'), undefined);
});

test('the fdinfo depends on close-on-exec, and on locks of the process itself', () => {
  const key = keysOf(pid => objects({description: () => file({isCloseOnExec: pid === 2})}));
  assert.notEqual(key('file /fdinfo/5'), key('file /fdinfo/5', '2'));
  assert.equal(key('link /fd/5'), key('link /fd/5', '2'));
  const locked = keysOf(() => objects({description: () => file({mayBeLocked: true})}));
  assert.equal(locked('file /fdinfo/5'), undefined);
  assert.notEqual(locked('link /fd/5'), undefined);
});

test('what a process lacks has no answer in common', () => {
  const key = keysOf(() =>
    objects({hasNoTimers: false, numberOf: () => undefined, description: () => undefined}),
  );
  for (const question of questions) assert.equal(key(question), undefined);
});

test('no answer of another stands for one until the kernel has answered a question about the process itself', () => {
  const texts: Record<string, string> = {'1/stat': stat, '1/status': status};
  const same = new SameAnswers(
    {of: () => objects()},
    {textOf: name => texts[name], question: () => ({kind: 'link', rest: '/cwd'})},
  );
  assert.equal(same.mayBeSeen('1'), false);
  assert.equal(same.descriptorNames('1'), undefined);
  assert.equal(same.descriptionNumber({pid: 1, fd: 5}), undefined);
  same.answered('1');
  assert.equal(same.mayBeSeen('1'), true);
  assert.deepEqual(same.descriptorNames('1'), ['0', '20', '5']);
  assert.equal(same.descriptionNumber({pid: 1, fd: 5}), 7);
});

for (const [waitChannel, isShown] of [
  ['pipe_read', true],
  ['0', false],
  ['', false],
] as const) {
  test(`a wait channel of "${waitChannel}" ${isShown ? 'shows' : 'does not show'} that a process may be seen`, () => {
    const texts: Record<string, string> = {'1/stat': stat, '1/status': status, '1/task/1/wchan': waitChannel};
    const same = new SameAnswers(
      {of: () => objects()},
      {textOf: name => texts[name], question: () => ({kind: 'link', rest: '/cwd'})},
    );
    assert.equal(same.mayBeSeen('1'), isShown);
    assert.equal(same.descriptionNumber({pid: 1, fd: 5}), isShown ? 7 : undefined);
  });
}
