import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {Parser} from 'tap-parser';
import {cards, diagnosisOf, findingOf, noFacts} from '../../../test/support/recorded/judged.ts';
import {found} from '../../kernel/read.ts';
import {parseNagiosRange} from '../../parse/nagios-range.ts';
import {Baseline, fingerprintOf} from '../../policy/baseline.ts';
import {judge} from '../../policy/judge.ts';
import type {Judgement} from '../../policy/judgement.ts';
import {defaultPolicy, type Policy, withPolicy} from '../../policy/policy.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import {seenAt} from '../../snapshot/evidence.ts';
import {checkAnswer} from '../contract/check.ts';
import {jsonText} from '../safe-text.ts';
import {plainStyle} from '../style.ts';
import {type CheckFormat, checkFormats, checkLines} from './formats.ts';
import {checkJson} from './json.ts';
import {checkText} from './text.ts';

interface Judged {
  readonly judgement: Judgement;
  readonly diagnosis: Diagnosis;
}

const page = {style: plainStyle, width: 80, screen: 80, isTerminal: false};

function rendered(format: CheckFormat, {judgement, diagnosis}: Judged): string {
  return format === 'json'
    ? jsonText(checkJson(judgement, diagnosis))
    : `${checkLines(format, judgement, diagnosis, page).join('\n')}\n`;
}

/** Of every kind: what passes, fails, is allowed, is unknown; with these words for all that another process chose. */
function judgedWith(words: readonly string[], policy: Partial<Policy> = {}): Judged {
  const word = (at: number) => words[at % words.length] ?? '';
  const findings = [
    findingOf(cards.stopped, {
      what: word(0),
      why: word(1),
      evidence: [seenAt(word(2), word(3), word(4))],
      remedy: word(3),
      more: word(4),
    }),
    findingOf(cards.stopped, {subject: {path: word(1)}, cause: word(5), certainty: 'unknown'}),
    findingOf(cards.leader, {subject: {pid: 1, startTicks: 2, comm: word(2)}, what: word(3)}),
  ];
  const diagnosis = diagnosisOf(findings, [
    {rule: cards.python.id, gap: {what: word(4), errno: 'EACCES', pids: [1]}, isOwnLimit: false},
  ]);
  const limit = {warning: parseNagiosRange('0:5') ?? null, critical: parseNagiosRange('@~:-1') ?? null};
  const full = withPolicy(defaultPolicy, {
    limits: [{measure: 'zombies', ...limit}],
    scripts: [{name: word(0), min: 1, max: 2, fresh: true}],
    locks: words.map(target => ({target, holders: [target]})),
    ports: [{target: word(1), holders: [word(2)]}],
    file: `/${word(0)}`,
    sigchld: [
      {process: word(3), disposition: 'default'},
      {process: 4711, disposition: 'default'},
    ],
    ...policy,
  });
  const facts = {
    ...noFacts,
    measures: new Map([
      ['zombies' as const, found(7)],
      ['zombie-age' as const, found(1.23456)],
    ]),
    scripts: [[{pid: 3, freshness: 'unknown' as const, reason: {kind: 'written' as const, path: word(4)}}]],
    ports: [found({holders: [{pid: 9, names: [word(5)]}], unseen: null})],
  };
  return {judgement: judge(diagnosis, facts, full, new Baseline([], `/${word(1)}`)), diagnosis};
}

const hostile = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.string({unit: 'binary-ascii'}),
  fc.constantFrom(
    '',
    ') Z 1 (',
    '\u001b[31m\u009b2J\u0000\u0007',
    '\udc80\udcff\ufffe',
    ']]></failure><!-- & "\'',
    `\n::error title=x::y%0A\r\nBail out!\nnot ok 1 # ${'TO'}DO`,
    '# SKIP me \\ \\# {"a":1} --- ...',
    "a|b='c'=5;1;2",
    '" } 5\n# TYPE x counter\nx 1 1395066363000',
    '\u202eexe.\u200b\u2028',
  ),
);
const words = fc.array(hostile, {minLength: 6, maxLength: 12});

/** Runs a tool on some text and gives what it says; fails with that where it does not accept the text. */
function accepts(tool: string, args: readonly string[], input?: string): void {
  execFileSync(tool, args, {input, stdio: ['pipe', 'pipe', 'pipe'], encoding: 'utf8'});
}

