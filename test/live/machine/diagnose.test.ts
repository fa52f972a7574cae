import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {DiagnoseContent} from '../../../src/render/contract/diagnose.ts';
import {askProcdoc} from '../../support/asked.ts';
import {IS_ROOT, procdocJson, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until, withSubject} from '../../support/subject.ts';

/** The program that started the tests may have leaked descriptors into everything they start, and a diagnosis finds them. */
const ownTrouble = ['--ignore', 'fds'];

test('the zombies of one parent are one finding, about the parent', () =>
  withSubject('never-waits.c', ['3'], async subject => {
    const parent = subject.number('parent');
    const {status, json} = await procdocJson<DiagnoseContent>('diagnose', `${parent}`, ...ownTrouble);
    assert.equal(status, 1);
    assert.deepEqual(
      json.findings.map(({rule}) => rule),
      ['zombies/parent-never-waits'],
    );
    const [finding] = json.findings;
    assert.ok(finding && 'pid' in finding.subject && finding.subject.pid === parent);
    for (const pid of [parent, ...subject.pids('zombies')]) assert.ok(finding.what.includes(`(${pid})`));
    assert.equal(finding.more, `procdoc zombies --parent ${parent}`);
    assert.deepEqual(json.summary, {error: 0, warning: 1, info: 0});
  }));

test('a zombie that has just died is not reported before it has been one for a while', () =>
  withSubject('transient.c', [], async subject => {
    // A parent that does not get to run for that long reaps even later.
    await until('nothing is reported', async () => {
      const {json} = await procdocJson<DiagnoseContent>('diagnose', `${subject.pid}`, ...ownTrouble);
      return json.findings.length === 0;
    });
  }));

test('a family in which nothing is wrong has status 0, with the number of rules and processes checked', async () => {
  await withSubject('prefork-server.c', [], async subject => {
    const {status, stdout} = await askProcdoc('diagnose', `${subject.pid}`, ...ownTrouble);
    assert.match(stdout, /^nothing found\b/m);
    assert.match(stdout, /^\d+ rules, 4 processes checked\./m);
    assert.equal(status, 0);
  });
});

test('rules that are ignored find nothing, and are not listed as skipped either', () =>
  withSubject('never-waits.c', ['1'], async subject => {
    const args = ['diagnose', `${subject.pid}`, ...ownTrouble, '--ignore', 'zombies'];
    const {status, json} = await procdocJson<DiagnoseContent>(...args);
    assert.equal(status, 0);
    assert.deepEqual(
      [...json.findings, ...json.skipped].filter(({rule}) => rule.startsWith('zombies/')),
      [],
    );
  }));

test('--severity error leaves out what is only a warning', () =>
  withSubject('never-waits.c', ['1'], async subject => {
    const {status} = await askProcdoc('diagnose', `${subject.pid}`, ...ownTrouble, '--severity', 'error');
    assert.equal(status, 0);
  }));

test('--evidence shows the evidence of each finding', () =>
  withSubject('never-waits.c', ['1'], async subject => {
    const {stdout} = await askProcdoc('diagnose', `${subject.pid}`, '--evidence');
    assert.match(stdout, new RegExp(`evidence +/proc/${subject.pid}/`));
  }));

test("a process that does not exist can't be diagnosed", async () => {
  const {status, stderr} = await askProcdoc('diagnose', '4194304');
  assert.equal(status, 3);
  assert.match(stderr, /no such process: 4194304/);
});

test(
  'of another user’s zombies the reason is not claimed, the rules that could not look are skipped, and the status is not 0',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    withSubject('waits-for-other.c', ['wait4', 'worker'], async subject => {
      const {status, stdout} = await runProcdocAsNobody('diagnose', `${subject.pid}`, '--json');
      const json: DiagnoseContent & {complete: boolean} = JSON.parse(stdout);
      assert.equal(status, 1);
      assert.equal(json.complete, false);
      assert.ok(json.findings.length > 0 && json.findings.every(({certainty}) => certainty !== 'proven'));
      assert.ok(
        json.skipped.some(
          ({rule, gap}) => rule === 'zombies/parent-waits-for-another-child' && gap.what === 'syscall',
        ),
      );
    }),
);
