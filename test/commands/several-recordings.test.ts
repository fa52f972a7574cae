import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {checkAnswer} from '../../src/render/contract/check.ts';
import {diagnoseAnswer} from '../../src/render/contract/diagnose.ts';
import {askedJson, askProcdoc} from '../support/asked.ts';

declare const PROJECT_ROOT: string;

interface SeveralHosts {
  readonly complete: boolean;
  readonly unreadable: readonly {readonly what: string; readonly errno: string; readonly host?: string}[];
  readonly hosts: readonly {readonly host: string; readonly recording: string}[];
  readonly findings: readonly {readonly rule: string; readonly host: string}[];
  readonly checks: readonly {readonly id: string; readonly status: string; readonly host: string}[];
}

/** A recording of a situation, as if of a host of that name. */
function recordingOf(situation: string, host?: string): string {
  const text = readFileSync(path.join(PROJECT_ROOT, 'test/recordings', `${situation}.txt`), 'latin1');
  const without = text.replace(/^file sys\/kernel\/hostname\n\|.*\n/m, '');
  return host === undefined
    ? without
    : without.replace(/\nend\n$/, `\nfile sys/kernel/hostname\n|${host}\n\nend\n`);
}

describe('several recordings', () => {
  let folder: string;
  const at = (name: string) => path.join(folder, name);
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'procdoc-several-'));
    for (const [name, text] of [
      ['hosts/a.procdoc', recordingOf('client-gone', 'web1')],
      ['hosts/b.procdoc', recordingOf('client-gone', 'web2')],
      ['hosts/c.procdoc', recordingOf('never-waits')],
      ['hosts/.hidden', 'no recording'],
      ['broken/a.procdoc', recordingOf('never-waits', 'web1')],
      ['broken/b.procdoc', recordingOf('never-waits', 'web1')],
      ['broken/half.procdoc', recordingOf('client-gone').slice(0, 5000)],
      ['only-broken/half.procdoc', recordingOf('client-gone').slice(0, 5000)],
      ['infos/a.procdoc', recordingOf('script-job', 'web1')],
      ['infos/b.procdoc', recordingOf('script-job', 'web2')],
      ['empty/.keep', ''],
      ['shelf/a.procdoc', recordingOf('never-waits')],
      ['shelf/old/a.procdoc', recordingOf('client-gone', 'web1')],
      ['only-folders/old/a.procdoc', recordingOf('never-waits')],
    ] as const) {
      mkdirSync(path.dirname(at(name)), {recursive: true});
      writeFileSync(at(name), text);
    }
    // Opened to be read, it would block.
    execFileSync('mkfifo', [at('hosts/fifo')]);
  });
  after(() => rmSync(folder, {recursive: true}));

  it('where something is merely worth knowing, the first line says how far nothing wrong was found', async () => {
    const {stdout} = await askProcdoc('diagnose', '--settle', '0s', '--from', at('infos'));
    assert.match(
      stdout,
      /^nothing wrong found on 2 hosts, but \d+ rules couldn't look everywhere; \d+ infos on /,
    );
  });

  it('of a folder are asked each, and every finding has its host, by its own name or that of the file', async () => {
    const answer = await askedJson<SeveralHosts>('diagnose', '--settle', '0s', '--from', at('hosts'));
    diagnoseAnswer.parse(answer);
    assert.deepEqual(
      answer.hosts.map(({host, recording}) => [host, path.basename(recording)]),
      [
        ['web1', 'a.procdoc'],
        ['web2', 'b.procdoc'],
        ['c', 'c.procdoc'],
      ],
    );
    for (const [name, host] of [
      ['a', 'web1'],
      ['b', 'web2'],
      ['c', 'c'],
    ] as const) {
      const alone = await askedJson<SeveralHosts>(
        'diagnose',
        '--settle',
        '0s',
        '--from',
        at(`hosts/${name}.procdoc`),
      );
      assert.deepEqual(
        answer.findings.filter(finding => finding.host === host).map(({host: _, ...finding}) => finding),
        alone.findings,
      );
    }
  });

  it('stand by rule, the worst first, with how many hosts have it', async () => {
    const {stdout, status} = await askProcdoc('diagnose', '--settle', '0s', '--from', at('hosts'));
    assert.equal(status, 1);
    const headings = stdout.split('\n').filter(line => /^(?:error|warning|info) /.test(line));
    assert.ok(headings.includes('error    locks/held-by-heir on 2 of 3 hosts: web1 and web2'), stdout);
    const severities = headings.map(line => line.split(' ')[0]);
    assert.deepEqual(severities, [...severities].sort());
  });

  it('are a row for each rule on each host by -o', async () => {
    const words = [
      'diagnose',
      '--settle',
      '0s',
      '--rule',
      'locks',
      '-n',
      '-o',
      'host,rule',
      '--format',
      'tsv',
    ];
    const {stdout} = await askProcdoc(...words, '--from', at('hosts'));
    assert.equal(stdout, 'web1\tlocks/held-by-heir\nweb2\tlocks/held-by-heir\n');
  });

  it('are a row for each check on each host that is not simply ok, by check -o', async () => {
    const words = ['check', '--settle', '0s', '--rule', 'locks', '--allow-unknown', '-n', '-o'];
    const hosts = await askProcdoc(...words, 'host,check,status', '--from', at('hosts'));
    const [one, two] = ['web1', 'web2'].map(host => `${host} locks/held-by-heir critical`);
    assert.deepEqual(
      hosts.stdout
        .split('\n')
        .filter(line => line.endsWith('critical'))
        .map(line => line.replaceAll(/ +/g, ' ')),
      [one, two],
    );
    const alone = await askProcdoc(...words, 'host,check', '--from', at('hosts/a.procdoc'));
    assert.match(alone.stdout, /^web1 +locks\/held-by-heir$/m);
    const contradiction = await askProcdoc(...words, 'host', '--format', 'tap', '--from', at('hosts'));
    assert.deepEqual([contradiction.status, contradiction.stdout], [2, '']);
  });

  it('of one name are told apart by their files; one that is broken is named, and the others answer', async () => {
    const answer = await askedJson<SeveralHosts>('diagnose', '--settle', '0s', '--from', at('broken'));
    const names = answer.hosts.map(({host}) => host);
    assert.deepEqual(
      names,
      ['a', 'b'].map(name => `web1 (${at(`broken/${name}.procdoc`)})`),
    );
    assert.equal(answer.complete, false);
    assert.deepEqual(
      answer.unreadable.filter(({host}) => host === undefined),
      [{what: at('broken/half.procdoc'), errno: 'EBADMSG', pids: []}],
    );
    const {stderr, stdout} = await askProcdoc('diagnose', '--settle', '0s', '--from', at('broken'));
    assert.match(stderr, /half\.procdoc: it was cut off/);
    assert.match(stdout, /1 broken recording/);
  });

  it('are checked each, and the status is that of the worst', async () => {
    const rule = ['check', '--settle', '0s', '--rule', 'zombies/pids-limit-near', '--from'];
    const answer = await askedJson<SeveralHosts>(...rule, at('hosts'));
    checkAnswer.parse(answer);
    assert.deepEqual(
      answer.checks.map(({host}) => host),
      ['web1', 'web2', 'c'],
    );
    const locks = ['check', '--settle', '0s', '--rule', 'locks', '--allow-unknown', '--from'];
    const statuses = [
      [...locks, at('hosts')],
      [...locks, at('hosts/c.procdoc'), '--from', at('hosts/c.procdoc'), '--from', at('only-broken')],
      ['check', '--settle', '0s', '--rule', 'locks', '--from', at('only-broken')],
      ['diagnose', '--from', at('only-broken')],
    ].map(async words => (await askProcdoc(...words)).status);
    assert.deepEqual(await Promise.all(statuses), [1, 0, 3, 3]);
  });

  it('are a suite each in JUnit, a broken one with an error', async () => {
    const words = ['check', '--settle', '0s', '--rule', 'locks', '--format', 'junit', '--from'];
    const {stdout} = await askProcdoc(...words, at('hosts'), '--from', at('only-broken'), '--allow-unknown');
    const suites = [
      ...stdout.matchAll(/<testsuite name="([^"]*)" tests="(\d+)" failures="(\d+)" errors="(\d+)"/g),
    ];
    assert.deepEqual(
      suites.map(([, name, tests, failures, errors]) => [name, failures, errors, Number(tests) > 0]),
      [
        ['web1', '1', '0', true],
        ['web2', '1', '0', true],
        ['c', '0', '0', true],
        [at('only-broken/half.procdoc'), '0', '1', true],
      ],
    );
  });

  it('are refused where one is asked for, and so is a folder without any', async () => {
    for (const [words, sentence] of [
      [['zombies'], /only diagnose and check answer from several/],
      [['diagnose', '1'], /^procdoc diagnose: PID is about one machine/],
      [['check', '--scope', 'session'], /^procdoc check: --scope is about one machine/],
      [['check', '--format', 'prometheus'], /--format prometheus is about one machine/],
    ] as const) {
      const {status, stdout, stderr} = await askProcdoc(...words, '--from', at('hosts'));
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, sentence);
    }
    const twice = ['--from', at('hosts/a.procdoc'), '--from', at('hosts/b.procdoc')];
    const once = await askProcdoc('zombies', ...twice);
    assert.deepEqual([once.status, once.stdout], [2, '']);
    assert.match(once.stderr, /^procdoc zombies: only diagnose and check answer from several/);
    const {status, stderr} = await askProcdoc('diagnose', '--from', at('empty'));
    assert.equal(status, 2);
    assert.match(stderr, /empty has no recordings/);
    const folders = await askProcdoc('diagnose', '--from', at('only-folders'));
    assert.equal(folders.status, 2);
    assert.match(folders.stderr, /only-folders has no recordings, only folders: [^\n]*\(old\)\n$/);
  });

  it('are the files of a folder: what else it has is named, unless it is asked for, too', async () => {
    const words = ['diagnose', '--settle', '0s', '--rule', 'locks'];
    const namesOf = async (...folders: string[]) => {
      const from = folders.flatMap(folder => ['--from', at(folder)]);
      const {stderr} = await askProcdoc(...words, ...from, '--json');
      return /procdoc diagnose: (?:folders )?in \S*\/(\w+)\b[^\n]*\b(old|fifo)\b/.exec(stderr)?.slice(1);
    };
    assert.deepEqual(await namesOf('shelf'), ['shelf', 'old']);
    assert.deepEqual(await namesOf('hosts'), ['hosts', 'fifo']);
    assert.equal(await namesOf('shelf', 'shelf/old'), undefined);
  });

  it('leave a line in the log of what failed, where a file has the answer', async () => {
    const file = at('answer.xml');
    const words = ['check', '--settle', '0s', '--rule', 'locks', '--format', 'junit', '--output-file', file];
    for (const [name, line] of [
      ['hosts', `critical: 2 critical, 1 unknown of 3 hosts; details in ${file}`],
      ['hosts/a.procdoc', `critical: 1 critical, 5 ok (locks/held-by-heir); details in ${file}`],
    ] as const) {
      const {status, stdout, stderr} = await askProcdoc(...words, '--from', at(name));
      assert.deepEqual([status, stdout], [1, '']);
      assert.ok(stderr.split('\n').includes(`procdoc check: ${line}`), stderr);
    }
    const passed = await askProcdoc(...words, '--allow-unknown', '--from', at('hosts/c.procdoc'));
    assert.deepEqual([passed.status, passed.stdout, /details/.test(passed.stderr)], [0, '', false]);
    const unwritten = await askProcdoc(...words, '--output-file', at('none/x'), '--from', at('hosts'));
    assert.equal(unwritten.status, 2);
  });
});