describe('whatever bytes the names hold', () => {
  for (const format of checkFormats)
    it(`${format} carries no raw control byte, and is valid Unicode`, () => {
      fc.assert(
        fc.property(words, given => {
          const text = rendered(format, judgedWith(given));
          assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
          assert.ok(text.isWellFormed());
        }),
      );
    });

  it('junit is well-formed for xmllint', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-junit-'));
    try {
      const files = fc.sample(words, 100).map((given, at) => {
        const file = path.join(folder, `${at}.xml`);
        writeFileSync(file, rendered('junit', judgedWith(given)));
        return file;
      });
      accepts('xmllint', ['--noout', ...files]);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });

  it('tap is read by tap-parser as it was meant: as many points, failing and skipped', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('fail', 'pass'), (given, unknown) => {
        const judged = judgedWith(given, {unknown});
        const {checks} = judged.judgement;
        let end: unknown;
        const parser = new Parser({strict: true}, results => {
          end = [
            results.count,
            results.fail,
            results.skip,
            results.todo,
            results.bailout,
            results.failures.filter(one => 'tapError' in one && one.tapError),
          ];
        });
        parser.end(rendered('tap', judged));
        const count = (...statuses: string[]) =>
          checks.filter(({status}) => statuses.includes(status)).length;
        const skipped = unknown === 'pass' ? count('ignored', 'unknown') : count('ignored');
        const passed = count('ok') + skipped;
        assert.deepEqual(end, [checks.length, checks.length - passed, skipped, 0, false, []]);
      }),
    );
  });

  it('prometheus passes promtool', () => {
    for (const given of fc.sample(fc.array(hostile, {minLength: 60, maxLength: 100}), 5))
      accepts('promtool', ['check', 'metrics'], rendered('prometheus', judgedWith(given)));
    const {judgement, diagnosis} = judgedWith(['x']);
    for (const [policy = ''] of fc.sample(fc.array(hostile, {minLength: 1}), 5)) {
      const lines = checkLines('prometheus', judgement, diagnosis, page, {policy});
      accepts('promtool', ['check', 'metrics'], `${lines.join('\n')}\n`);
    }
  });

  it('github has a command on each line and a line for the log, and no line that another process wrote', () => {
    fc.assert(
      fc.property(words, given => {
        const lines = rendered('github', judgedWith(given)).trimEnd().split('\n');
        const log = lines.pop() ?? '';
        assert.match(log, /^procdoc check: /);
        for (const line of lines) assert.match(line, /^::(?:error|warning|notice) title=[^:,]*::/);
        assert.doesNotMatch(lines.join('\n'), /%(?!25|0A|3A|2C)/);
      }),
    );
  });

  it('nagios is one line with one "|", and a line of long output with none', () => {
    fc.assert(
      fc.property(words, given => {
        const text = rendered('nagios', judgedWith(given));
        assert.match(
          text,
          /^PROCDOC CRITICAL - [^|\n]*\| zombies=7;0:5;@~:-1;0 zombie-age=1.235s;;;0\npolicy [^|\n]+\n$/,
        );
      }),
    );
  });

  it('npd is one line of at most 80 bytes', () => {
    fc.assert(
      fc.property(words, given => {
        const text = rendered('npd', judgedWith(given));
        assert.match(text, /^[^\n]+\n$/);
        assert.ok(Buffer.byteLength(text) <= 81, text);
      }),
    );
  });

  it('json keeps the contract', () => {
    fc.assert(
      fc.property(words, given => {
        const {judgement, diagnosis} = judgedWith(given);
        const answer = {
          schema: 'procdoc/check@1',
          complete: true,
          unreadable: [],
          ...checkJson(judgement, diagnosis),
        };
        assert.ok(checkAnswer.safeParse(JSON.parse(jsonText(answer))).success);
      }),
    );
  });
});

