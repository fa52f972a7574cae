import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parse} from '@oclif/core/parser';
import fc from 'fast-check';
import {UsageError} from '../failures.ts';
import {type CheckFlagValues, checkFlags, formatOf} from './flags.ts';
import {metricLabels} from './metric-label-flag.ts';

async function given(...argv: string[]): Promise<CheckFlagValues> {
  const {flags} = await parse(argv, {flags: checkFlags, strict: true});
  return flags as CheckFlagValues;
}

const infinity = Number.POSITIVE_INFINITY;

describe('--expect-script', () => {
  for (const [text, min, max, fresh] of [
    ['d.py', 1, infinity, false],
    ['d.py=1:1,fresh', 1, 1, true],
    ['d.py=2', 2, 2, false],
    ['d.py=0', 0, 0, false],
    ['d.py=3:', 3, infinity, false],
    ['d.py=:4', 0, 4, false],
    ['d.py,fresh', 1, infinity, true],
  ] as const)
    it(`"${text}" is from ${min} to ${max}${fresh ? ', fresh' : ''}`, async () =>
      assert.deepEqual((await given('--expect-script', text))['expect-script'], [
        {name: 'd.py', min, max, fresh},
      ]));

  it('takes all before the last "=" for the name', async () => {
    const [rule] = (await given('--expect-script', '/srv/a=b.py=1:2'))['expect-script'] ?? [];
    assert.deepEqual([rule?.name, rule?.min, rule?.max], ['/srv/a=b.py', 1, 2]);
  });
});

describe('--expect-lock and --expect-port', () => {
  for (const [flag, text, target, holders] of [
    ['expect-lock', '/run/x=a', '/run/x', ['a']],
    ['expect-lock', '/run/a=b=c,d', '/run/a=b', ['c', 'd']],
    ['expect-lock', '/run/x=', '/run/x', []],
    ['expect-port', ':80=nginx', ':80', ['nginx']],
    ['expect-port', 'tcp:[::1]:80=a,b', 'tcp:[::1]:80', ['a', 'b']],
    ['expect-port', 'unix:/run/x=', 'unix:/run/x', []],
    ['expect-port', '8080=nginx', '8080', ['nginx']],
  ] as const)
    it(`"${text}" is ${target} and ${holders.length} holders`, async () =>
      assert.deepEqual((await given(`--${flag}`, text))[flag], [{target, holders}]));

  it('may be given more than once', async () => {
    const {'expect-port': ports} = await given('--expect-port', ':80=a', '--expect-port', ':81=b');
    assert.deepEqual(
      ports?.map(({target}) => target),
      [':80', ':81'],
    );
  });
});

describe('--expect-sigchld', () => {
  for (const [text, process, disposition] of [
    ['init', 'init', 'default'],
    ['init=caught', 'init', 'caught'],
    ['4711=ignored', 4711, 'ignored'],
    ['1', 1, 'default'],
  ] as const)
    it(`"${text}" is ${process} with ${disposition}`, async () =>
      assert.deepEqual((await given('--expect-sigchld', text))['expect-sigchld'], [{process, disposition}]));
});

it('a limit is one range that is critical, or one for a warning before it', async () => {
  const {zombies, 'zombie-age': age} = await given('--zombies', '0:5,@10:20', '--zombie-age', '60');
  assert.deepEqual([zombies?.warning?.text, zombies?.critical?.text], ['0:5', '@10:20']);
  assert.deepEqual([age?.warning, age?.critical?.text], [null, '60']);
});

describe('--json', () => {
  it('is --format json, even next to it', () => {
    const formats = ([undefined, 'json'] as const).map(format => formatOf({format, json: true}));
    assert.deepEqual(formats, ['json', 'json']);
    assert.deepEqual(formatOf({format: undefined, json: false}), 'text');
  });

  for (const format of ['text', 'junit'] as const)
    it(`and --format ${format} contradict each other`, () =>
      assert.throws(() => formatOf({format, json: true}), {
        name: 'Error',
        problem: {kind: 'flags-exclude-each-other', flags: ['--json', `--format ${format}`]},
      }));
});

describe('refused is', () => {
  for (const [flag, text, problem] of [
    ['zombies', '', {kind: 'not-a-limit', text: ''}],
    ['zombies', '1,2,3', {kind: 'not-a-limit', text: '1,2,3'}],
    ['zombies', '5:1', {kind: 'not-a-limit', text: '5:1'}],
    ['expect-script', '', {kind: 'not-a-script-expectation', text: ''}],
    ['expect-script', 'd.py=', {kind: 'not-a-script-expectation', text: 'd.py='}],
    ['expect-script', 'd.py=:', {kind: 'not-a-script-expectation', text: 'd.py=:'}],
    ['expect-script', 'd.py=2:1', {kind: 'not-a-script-expectation', text: 'd.py=2:1'}],
    ['expect-script', 'd.py=x', {kind: 'not-a-script-expectation', text: 'd.py=x'}],
    ['expect-lock', '/run/x', {kind: 'no-holder-named', text: '/run/x', what: 'PATH'}],
    ['expect-port', '/run/x=x', {kind: 'not-a-port', text: '/run/x'}],
    [
      'expect-port',
      ':http=x',
      {kind: 'not-a-target', text: ':http', problem: {kind: 'no-service', service: 'http'}},
    ],
    ['expect-sigchld', 'x=blocked', {kind: 'not-a-sigchld-expectation', text: 'x=blocked'}],
    ['scope', '0', {kind: 'not-a-process', text: '0', problem: {kind: 'no-pid'}, word: 'PID'}],
  ] as const)
    it(`--${flag} ${JSON.stringify(text)}`, () => assert.rejects(given(`--${flag}`, text), {problem}));

  it('--format xml', () => assert.rejects(given('--format', 'xml'), /Expected --format=xml to be one of/));

  it('or taken, whatever the text', async () => {
    const flags = ['zombies', 'expect-script', 'expect-lock', 'expect-port', 'expect-sigchld', 'scope'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...flags), fc.string(), async (flag, text) => {
        try {
          await given(`--${flag}=${text}`);
        } catch (error) {
          assert.equal((error as {oclif?: {exit?: number}}).oclif?.exit, 2, String(error));
        }
      }),
    );
  });
});

describe('--label', () => {
  it('is a name and a value, as often as one likes', async () => {
    const {label} = await given('--label', 'policy=web', '--label', '_x1=a=b "c"');
    assert.deepEqual(label, [
      ['policy', 'web'],
      ['_x1', 'a=b "c"'],
    ]);
  });

  for (const text of ['policy', 'policy=', '=web', '1x=a', 'a-b=c', '__name__=x', 'rule=x', 'about=x'])
    it(`"${text}" is none`, () => assert.rejects(given('--label', text), UsageError));

  it('is for the metrics of Prometheus only', () => {
    assert.deepEqual(metricLabels('prometheus', [['policy', 'web']]), {policy: 'web'});
    assert.deepEqual(metricLabels('text'), {});
    assert.throws(() => metricLabels('nagios', [['policy', 'web']]), UsageError);
  });
});
