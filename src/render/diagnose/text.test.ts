import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {allRules} from '../../rules/diagnosis/catalogue.ts';
import type {Finding} from '../../rules/finding.ts';
import {seenAt} from '../../snapshot/evidence.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {introductions} from '../introductions/introductions.ts';
import type {Page} from '../page.ts';
import {plainStyle} from '../style.ts';
import {diagnoseText} from './text.ts';

const page: Page = {style: plainStyle, width: 80, screen: 80, isTerminal: false};

function finding(facts: Partial<Finding>): Finding {
  return {
    rule: 'locks/held-by-heir',
    severity: 'error',
    certainty: 'proven',
    subject: {path: '/run/a.lock'},
    what: 'The lock on /run/a.lock is held.',
    why: 'sleep (7) inherited the descriptor.',
    remedy: 'To release the lock: `kill -TERM 7`.',
    evidence: [seenAt('/proc/7/fdinfo/3', 'lock:', 'FLOCK')],
    cause: 'lock',
    more: 'procdoc locks /run/a.lock',
    ...facts,
  };
}

const nobody = new Snapshot(imaginedMachine([]));

function textOf(findings: readonly Finding[], evidence = false): string {
  const diagnosis = {findings, skipped: [], asked: [], lookedAt: 5};
  return diagnoseText(diagnosis, nobody, {...page, evidence}, false, introductions(page)).join('\n');
}

test('a finding is said with its rule, why, what to do, and where there is more', () => {
  assert.equal(
    textOf([finding({})]).split('\n\n')[0],
    [
      'error    The lock on /run/a.lock is held.',
      '  rule      locks/held-by-heir (proven)',
      '  why       sleep (7) inherited the descriptor.',
      '  do        To release the lock:',
      '            $ kill -TERM 7',
      '  more      $ procdoc locks /run/a.lock',
    ].join('\n'),
  );
});

test('what several rules find of one culprit stands together, each under its own heading', () => {
  const elsewhere = finding({
    cause: 'another',
    what: 'Another file is locked.',
    culprit: {path: '/elsewhere'},
  });
  const second = finding({rule: 'locks/waiters-behind-heir', severity: 'warning', what: 'A process waits.'});
  const text = textOf([finding({}), elsewhere, second]);
  const headings = [
    'The lock on /run/a.lock is held.',
    'warning  A process waits.',
    'Another file is locked.',
  ];
  const places = headings.map(heading => text.lastIndexOf(heading));
  assert.deepEqual(
    places,
    [...places].filter(at => at >= 0).sort((x, y) => x - y),
    text,
  );
});

test('of several cases each has a line first, and of a machine only three are in full', () => {
  const findings = Array.from({length: 5}, (_, at) =>
    finding({what: `Lock ${at} is held.`, cause: `${at}`, culprit: {path: `/${at}`}}),
  );
  const diagnosis = {findings, skipped: [], asked: [], lookedAt: 5};
  const machine = diagnoseText(diagnosis, nobody, page, false, introductions(page));
  assert.deepEqual(machine.slice(0, 6), [0, 1, 2, 3, 4].map(at => `error    Lock ${at} is held.`).concat(''));
  assert.equal(machine.filter(line => line.startsWith('  why')).length, 3);
  assert.ok(machine.includes('2 more cases in full: `--full`'));
  const asked = diagnoseText(diagnosis, nobody, page, true, introductions(page));
  assert.equal(asked.filter(line => line.startsWith('  why')).length, 5);
});

test('a case has the age of its culprit where there is room', () => {
  const [old, young] = [
    {pid: 1, startTicks: 100, comm: 'init'},
    {pid: 2, startTicks: 9000, comm: 'sh'},
  ];
  const findings = [old, young].map(culprit =>
    finding({what: 'A lock is held.', culprit, cause: culprit.comm}),
  );
  const processes = [old, young].map(one => ({...one, ppid: 0}));
  const snapshot = new Snapshot(imaginedMachine(processes, [], {uptime: {text: '100.00 1.00\n'}}));
  const linesOn = (screen: number) =>
    diagnoseText(
      {findings, skipped: [], asked: [], lookedAt: 2},
      snapshot,
      {...page, screen, isTerminal: true},
      false,
      introductions(page),
    ).slice(0, 2);
  const line = 'error    A lock is held.';
  assert.deepEqual(linesOn(80), [`${line} · started 1 min 39 s ago`, `${line} · started 10 s ago`]);
  assert.deepEqual(linesOn(40), [line, line]);
});

