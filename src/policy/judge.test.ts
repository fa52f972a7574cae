import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {cards, diagnosisOf, findingOf, noFacts} from '../../test/support/recorded/judged.ts';
import {found, unreadable} from '../kernel/read.ts';
import {parseNagiosRange} from '../parse/nagios-range.ts';
import type {Diagnosis} from '../rules/diagnosis/diagnosis.ts';
import type {Finding} from '../rules/finding.ts';
import {HIDDEN_PROCESSES, UNRECORDED_LIMITS} from '../snapshot/gap-names.ts';
import type {Disposition} from '../snapshot/signals/disposition.ts';
import {Baseline, fingerprintOf} from './baseline.ts';
import type {Facts, HolderFacts, HolderGap} from './facts.ts';
import {judge} from './judge.ts';
import {type Allowance, defaultPolicy, type Policy, standingOf, withPolicy} from './policy.ts';

interface Given {
  readonly findings?: readonly Finding[];
  readonly skipped?: Diagnosis['skipped'];
  readonly facts?: Partial<Facts>;
  readonly policy?: Partial<Policy>;
  readonly baseline?: Baseline;
}

function judged({findings = [], skipped = [], facts = {}, policy = {}, baseline = new Baseline()}: Given) {
  return judge(
    diagnosisOf(findings, skipped),
    {...noFacts, ...facts},
    withPolicy(defaultPolicy, policy),
    baseline,
  );
}

/** The status of one check and of all, and what to exit with. */
function outcome(id: string, given: Given): unknown[] {
  const {checks, status, exitStatus} = judged(given);
  const [check, ...others] = checks.filter(one => one.id === id);
  assert.ok(check && others.length === 0, `${checks.map(one => one.id)}`);
  assert.equal(check.complaints.length + check.gaps.length === 0, check.status === 'ok');
  if (check.status === 'unknown') assert.equal(check.gaps.length + check.findings.length > 0, true);
  return [check.status, status, exitStatus];
}

const stopped = findingOf(cards.stopped);
const allowed: Allowance = {
  rules: ['zombies'],
  name: null,
  user: null,
  script: null,
  cgroup: null,
  reason: null,
};
const serverTraits = {
  names: ['server', 'python3'],
  user: 'www',
  script: '/srv/app/run.py',
  cgroup: '/jobs/1',
  program: '/srv/app/run.py',
};

it('of findings of which some pass, only the failing ones are shown; where all pass, all are', () => {
  const likely = findingOf(cards.stopped, {certainty: 'likely', what: 'a guess.'});
  const shownOf = (findings: readonly Finding[]) =>
    judged({findings, policy: {certainty: 'proven'}})
      .checks.find(({id}) => id === cards.stopped.id)
      ?.complaints.map(one => one.kind === 'finding' && [one.judged.finding, one.judged.excuse]);
  assert.deepEqual(shownOf([likely, stopped]), [[stopped, null]]);
  const excuse = {kind: 'less-certain', certainty: 'likely', than: 'proven'};
  assert.deepEqual(shownOf([likely]), [[likely, excuse]]);
});

describe('a finding', () => {
  for (const [what, given, expected] of [
    ['of a warning fails', {findings: [stopped]}, ['warning', 'warning', 1]],
    [
      'of a warning passes where only errors fail',
      {findings: [stopped], policy: {failOn: 'error'}},
      ['ignored', 'ok', 0],
    ],
    ['passes whose rule is not asked about', {findings: []}, ['ok', 'ok', 0]],
    ['that is likely fails', {findings: [{...stopped, certainty: 'likely'}]}, ['warning', 'warning', 1]],
    [
      'that is likely passes where only what is proven fails',
      {findings: [{...stopped, certainty: 'likely'}], policy: {certainty: 'proven'}},
      ['ignored', 'ok', 0],
    ],
    [
      'that is not certain is unknown',
      {findings: [{...stopped, certainty: 'unknown'}]},
      ['unknown', 'unknown', 3],
    ],
    [
      'that is not certain is unknown where only what is proven fails',
      {findings: [{...stopped, certainty: 'unknown'}], policy: {certainty: 'proven'}},
      ['unknown', 'unknown', 3],
    ],
    [
      'that is not certain passes as unknown where that is allowed',
      {findings: [{...stopped, certainty: 'unknown'}], policy: {unknown: 'pass'}},
      ['unknown', 'ok', 0],
    ],
    [
      'that is not certain fails where it is to',
      {findings: [{...stopped, certainty: 'unknown'}], policy: {certainty: 'unknown'}},
      ['warning', 'warning', 1],
    ],
    [
      'of a family that fails does so whatever its certainty',
      {findings: [{...stopped, certainty: 'unknown'}], policy: {failOn: 'error', fail: ['zombies/*']}},
      ['warning', 'warning', 1],
    ],
  ] as const satisfies readonly (readonly [string, Given, readonly unknown[]])[])
    it(what, () => assert.deepEqual(outcome('zombies/parent-stopped', given), expected));

  it('of an error is critical', () => {
    const findings = [findingOf(cards.python)];
    assert.deepEqual(outcome('sigchld/python-loses-exit-status', {findings}), ['critical', 'critical', 1]);
  });

  it('of an info fails only where its rule is to', () => {
    const findings = [findingOf(cards.leader)];
    assert.deepEqual(outcome('zombies/exited-leader', {findings}), ['ignored', 'ok', 0]);
    const policy = {fail: ['zombies/exited-leader']};
    assert.deepEqual(outcome('zombies/exited-leader', {findings, policy}), ['warning', 'warning', 1]);
  });
});