describe('prometheus', () => {
  const text = rendered('prometheus', judgedWith(['x']));
  it('has a number for a rule that looked everywhere or found something, and no number for any other', () => {
    assert.match(text, /^procdoc_findings\{rule="zombies\/parent-stopped",severity="warning"\} 2$/m);
    assert.match(text, /^procdoc_findings_failing\{rule="zombies\/exited-leader",severity="info"\} 0$/m);
    assert.doesNotMatch(text, /procdoc_findings\w*\{rule="sigchld\/python/);
    assert.match(text, /^procdoc_rule_skipped\{rule="sigchld\/python-loses-exit-status"\} 1$/m);
    assert.match(text, /^procdoc_rule_skipped\{rule="zombies\/parent-stopped"\} 0$/m);
  });

  it('has the label that was given on every metric, so that no two outputs share one', () => {
    const {judgement, diagnosis} = judgedWith(['x']);
    const under = (policy: string) =>
      checkLines('prometheus', judgement, diagnosis, page, {policy}).filter(line => !line.startsWith('#'));
    const [web, jobs] = [under('web "a"'), under('jobs')];
    for (const line of web) assert.match(line, /^\w+\{(?:.*,)?policy="web \\"a\\""\} /);
    const series = [...web, ...jobs].map(line => line.replace(/ [^ ]+$/, ''));
    assert.equal(new Set(series).size, web.length + jobs.length);
  });

  it('has no pid in a label, and no timestamp', () => {
    assert.doesNotMatch(text, /pid=|4711/);
    assert.match(text, /^procdoc_check_status\{check="expect\/sigchld",about="pid"\} 2$/m);
    for (const line of text.trimEnd().split('\n'))
      assert.match(line, /^(?:# (?:HELP|TYPE|procdoc check:) .*|\w+(?:\{.*\})? \d+(?:\.\d+)?)$/);
  });
});

describe('github', () => {
  it('makes one annotation of everything beyond the ten that are shown', () => {
    const names = Array.from({length: 30}, (_, at) => `/run/lock-${at}`);
    const lines = rendered('github', judgedWith(names))
      .split('\n')
      .filter(line => line.startsWith('::warning'));
    assert.equal(lines.length, 10);
    assert.match(
      lines[9] ?? '',
      /^::warning title=procdoc \d+ more checks of status unknown.*::expect\/lock/,
    );
  });

  it('says nothing but the counts where all is well', () => {
    const diagnosis = diagnosisOf([]);
    const measures = new Map([['zombies' as const, found(0)]]);
    const judgement = judge(diagnosis, {...noFacts, measures}, defaultPolicy, new Baseline());
    assert.equal(rendered('github', {judgement, diagnosis}), 'procdoc check: 3 ok; policy none\n');
    assert.equal(
      rendered('nagios', {judgement, diagnosis}),
      'PROCDOC OK - 3 ok | zombies=0;;;0\npolicy none\n',
    );
  });
});

describe('text', () => {
  it('says how many fail, what, why and what to do, then what is unknown', () => {
    const diagnosis = diagnosisOf(
      [findingOf(cards.stopped)],
      [{rule: cards.python.id, gap: {what: 'status', errno: 'EACCES', pids: [1]}, isOwnLimit: false}],
    );
    const judgement = judge(diagnosis, noFacts, defaultPolicy, new Baseline());
    assert.equal(
      rendered('text', {judgement, diagnosis}),
      `warning: 1 warning, 1 unknown, 1 ok

warning  zombies/parent-stopped: the parent is stopped
  found     zombie sh (813), not reaped by server (812).
  why       server (812) is stopped. (proven)
  do        To continue the parent:
            $ kill -CONT 812
  more      $ procdoc zombies --parent 812

unknown  sigchld/python-loses-exit-status: Not checked everywhere:
         /proc/1/status can't be read (EACCES).

policy   none: no procdoc.toml is visible here or in a folder above
`,
    );
  });

  it('shows the evidence where that is asked for', () => {
    const evidence = [seenAt('/proc/812/stat', 'state (3)', 'T')];
    const diagnosis = diagnosisOf([findingOf(cards.stopped, {evidence})]);
    const judgement = judge(diagnosis, noFacts, defaultPolicy, new Baseline());
    const linesOf = (asked: boolean) =>
      checkText(judgement, {...page, evidence: asked}).filter(line => /\/stat/.test(line));
    assert.deepEqual([linesOf(false).length, linesOf(true).length], [0, 1]);
  });

  it('says how much was ignored and why, a line for each reason', () => {
    const diagnosis = diagnosisOf(
      [
        findingOf(cards.stopped),
        findingOf(cards.stopped, {certainty: 'likely'}),
        findingOf(cards.leader),
        findingOf(cards.leader),
      ],
      [{rule: cards.leader.id, gap: {what: 'fd', errno: 'EACCES', pids: [1]}, isOwnLimit: false}],
    );
    const policy = withPolicy(defaultPolicy, {certainty: 'proven'});
    const baseline = new Baseline([fingerprintOf(findingOf(cards.stopped), () => undefined)]);
    const judgement = judge(diagnosis, noFacts, policy, baseline);
    assert.equal(
      checkText(judgement, {...page, width: 200, screen: 200}).join('\n'),
      `ok: 2 ignored, 1 ok

ignored  1 finding: in the baseline
ignored  1 finding: below proven (likely)
ignored  2 findings: below warning (info)
ignored  zombies/exited-leader: Not checked everywhere: /proc/1/fd can't be read (EACCES), and a finding would be below warning (info).

policy   none: no procdoc.toml is visible here or in a folder above`,
    );
  });

  it('says of a failed limit or expectation what was expected; junit and tap name it by that', () => {
    const judged = judgedWith(['x']);
    const expected = 'expect/sigchld: expected that x has SIGCHLD default';
    assert.match(rendered('text', judged), new RegExp(`^critical ${expected}$`, 'm'));
    assert.match(
      rendered('text', judged),
      /^warning {2}limit\/zombies: expected that the number of zombies is/m,
    );
    assert.match(rendered('github', judged), new RegExp(`title=procdoc ${expected.replace(':', '%3A')}::`));
    assert.match(rendered('junit', judged), /name="x has SIGCHLD default"/);
    assert.match(rendered('tap', judged), /^not ok \d+ - expect\/sigchld: x has SIGCHLD default$/m);
  });

  it('marks the lines of a long title and of a long reason, and nothing but them', () => {
    const given = (...texts: readonly string[]) => texts.map(String).join('|');
    const style = {strong: given, faint: given, bad: given, warning: given, good: given, command: given};
    const {judgement} = judgedWith(['a word '.repeat(30).trim()]);
    const plain = checkText(judgement, {...page, width: 40, screen: 40});
    assert.deepEqual(checkText(judgement, {...page, width: 40, screen: 40, style}), plain);
  });
});