test('what to do is said once of a culprit, and who it is first', () => {
  const itself = {pid: 1, startTicks: 10, comm: 'init'};
  const findings = [
    finding({culprit: itself}),
    finding({culprit: itself, rule: 'locks/waiters-behind-heir', cause: 'x'}),
  ];
  const snapshot = new Snapshot(
    imaginedMachine([{pid: 1, ppid: 0, comm: 'init', argv: ['init', '--verbose']}]),
  );
  const lines = diagnoseText(
    {findings, skipped: [], asked: [], lookedAt: 1},
    snapshot,
    page,
    true,
    introductions(page),
  );
  assert.equal(lines[1], '  who       init --verbose');
  assert.equal(lines.filter(line => line.includes('kill -TERM 7')).length, 1);
});

test('findings of one rule and one cause are explained once, and the others named, then counted', () => {
  const similar = Array.from({length: 6}, (_, at) => finding({what: `Lock ${at} is held.`}));
  const text = textOf(similar);
  assert.equal(text.split('sleep (7) inherited the descriptor.').length, 2);
  for (const named of [0, 1, 2, 3]) assert.match(text, new RegExp(`Lock ${named} is held`));
  assert.doesNotMatch(text, /Lock 4 is held/);
  assert.match(text, /and 2 more like these/);
});

test('evidence is shown only if it is asked for', () => {
  assert.doesNotMatch(textOf([finding({})]), /FLOCK/);
  assert.match(textOf([finding({})], true), /evidence {2}\/proc\/7\/fdinfo\/3: lock: FLOCK/);
});

test('what is merely worth knowing is short, and comes last', () => {
  const text = textOf([
    finding({}),
    finding({severity: 'info', cause: 'other', what: 'A leader has exited.'}),
  ]);
  assert.match(text, /worth knowing\n {2}A leader has exited\. locks\/held-by-heir\n {4}\$ procdoc locks/);
  assert.match(text, /^1 error, 1 info$/m);
});

test('where nothing is wrong, the first line says so, and how much is worth knowing', () => {
  const infos = ['A leader has exited.', 'A daemon has leaked.'].map(what =>
    finding({severity: 'info', what}),
  );
  const [first, , second] = textOf(infos).split('\n');
  assert.equal(first, 'nothing wrong found; 2 things are worth knowing');
  assert.match(second ?? '', /^ {2}A leader has exited\./);
});

test('a rule that could not look everywhere is named, with the reason', () => {
  const skipped = [
    {rule: 'fds/pipe-held-open', gap: {what: 'fd', errno: 'EACCES', pids: [1]}, isOwnLimit: false},
  ];
  const lines = diagnoseText(
    {findings: [], skipped, asked: allRules().slice(0, 3), lookedAt: 5},
    nobody,
    page,
    false,
    introductions(page),
  );
  assert.equal(lines[0], "nothing found, but 1 of 3 rules couldn't look everywhere");
  assert.equal(lines[2], "fds/pipe-held-open not checked everywhere: /proc/1/fd can't be read (EACCES)");
});

test('no byte of another process reaches the terminal raw', () => {
  const hostile = '\x1b[2J\n\u202e';
  const text = textOf([finding({what: hostile, why: hostile, remedy: hostile, more: hostile})], true);
  assert.doesNotMatch(text, /[\x1b\u202e]/);
});

test('no line is wider than a narrow terminal', () => {
  const diagnosis = {findings: [finding({})], skipped: [], asked: [], lookedAt: 5000};
  const lines = diagnoseText(diagnosis, nobody, {...page, width: 60, screen: 60}, false, introductions(page));
  assert.deepEqual(
    lines.filter(line => line.length > 60),
    [],
  );
  assert.match(
    lines.slice(-2).join(' '),
    /^0 rules, 5,000 processes checked\. `procdoc explain RULE` for details\.$/,
  );
});