describe('an allowance', () => {
  for (const [what, conditions, passes] of [
    ['of its comm', {name: 'server'}, true],
    ['of its program', {name: 'python*'}, true],
    ['of another name', {name: 'nginx'}, false],
    ['of its user', {user: 'www'}, true],
    ['of its script by name', {script: 'run.py'}, true],
    ['of its script by path', {script: '/srv/*'}, true],
    ['of another script', {script: 'walk.py'}, false],
    ['of its cgroup', {cgroup: '/jobs/*'}, true],
    ['of its name and another user', {name: 'server', user: 'root'}, false],
    ['of another family', {rules: ['locks'], name: 'server'}, false],
  ] as const)
    it(`${what} ${passes ? 'lets a finding pass' : 'lets nothing pass'}`, () => {
      const policy = {allow: [{...allowed, ...conditions}]};
      const facts = {traits: new Map([[812, serverTraits]])};
      const [status] = outcome('zombies/parent-stopped', {findings: [stopped], policy, facts});
      assert.equal(status, passes ? 'ignored' : 'warning');
    });

  it("lets nothing pass where the user of the process can't be read", () => {
    const policy = {allow: [{...allowed, user: '*'}]};
    const facts = {traits: new Map([[812, {...serverTraits, user: null}]])};
    assert.deepEqual(outcome('zombies/parent-stopped', {findings: [stopped], policy, facts})[0], 'warning');
    assert.deepEqual(outcome('zombies/parent-stopped', {findings: [stopped], policy})[0], 'warning');
  });

  it('lets nothing pass that is not about a process', () => {
    const findings = [{...stopped, subject: {path: '/server'}}];
    const policy = {allow: [{...allowed, name: '*'}]};
    assert.equal(outcome('zombies/parent-stopped', {findings, policy})[0], 'warning');
  });
});

describe('a rule', () => {
  const skipped = [
    {
      rule: 'zombies/parent-stopped',
      gap: {what: 'syscall', errno: 'EACCES', pids: [1]},
      isOwnLimit: false,
    },
  ];
  it('that could not look everywhere is unknown, never ok', () =>
    assert.deepEqual(outcome('zombies/parent-stopped', {skipped}), ['unknown', 'unknown', 3]));

  it('that could not look everywhere passes where its findings would pass', () =>
    assert.deepEqual(outcome('zombies/parent-stopped', {skipped, policy: {failOn: 'error'}}), [
      'ignored',
      'ok',
      0,
    ]));

  it('that could not look by its own limit passes, unless it is to fail', () => {
    const limited = skipped.map(one => ({...one, isOwnLimit: true}));
    assert.deepEqual(outcome('zombies/parent-stopped', {skipped: limited}), ['ignored', 'ok', 0]);
    assert.deepEqual(outcome('zombies/parent-stopped', {skipped: limited, policy: {fail: ['zombies']}}), [
      'unknown',
      'unknown',
      3,
    ]);
  });

  it('that asks for what is in no recording passes, as it does on the machine', () => {
    const unrecorded = skipped.map(one => ({
      ...one,
      gap: {what: UNRECORDED_LIMITS, errno: 'ENODATA', pids: []},
    }));
    assert.deepEqual(outcome('zombies/parent-stopped', {skipped: unrecorded}), ['ignored', 'ok', 0]);
  });

  it('that found something fails, although it could not look everywhere', () =>
    assert.deepEqual(outcome('zombies/parent-stopped', {skipped, findings: [stopped]}), [
      'warning',
      'warning',
      1,
    ]));
});

