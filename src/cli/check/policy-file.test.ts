import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {problemText} from '../../render/failures/problem.ts';
import {allRules} from '../../rules/diagnosis/catalogue.ts';
import type {RuleCard} from '../../rules/rule.ts';
import {UsageError} from '../failures.ts';
import {parsePolicyFile} from './policy-file.ts';

declare const PROJECT_ROOT: string;

const rules: readonly RuleCard[] = [
  'signals/terminate-without-effect',
  'sigchld/ignored',
  'signals/hangup-ignored',
  'zombies/exited-leader',
  'zombies/parent-stopped',
].map(id => ({id, severity: 'warning', title: id, claims: 'moment', needs: []}));

const parsed = (document: string) => parsePolicyFile(document, 'procdoc.toml', rules);
function refusalOf(document: string): string {
  try {
    parsed(document);
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return problemText(error.problem);
  }
  return assert.fail('not refused');
}

const example = readFileSync(path.join(PROJECT_ROOT, 'test/procdoc.toml'), 'utf8');

describe('a policy file', () => {
  it('of every key says what the example says', () => {
    const {policy, baseline} = parsed(example);
    assert.equal(baseline, 'procdoc-baseline.json');
    assert.deepEqual(
      [policy.failOn, policy.certainty, policy.unknown, policy.fail, policy.ignore],
      ['warning', 'likely', 'fail', ['zombies/exited-leader'], ['signals/hangup-ignored']],
    );
    assert.deepEqual(
      policy.allow?.map(({rules, name, script}) => [rules, name, script]),
      [
        [['sigchld/ignored'], 'nginx', null],
        [['zombies/*', 'signals/terminate-without-effect'], null, '/srv/jobs/*.py'],
      ],
    );
    assert.deepEqual(
      policy.limits?.map(({measure, warning, critical}) => [measure, warning?.text, critical?.text]),
      [
        ['zombies', '0:5', '0:50'],
        ['zombies-per-parent', undefined, '0:20'],
        ['zombie-age', '0:60', '0:3600'],
        ['orphans', undefined, '0:10'],
      ],
    );
    assert.deepEqual(policy.scripts, [{name: 'my_daemon.py', min: 1, max: 1, fresh: true}]);
    assert.deepEqual(policy.locks, [{target: '/run/lock/backup.lock', holders: ['backup.sh']}]);
    assert.deepEqual(policy.ports, [{target: ':8080', holders: ['nginx']}]);
    assert.deepEqual(policy.sigchld, [{process: 'supervisor', disposition: 'default'}]);
  });

  it('of every key names rules that exist', () =>
    assert.ok(parsePolicyFile(example, 'procdoc.toml', allRules()).policy.allow));

  it('may be empty', () => assert.deepEqual(parsed('# nothing\n').policy.ignore, []));

  for (const [what, document, problem] of [
    [
      'an unknown key',
      'fail-on = "error"\nfail_onn = "x"\n',
      '2: unknown key "fail_onn": did you mean "fail-on"?',
    ],
    [
      'an unknown key of nothing we know',
      '\nxyzzy = 1\n',
      '2: unknown key "xyzzy": the keys are fail-on, certainty, unknown, fail, ignore, baseline, allow, limits, expect',
    ],
    [
      'an unknown key of a table',
      '[limits]\n\nzombis = "0:5"',
      '3: unknown key "zombis" in "limits": did you mean "zombies"?',
    ],
    [
      'an unknown key of the second element',
      '[[expect.script]]\nname = "a"\n[[expect.script]]\nname = "b"\nmaxx = 1',
      '5: unknown key "maxx" in "expect.script": did you mean "max"?',
    ],
    [
      'an unknown key of an inline table',
      'fail = []\nlimits.zombies = {warnin = "0:5"}',
      '2: unknown key "warnin" in "limits.zombies": did you mean "warning"?',
    ],
    ['a wrong type', 'ignore = "zombies"', '1: "ignore" must be a list of strings, such as ["zombies/*"]'],
    [
      'a wrong element of a list over lines',
      '# c\nignore = [\n  "zombies",\n  5,\n]\n',
      '2: "ignore" must be a string in quotes',
    ],
    ['a wrong word', '\n\nfail-on = "warn"', '3: "fail-on" must be "error", "warning" or "info"'],
    [
      'a text that is not a range',
      '[limits]\nzombies = "5:0"',
      '2: "limits.zombies.critical" must be a Nagios range in quotes, such as "0:5"',
    ],
    [
      'a limit that is a number',
      '[limits]\nzombies = 5',
      '2: "limits.zombies" must be a Nagios range in quotes, such as "0:5", or {warning = "0:5", critical = "0:10"}',
    ],
    [
      'a limit without a range',
      '[limits]\nzombies = {}',
      '2: "limits.zombies" needs a Nagios range in quotes, such as "0:5", or {warning = "0:5", critical = "0:10"}',
    ],
    [
      'what is missing',
      '[[expect.lock]]\npath = "/x"\n',
      '1: "expect.lock.holders" is missing: a list of strings, such as ["zombies/*"]',
    ],
    ['a number where a table belongs', '[expect]\nlock = [1]', '2: "expect.lock" must be a table'],
    [
      'one table for a list',
      '[expect.lock]\npath = "/x"\n',
      '1: "expect.lock" must be one [[expect.lock]] each',
    ],
    [
      'a path for a port',
      '[[expect.port]]\naddress = "/run/x"\nholders = []',
      '2: "expect.port.address" must be a port or socket, such as ":8080", "tcp:[::1]:80" or "unix:/run/x.sock"',
    ],
    [
      'a relative path',
      '[[expect.lock]]\npath = "x"\nholders = []',
      '2: "expect.lock.path" must be an absolute path',
    ],
    [
      'min over max',
      '[[expect.script]]\nname = "x"\nmin = 2\nmax = 1',
      '1: "expect.script" needs a max that is at least min',
    ],
    [
      'allowing everybody',
      '[[allow]]\nrule = "zombies"',
      '1: "allow" needs a name, user, script or cgroup; to allow it for every process, use "ignore"',
    ],
    [
      'a name and a pid',
      '[[expect.sigchld]]\nname = "x"\npid = 1',
      '1: "expect.sigchld" needs either a name or a pid',
    ],
    [
      'an unknown rule',
      'fail = ["zombies"]\nignore = ["zombies/parent-stoped"]',
      '2: unknown rule "zombies/parent-stoped": did you mean "zombies/parent-stopped"?',
    ],
    [
      'an unknown rule to allow',
      '[[allow]]\nname = "x"\nrule = ["locks"]',
      '3: unknown rule "locks": `procdoc explain` lists the rules',
    ],
    [
      'windows line ends',
      'fail = []\r\n[limits]\r\nzombis = "0:5"\r\n',
      '3: unknown key "zombis" in "limits": did you mean "zombies"?',
    ],
  ] as const)
    it(`with ${what} is refused by its line`, () =>
      assert.equal(refusalOf(document), `procdoc.toml:${problem}`));

  it('that is not TOML is refused by its line', () =>
    assert.match(refusalOf('fail = []\nfail = "\n'), /^procdoc\.toml:2: not valid TOML: [^\n]+$/));

  it('is a policy or a usage error, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...example.split('\n'), '[', 'x = {}', 'limits = 1')), lines => {
        try {
          parsed(lines.join('\n'));
        } catch (error) {
          assert.ok(error instanceof UsageError, String(error));
          assert.match(problemText(error.problem), /^procdoc\.toml:\d+: [^\n]+$/);
        }
      }),
    );
  });
});
