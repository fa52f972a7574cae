import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {Parser} from 'tap-parser';
import {checkAnswer} from '../../../src/render/contract/check.ts';
import {askProcdoc, askProcdocIn} from '../../support/asked.ts';
import {askCheck, FAMILIES, outcomeOf} from '../../support/live/check-answers.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {IS_ROOT, runProcdocAsNobody, runProcdocUnder} from '../../support/procdoc.ts';

const rule = 'zombies/parent-never-waits';

describe('check', {concurrency: 3}, () => {
  it('fails for a finding, and passes where its rule is ignored, allowed, or not grave enough', () =>
    stands('never-waits.c', ['3'], async ({pid}) => {
      assert.deepEqual((await outcomeOf(pid, rule)).exitStatus, 1);
      for (const flags of [
        ['--fail-on', 'error'],
        ['--ignore', 'zombies'],
        ['--ignore', rule],
      ])
        assert.equal((await askCheck(pid, ...flags)).exitStatus, 0, flags.join(' '));
      const {exitStatus, status} = await outcomeOf(pid, rule, '--fail-on', 'error', '--fail', rule);
      assert.deepEqual([exitStatus, status], [1, 'warning']);
    }));

  it('passes for a family without findings', () =>
    stands('prefork-server.c', [], async ({pid}) => {
      const {exitStatus, answer} = await askCheck(pid);
      assert.deepEqual([exitStatus, answer.status, answer.findings], [0, 'ok', []]);
    }));

  it('holds zombies to limits, as a Nagios plugin does', () =>
    stands('never-waits.c', ['3'], async ({pid}) => {
      const asked = ['check', '--scope', `${pid}`, ...FAMILIES, '--ignore', 'zombies', '--format', 'nagios'];
      for (const [limit, state, status] of [
        ['0:3', 'OK', 0],
        ['0:2,0:5', 'WARNING', 1],
        ['0:1,0:2', 'CRITICAL', 2],
        ['@3', 'CRITICAL', 2],
      ] as const) {
        const output = await askProcdoc(...asked, '--zombies', limit, '--zombie-age', '3600');
        assert.equal(output.status, status, output.stdout);
        const perfdata = ` \\| zombies=3;[\\d:@]*;[\\d:@]*;0 zombies-per-parent=3;;;0 zombie-age=[\\d.]+s;;3600;0\npolicy none\n$`;
        assert.match(output.stdout, new RegExp(`^PROCDOC ${state} - [^|\n]+${perfdata}`));
        assert.equal(output.stderr, '');
      }
    }));

  it('counts orphans only where they are limited', () =>
    stands('orphan.c', ['to-init'], async subject => {
      const ask = (...flags: string[]) => askCheck(subject.number('orphan'), '--settle', '0s', ...flags);
      const {answer} = await ask();
      assert.ok(!answer.measures.some(({name}) => name === 'orphans'));
      const of = async (limit: string) => {
        const {exitStatus, answer: limited} = await ask('--rule', 'zombies', '--orphans', limit);
        return [exitStatus, limited.measures.find(({name}) => name === 'orphans')?.value];
      };
      assert.deepEqual(
        [await of('0'), await of('0:1')],
        [
          [1, 1],
          [0, 1],
        ],
      );
    }));

  it('is UNKNOWN, 3 and on stdout for a Nagios plugin with a wrong command line', async () => {
    for (const args of [
      ['--format=nagios', '--bla'],
      ['--zombies', '5:0', '--format', 'nagios'],
      ['--format', 'nagios', '--config', '/none'],
      ['--format', 'nagios', '--scope', '4194304'],
    ]) {
      const {status, stdout, stderr} = await askProcdoc('check', ...args);
      assert.deepEqual([status, stderr], [3, '']);
      assert.match(stdout, /^PROCDOC UNKNOWN - procdoc check: [^\n|]+\n$/);
    }
    assert.equal((await askProcdoc('check', '--zombies', '5:0')).status, 2);
    assert.equal((await askProcdoc('check', '--format', 'junit', '--json')).status, 2);
  });

  it('is 2 and one line of at most 80 bytes on stdout for node-problem-detector with a wrong command line', async () => {
    for (const args of [
      ['--format=npd', '--bla'],
      ['--format', 'npd', '--config', `/${'none'.repeat(30)}`],
    ]) {
      const {status, stdout, stderr} = await askProcdoc('check', ...args);
      assert.deepEqual([status, stderr], [2, '']);
      assert.match(stdout, /^procdoc check: [^\n]{1,65}\n$/);
    }
  });

  it("exits with 3 for a file that can't be read or written, with 2 for a mistake in one", () =>
    withFiles({'broken.json': '{}', 'broken.toml': 'x', 'folder/x': ''}, async folder => {
      const ask = async (flag: string, name: string) => {
        const {status, stdout, stderr} = await askProcdoc(
          'check',
          '--rule',
          'zombies',
          flag,
          path.join(folder, name),
        );
        assert.equal(stdout, '');
        return [status, /can't be (?:read|written)/.test(stderr)];
      };
      for (const flag of ['--config', '--baseline', '--from', '--output-file'])
        for (const name of flag === '--from' ? ['none/x'] : ['none/x', 'folder'])
          assert.deepEqual(await ask(flag, name), [3, true], `${flag} ${name}`);
      for (const [flag, name] of [
        ['--config', 'broken.toml'],
        ['--baseline', 'broken.json'],
        ['--from', 'broken.json'],
      ] as const)
        assert.deepEqual(await ask(flag, name), [2, false], flag);
    }));

  it('takes its policy from the nearest procdoc.toml, and refuses a wrong one by file and line', () =>
    stands('never-waits.c', ['3'], subject =>
      withFiles(
        {
          'procdoc.toml': `[[allow]]\nrule = "zombies/*"\nname = "never-waits"\nreason = "a test"\n`,
          'wrong/procdoc.toml': 'fail-on = "error"\nzombis = "0:5"\n',
          'wrong/below/x': '',
        },
        async folder => {
          const askIn = (below: string) =>
            askProcdocIn(path.join(folder, below), 'check', '--scope', `${subject.pid}`, ...FAMILIES, '-J');
          const allowed = checkAnswer.parse(JSON.parse((await askIn('')).stdout));
          assert.deepEqual(
            allowed.findings.map(({status, because}) => [status, because]),
            [['ignored', 'allowed: a test']],
          );
          const {status, stderr} = await askIn('wrong/below');
          assert.equal(status, 2);
          assert.equal(
            stderr,
            `procdoc check: ${folder}/wrong/procdoc.toml:2: unknown key "zombis": the keys are fail-on, certainty, unknown, fail, ignore, baseline, allow, limits, expect\n`,
          );
        },
      ),
    ));

  it('lets pass what is in the baseline, even after a restart, and fails on what is new', () =>
    withFiles({}, async folder => {
      const file = path.join(folder, 'known.json');
      assert.equal((await askProcdoc('check', '--write-baseline')).status, 2);
      await stands('never-waits.c', ['3'], async ({pid}) => {
        const {status, stderr} = await askProcdoc(
          'check',
          '--scope',
          `${pid}`,
          ...FAMILIES,
          '--baseline',
          file,
          '--write-baseline',
        );
        assert.equal(status, 0);
        assert.match(stderr, /recorded 1 finding in /);
        assert.doesNotMatch(readFileSync(file, 'utf8'), new RegExp(`\\b${pid}\\b`));
      });
      await stands('never-waits.c', ['2'], async ({pid}) =>
        assert.equal((await askCheck(pid, '--baseline', file)).exitStatus, 0),
      );
      const policy = path.join(folder, 'policy.toml');
      writeFileSync(policy, 'baseline = "known.json"\n');
      await stands('never-waits.c', ['1'], async ({pid}) =>
        assert.equal((await askCheck(pid, '--config', policy)).exitStatus, 0),
      );
      await stands('exit-signal.c', ['0'], async ({pid}) =>
        assert.equal((await askCheck(pid, '--baseline', file)).exitStatus, 1),
      );
    }));

  it('writes its answer to a file whole, keeps the mode of an old one, and leaves a device what it is', () =>
    stands('never-waits.c', ['1'], ({pid}) =>
      withFiles({'old.prom': 'old\n'}, async folder => {
        const old = path.join(folder, 'old.prom');
        chmodSync(old, 0o640);
        const ask = (file: string) =>
          askProcdoc(
            'check',
            '--scope',
            `${pid}`,
            ...FAMILIES,
            '--format',
            'prometheus',
            '--output-file',
            file,
            '-q',
          );
        assert.deepEqual(await ask(old), {status: 1, stdout: '', stderr: ''});
        assert.match(readFileSync(old, 'utf8'), /^procdoc_zombies 1$/m);
        assert.equal(statSync(old).mode & 0o777, 0o640);
        assert.deepEqual(readdirSync(folder), ['old.prom']);
        assert.equal((await ask('/dev/null')).status, 1);
        assert.ok(statSync('/dev/null').isCharacterDevice());
        const none = await ask(path.join(folder, 'none/x'));
        assert.deepEqual([none.status, none.stdout], [3, '']);
        assert.match(none.stderr, /^procdoc check: \S+ can't be written \(ENOENT\)\n$/);
      }),
    ));

  for (const name of ['stat-fields', 'escapes', 'bytes', 'direction'])
    it(`is read by the real tools where a parent has a name of ${name}`, () =>
      stands('hostile-name.c', [name], async ({pid}) => {
        const ask = async (format: string) => {
          const {stdout, status} = await askProcdoc(
            'check',
            '--scope',
            `${pid}`,
            ...FAMILIES,
            '--zombies',
            '0',
            '--format',
            format,
          );
          assert.equal(status, format === 'nagios' ? 2 : 1);
          assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
          return stdout;
        };
        execFileSync('xmllint', ['--noout', '-'], {input: await ask('junit')});
        execFileSync('promtool', ['check', 'metrics'], {input: await ask('prometheus')});
        const points = Parser.parse(await ask('tap'));
        assert.ok(
          points.some(
            ([kind, point]) => kind === 'assert' && !point.ok && point.name.startsWith('limit/zombies'),
          ),
        );
        assert.match(await ask('github'), /^::error title=procdoc limit\/zombies%3A [^\n]+::[^\n]+$/m);
        assert.match(
          await ask('nagios'),
          /^PROCDOC CRITICAL - [^|\n]+ \| zombies=\d+;;0;0 [^|\n]+\npolicy [^|\n]+\n$/,
        );
        const {schema} = JSON.parse(await ask('json'));
        assert.equal(schema, 'procdoc/check@1');
        assert.match(await ask('text'), /^critical limit\/zombies: /m);
      }));

  it('narrows to the session or the user that it runs in', () =>
    stands('never-waits.c', ['1'], async ({pid}) => {
      const pidsOf = async (scope: string, launcher: readonly string[]) => {
        const {stdout} = await runProcdocUnder(
          launcher,
          'check',
          '--scope',
          scope,
          ...FAMILIES,
          '-J',
          '--settle',
          '0s',
        );
        const {findings, lookedAt} = checkAnswer.parse(JSON.parse(stdout));
        return {lookedAt, found: findings.some(({subject}) => 'pid' in subject && subject.pid === pid)};
      };
      assert.deepEqual(await pidsOf('session', ['setsid', '--wait']), {lookedAt: 0, found: false});
      assert.equal((await pidsOf('session', [])).found, true);
      assert.equal((await pidsOf('user', [])).found, true);
      assert.equal((await pidsOf('cgroup', [])).found, true);
    }));

  it('passes for a user whose own processes are well, although the kernel’s record of them takes privileges', {
    skip: !IS_ROOT && 'needs root',
  }, () => {
    const supervisor = 'sleep 60 & echo; read line; kill $!; wait';
    const user = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
    return withRunning(['setpriv', ...user, 'sh', '-c', supervisor], {}, async () => {
      const ask = async (...flags: string[]) => {
        const asked = ['check', '--scope', 'user', ...FAMILIES, '-J', ...flags];
        const {status, stdout} = await runProcdocAsNobody(...asked);
        const {checks, lookedAt} = checkAnswer.parse(JSON.parse(stdout));
        assert.ok(lookedAt >= 2);
        const {status: ofRule, unseen = []} =
          checks.find(({id}) => id === 'sigchld/children-reaped-unseen') ?? {};
        assert.ok(unseen.every(text => text.includes('SA_NOCLDWAIT')));
        return [status, ofRule, unseen.length];
      };
      assert.deepEqual(await ask(), [0, 'ignored', 1]);
      const asked = ['--fail', 'sigchld/children-reaped-unseen'];
      assert.deepEqual(await ask(...asked), [3, 'unknown', 1]);
    });
  });

  it("does not pass for a user who can't see why a zombie is there", {skip: !IS_ROOT && 'needs root'}, () =>
    stands('never-waits.c', ['1'], async ({pid}) => {
      const ask = async (...flags: string[]) => {
        const {status, stdout} = await runProcdocAsNobody(
          'check',
          '--scope',
          `${pid}`,
          ...FAMILIES,
          '-J',
          ...flags,
        );
        return {status, answer: checkAnswer.parse(JSON.parse(stdout))};
      };
      const {status, answer} = await ask('--certainty', 'proven');
      assert.equal(status, 3, JSON.stringify(answer.checks.filter(one => one.status !== 'ok')));
      assert.ok(answer.checks.some(check => check.status === 'unknown'));
      assert.equal((await ask('--certainty', 'proven', '--allow-unknown')).status, 0);
    }),
  );
});