describe('a baseline', () => {
  const again = {
    ...stopped,
    subject: {pid: 9000, startTicks: 99, comm: 'server'},
    cause: 'zombies of 9000',
  };
  it('lets the finding pass that comes back after a restart', () => {
    const baseline = new Baseline([fingerprintOf(stopped, () => undefined)]);
    assert.deepEqual(outcome('zombies/parent-stopped', {findings: [again], baseline}), ['ignored', 'ok', 0]);
  });

  it('with one covers one of two', () => {
    const baseline = new Baseline([fingerprintOf(stopped, () => undefined)]);
    const {checks} = judged({findings: [stopped, again], baseline});
    const check = checks.find(({id}) => id === 'zombies/parent-stopped');
    assert.deepEqual(
      check?.findings.map(({status, excuse}) => [status, excuse?.kind ?? null]),
      [
        ['ignored', 'baseline'],
        ['warning', null],
      ],
    );
  });

  it('keeps what it covers out of what is shown of a rule that fails', () => {
    const baseline = new Baseline([fingerprintOf(stopped, () => undefined)]);
    const fresh = {...again, what: 'zombie new (1).'};
    const {checks} = judged({findings: [stopped, fresh], baseline});
    const check = checks.find(({id}) => id === 'zombies/parent-stopped');
    assert.deepEqual(check?.complaints, [
      {kind: 'finding', judged: {finding: fresh, status: 'warning', excuse: null}},
    ]);
  });

  it('is not used up by what passes anyway', () => {
    const baseline = new Baseline([fingerprintOf(stopped, () => undefined)]);
    const findings = [{...stopped, certainty: 'likely' as const}, stopped];
    const {exitStatus} = judged({findings, baseline, policy: {certainty: 'proven'}});
    assert.equal(exitStatus, 0);
  });
});

describe('a limit', () => {
  const limits = [
    {
      measure: 'zombies' as const,
      warning: parseNagiosRange('0:5') ?? null,
      critical: parseNagiosRange('0:10') ?? null,
    },
  ];
  for (const [value, expected] of [
    [found(5), ['ok', 'ok', 0]],
    [found(6), ['warning', 'warning', 1]],
    [found(11), ['critical', 'critical', 1]],
    [unreadable('EACCES'), ['unknown', 'unknown', 3]],
  ] as const)
    it(`of 0:5 and 0:10 is ${expected[0]} for ${value.ok ? value.value : 'what is not known'}`, () => {
      const facts = {measures: new Map([['zombies' as const, value]])};
      assert.deepEqual(outcome('limit/zombies', {facts, policy: {limits}}), expected);
    });
});

