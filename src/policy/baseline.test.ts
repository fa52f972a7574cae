import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {cards, findingOf} from '../../test/support/recorded/judged.ts';
import {Baseline, fingerprintOf, formatBaseline, isAnyBaseline, parseBaseline} from './baseline.ts';

const unknown = () => undefined;

describe('a fingerprint', () => {
  for (const [what, one, other] of [
    ['the pid', {subject: {pid: 1, startTicks: 1, comm: 'x'}}, {subject: {pid: 2, startTicks: 2, comm: 'x'}}],
    ['a pid in the cause', {cause: 'SIGCHLD from 12'}, {cause: 'SIGCHLD from 345'}],
    ['an inode in the cause', {cause: 'flock 8:1:4242'}, {cause: 'flock 8:1:17'}],
    ['the number of a pipe', {subject: {path: 'pipe:[12]'}}, {subject: {path: 'pipe:[99]'}}],
    ['the machine', {subject: {host: 'a'}}, {subject: {host: 'b'}}],
    ['what it says', {what: 'zombie x (1).'}, {what: 'zombie x (2).'}],
  ] as const)
    it(`does not depend on ${what}`, () =>
      assert.deepEqual(
        fingerprintOf(findingOf(cards.stopped, one), unknown),
        fingerprintOf(findingOf(cards.stopped, other), unknown),
      ));

  for (const [what, one, other] of [
    [
      'commands',
      {subject: {pid: 1, startTicks: 1, comm: 'x1'}},
      {subject: {pid: 1, startTicks: 1, comm: 'x2'}},
    ],
    ['paths', {subject: {path: '/srv/1/lock'}}, {subject: {path: '/srv/2/lock'}}],
    ['causes', {cause: 'worker1'}, {cause: 'worker2'}],
  ] as const)
    it(`distinguishes ${what}`, () =>
      assert.notDeepEqual(
        fingerprintOf(findingOf(cards.stopped, one), unknown),
        fingerprintOf(findingOf(cards.stopped, other), unknown),
      ));
});

describe('the fingerprint of a process', () => {
  const finding = findingOf(cards.stopped, {subject: {pid: 1, startTicks: 1, comm: 'python3'}});
  const running = (program: string | null) =>
    fingerprintOf(finding, () => ({names: [], user: null, script: null, cgroup: null, program}));

  it('distinguishes programs of one interpreter', () => {
    assert.deepEqual(running('/srv/a.py'), running('/srv/a.py'));
    assert.notDeepEqual(running('/srv/a.py'), running('/srv/b.py'));
    assert.notDeepEqual(running('/srv/a.py'), running(null));
    assert.ok(!new Baseline([running('/srv/a.py')]).covers(running('/srv/b.py')));
  });

  it('has no program where nothing is known of the process', () => {
    assert.deepEqual(fingerprintOf(finding, unknown), running(null));
  });
});

describe('a baseline file', () => {
  it('covers the findings it was made of, once each, whatever bytes their names hold', () => {
    const comm = fc.oneof(
      fc.string({unit: 'binary'}),
      fc.constantFrom('\udc80', ') Z 1 (', '\u0000\n\u001b['),
    );
    fc.assert(
      fc.property(fc.array(comm, {maxLength: 5}), comms => {
        const findings = comms.map((name, at) =>
          fingerprintOf(findingOf(cards.stopped, {subject: {pid: at, startTicks: at, comm: name}}), unknown),
        );
        const text = formatBaseline(findings);
        assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
        const baseline = new Baseline(parseBaseline(text));
        assert.ok(findings.every(finding => baseline.covers(finding)));
        assert.ok(findings.every(finding => !baseline.covers(finding)));
      }),
    );
  });

  it('does not depend on the order of the findings', () => {
    const findings = [cards.stopped, cards.python, cards.stopped].map(card =>
      fingerprintOf(findingOf(card), unknown),
    );
    assert.equal(formatBaseline(findings), formatBaseline([...findings].reverse()));
  });

  for (const text of [
    '',
    '{}',
    '[]',
    '{"schema":"procdoc/baseline@2","findings":[]}',
    '{"schema":"procdoc/baseline@1","findings":[{}]}',
    '{"schema":"procdoc/baseline@1","findings":[{"rule":"a/b","subject":"process x","cause":"c"}]}',
  ])
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(parseBaseline(text), undefined));

  it('is recognised by its content, whatever its version', () => {
    assert.ok(isAnyBaseline(formatBaseline([])));
    assert.ok(isAnyBaseline('{"schema":"procdoc/baseline@2","things":[]}'));
    for (const text of ['', '{}', '[]', 'null', '"procdoc/baseline@1"', '{"schema":"procdoc/check@1"}'])
      assert.ok(!isAnyBaseline(text), text);
  });
});