describe('an expectation', () => {
  const script = {name: 'd.py', min: 1, max: 1, fresh: true};
  const running = {pid: 5, freshness: 'fresh' as const, reason: null};
  it('of what may be hidden is unknown, unless it fails anyway', () => {
    const hidden = {what: HIDDEN_PROCESSES, errno: 'EACCES', pids: []};
    const of = (scripts: Facts['scripts'][number]) =>
      outcome('expect/script', {facts: {hidden, scripts: [scripts]}, policy: {scripts: [script]}})[0];
    assert.deepEqual([of([]), of([running]), of([running, running])], ['unknown', 'unknown', 'critical']);
    const sigchld = (process: string | number, disposition?: Disposition) => {
      const fact = disposition ? [{pid: 5, comm: 'x', disposition: found(disposition)}] : [];
      const policy = {sigchld: [{process, disposition: 'default' as const}]};
      return outcome('expect/sigchld', {facts: {hidden, sigchld: [fact]}, policy})[0];
    };
    assert.deepEqual(
      [sigchld('x'), sigchld('x', 'default'), sigchld(5, 'default'), sigchld('x', 'ignored')],
      ['unknown', 'unknown', 'ok', 'critical'],
    );
  });

  for (const [what, scripts, expected] of [
    ['of a fresh script holds', [running], 'ok'],
    ['of a script fails where it does not run', [], 'critical'],
    ['of a script fails where two run', [running, running], 'critical'],
    [
      'of a fresh script fails for a stale one',
      [{...running, freshness: 'stale', reason: {kind: 'start-unknown'}}],
      'critical',
    ],
    [
      'of a fresh script is unknown where that is',
      [{...running, freshness: 'unknown', reason: {kind: 'start-unknown'}}],
      'unknown',
    ],
  ] as const)
    it(what, () =>
      assert.equal(
        outcome('expect/script', {facts: {scripts: [scripts]}, policy: {scripts: [script]}})[0],
        expected,
      ),
    );

  const nginx = {pid: 5, names: ['nginx']};
  const stranger = {pid: 6, names: ['sleep']};
  const unseen: HolderGap = {kind: 'unreadable', gap: {what: 'fd', errno: 'EACCES', pids: [1]}};
  for (const [what, facts, holders, expected] of [
    ['holds', found({holders: [nginx], unseen: null}), ['nginx'], 'ok'],
    ['fails where no process holds it', found({holders: [], unseen: null}), ['nginx'], 'critical'],
    [
      'fails where another one holds it, too',
      found({holders: [nginx, stranger], unseen: null}),
      ['nginx'],
      'critical',
    ],
    [
      'fails for another one whatever was not seen',
      found({holders: [nginx, stranger], unseen}),
      ['nginx'],
      'critical',
    ],
    ['is unknown where another process may hold it', found({holders: [nginx], unseen}), ['nginx'], 'unknown'],
    ['is unknown where the holder may be hidden', found({holders: [], unseen}), ['nginx'], 'unknown'],
    ["is unknown where the target can't be looked at", unreadable('EACCES'), ['nginx'], 'unknown'],
    ['of no process holds', found({holders: [], unseen: null}), [], 'ok'],
    ['of no process fails where one holds it', found({holders: [stranger], unseen: null}), [], 'critical'],
    [
      'of two fails where one does not hold it',
      found<HolderFacts>({holders: [nginx], unseen: null}),
      ['nginx', 'sl*'],
      'critical',
    ],
  ] as const)
    for (const kind of ['lock', 'port'] as const)
      it(`of the holders of a ${kind} ${what}`, () => {
        const rules = [{target: ':80', holders}];
        const given =
          kind === 'lock'
            ? {facts: {locks: [facts]}, policy: {locks: rules}}
            : {facts: {ports: [facts]}, policy: {ports: rules}};
        assert.equal(outcome(`expect/${kind}`, given)[0], expected);
      });

  const one = {pid: 5, comm: 'init'};
  for (const [what, facts, expected] of [
    ['holds', [{...one, disposition: found<Disposition>('default')}], 'ok'],
    ['fails where it is ignored', [{...one, disposition: found<Disposition>('ignored')}], 'critical'],
    ['is unknown where it cannot be read', [{...one, disposition: unreadable('EACCES')}], 'unknown'],
    ['fails where there is no such process', [], 'critical'],
  ] as const)
    it(`of SIGCHLD default ${what}`, () => {
      const policy = {sigchld: [{process: 'init', disposition: 'default' as const}]};
      assert.equal(outcome('expect/sigchld', {facts: {sigchld: [facts]}, policy})[0], expected);
    });
});

it('flags replace single values and limits of a policy, and add to its lists', () => {
  const limit = (text: string) => ({
    measure: 'zombies' as const,
    warning: null,
    critical: parseNagiosRange(text) ?? null,
  });
  const base = withPolicy(defaultPolicy, {failOn: 'error', ignore: ['a/b'], limits: [limit('1')]});
  const both = withPolicy(base, {certainty: 'proven', ignore: ['c/d'], limits: [limit('2')]});
  assert.deepEqual(
    [both.failOn, both.certainty, both.ignore, both.limits],
    ['error', 'proven', ['a/b', 'c/d'], [limit('2')]],
  );
});

describe('what the lists of rules say of one', () => {
  const given = (fail: readonly string[], ignore: readonly string[]) =>
    standingOf(cards.stopped, {...defaultPolicy, fail, ignore});
  it('is by its id before its family, and then "ignore" before "fail"', () => {
    assert.equal(given(['zombies/*'], ['zombies/parent-stopped']), 'ignore');
    assert.equal(given(['zombies/parent-stopped'], ['zombies']), 'fail');
    assert.equal(given(['zombies'], ['zombies/*']), 'ignore');
    assert.equal(given(['locks'], ['fds']), undefined);
  });

  it('is what was said last of the same rule', () => {
    const base = withPolicy(defaultPolicy, {ignore: ['zombies'], fail: ['locks']});
    const both = withPolicy(base, {ignore: ['locks'], fail: ['zombies']});
    assert.deepEqual([both.ignore, both.fail], [['locks'], ['zombies']]);
  });
});
