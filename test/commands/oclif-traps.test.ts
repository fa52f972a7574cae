import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {describe, it} from 'node:test';
import {COMMANDS} from '../../src/start/commands.ts';
import {askEach, askProcdoc} from '../support/asked.ts';

declare const PROJECT_ROOT: string;

const program = path.join(PROJECT_ROOT, 'bin/run.js');
const ids = Object.keys(COMMANDS);

interface Statuses {
  readonly statuses: ReadonlyArray<{readonly input: string}>;
}

async function inputsOf(...args: string[]): Promise<string[]> {
  const {stdout} = await askProcdoc('decode-status', '--json', ...args);
  return (JSON.parse(stdout) as Statuses).statuses.map(({input}) => input);
}

describe('arguments', () => {
  it('keep their order, and their repeats', async () => {
    assert.deepEqual(await inputsOf('2', '1', '2'), ['2', '1', '2']);
  });

  it('keep their order around a flag whose value is like one of them', async () => {
    assert.deepEqual(await inputsOf('3', '1', '--platform', 'linux', '3'), ['3', '1', '3']);
  });

  it('begin with a dash after "--", which is not one of them', async () => {
    assert.deepEqual(await inputsOf('--', '-9', '1', '-9'), ['-9', '1', '-9']);
  });

  it('are no help after "--"', async () => {
    const {stdout} = await askProcdoc('scripts', '--json', '--', '-h');
    assert.equal(JSON.parse(stdout).schema, 'procdoc/scripts@1');
  });

  it('are never taken from standard input', async () => {
    const loop = 'printf "a\\nb\\n" | while read -r line; do echo "$line"; "$@" 2>&1; done';
    const shell = spawn('bash', ['-c', loop, 'bash', process.execPath, program, 'inherited-fds']);
    const missing =
      'procdoc inherited-fds: PID is missing: the process to look at, by PID, script, program, unit, container or :PORT\n';
    assert.equal(await text(shell.stdout), `a\n${missing}b\n${missing}`);
  });
});

describe('a failure', () => {
  const wrong: string[][] = [
    ['zombies', '--frobnicate'],
    ['zombies', 'extra'],
    ['zombies', '--color', 'blue'],
    ['zombies', '--color'],
    ['zombies', '--parent', '0'],
    ['zombies', '--settle', 'soon'],
    ['zombies', '-o', 'nothing'],
    ['sigchld', ''],
    ['inherited-fds'],
    ['scripts', '--min', 'x'],
    ['scripts', '--min=-1'],
    ['scripts', '--regex', '--substring', 'x'],
    ['decode-status', '0xZZ'],
    ['decode-status'],
    ['completion', 'tcsh'],
    ['frobnicate'],
  ];
  it('to understand is one sentence and status 2, as text and as JSON', async () => {
    const questions = wrong.flatMap(args => [args, [...args, '--json']]);
    const answers = await askEach(questions);
    for (const [at, {status, stdout, stderr}] of answers.entries()) {
      const question = questions[at]?.join(' ');
      assert.deepEqual([question, status, stdout], [question, 2, '']);
      assert.match(stderr, /^procdoc[^\n]*: [^\n]+\n$/, question);
    }
    assert.equal(answers.length, questions.length);
  });

  it('to look is status 3, as text and as JSON', async () => {
    const questions = [['sigchld'], ['inherited-fds'], ['zombies', '--parent']]
      .map(words => [...words, '4194304'])
      .flatMap(words => [words, [...words, '-J']]);
    const answers = await askEach(questions);
    assert.equal(answers.length, questions.length);
    for (const {status, stdout, stderr} of answers) {
      assert.deepEqual([status, stdout], [3, '']);
      assert.match(stderr, /^procdoc [\w-]+: no such process: 4194304\n$/);
    }
  });
});

describe('a slip', () => {
  const slips: Array<[string[], RegExp]> = [
    [['zombie'], /did you mean "procdoc zombies"\?/],
    [['decode-staus', '1'], /did you mean "procdoc decode-status"\?/],
    [['help', 'sigchild'], /did you mean "procdoc sigchld"\?/],
    [['zombies', '--by-parnt'], /did you mean --by-parent\?/],
    [['zombies', '--jsn'], /did you mean --json\?/],
    [['zombies', '-o', 'pids'], /did you mean "pid"\?/],
    [['--json', 'zombies'], /procdoc zombies --json/],
  ];
  it('is answered with what was meant', async () => {
    const answers = await askEach(slips.map(([args]) => args));
    for (const [at, [args, hint]] of slips.entries()) {
      assert.equal(answers[at]?.status, 2, args.join(' '));
      assert.match(answers[at].stderr, hint);
    }
  });

  it('gets no hint where nothing is like it', async () => {
    for (const {status, stderr} of await askEach([['xyzzy'], ['zombies', '--xyzzy'], ['zombies', '-x']])) {
      assert.equal(status, 2);
      assert.doesNotMatch(stderr, /did you mean/);
    }
  });
});

describe('words of the command line', () => {
  it('cannot reach the terminal raw', async () => {
    const hostile = [['zo\x1b[31m'], ['zombies', '--parent', '\x1b[31m'], ['holders', '/no\x1b[31mx']];
    for (const {status, stderr} of await askEach(hostile)) {
      assert.ok(status !== 0 && stderr.includes('\\x1b[31m'), stderr);
      assert.ok(!stderr.includes('\x1b'), stderr);
    }
  });

  it('name an unknown flag before the arguments are looked at', async () => {
    const {status, stderr} = await askProcdoc('tree', '-o', 'pid');
    assert.equal(status, 2);
    assert.match(stderr, /^procdoc tree: unknown flag -o: [^\n]*\n$/);
  });

  for (const [args, pair] of [
    [['zombies', '--from', 'x', '--proc', '/a b'], '--proc and --from'],
    [['scripts', 'x', '--substring', '--regex'], '--regex and --substring'],
  ] as const)
    it(`cannot be ${pair} at once`, async () => {
      const {status, stderr} = await askProcdoc(...args);
      assert.deepEqual([status, stderr], [2, `procdoc ${args[0]}: ${pair} exclude each other\n`]);
    });

  it('cannot ask for a table and JSON at once', async () => {
    const {status, stdout, stderr} = await askProcdoc('zombies', '--json', '-o', 'pid');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^procdoc zombies: --json prints everything; [^\n]*\n$/);
  });
});

describe('help', () => {
  it('of procdoc lists every command', async () => {
    for (const {status, stdout} of await askEach([[], ['-h'], ['--help'], ['help']])) {
      assert.equal(status, 0);
      for (const id of ids)
        assert.match(stdout.slice(stdout.indexOf('Commands: ')), new RegExp(`\\b${id}\\b`));
    }
  });

  it('of a command shows examples before anything else, and every flag', async () => {
    const questions = [
      ['zombies', '-h'],
      ['zombies', '--help'],
      ['help', 'zombies'],
      ['zombies', '--all', '-h'],
    ];
    for (const {status, stdout} of await askEach(questions)) {
      assert.equal(status, 0);
      const headings = stdout.match(/^[A-Z]+$/gm);
      assert.deepEqual(headings, ['EXAMPLES', 'USAGE', 'FLAGS', 'DESCRIPTION']);
      for (const flag of ['--json', '--settle', '--proc']) assert.ok(stdout.includes(flag));
    }
  });

  it('of -V and --version is the version, also behind a command', async () => {
    const questions = [['-V'], ['--version'], ['zombies', '-V'], ['zombies', '--version']];
    for (const {status, stdout} of await askEach(questions)) {
      assert.equal(status, 0);
      assert.match(stdout, /^procdoc \d+\.\d+\.\d+\n$/);
    }
  });
});

describe('a reader that leaves', () => {
  it('makes procdoc exit quietly, however much is left to say', async () => {
    const many = Array.from({length: 2000}, (_, status) => `${status}`);
    for (const args of [
      ['zombies', '--all', '--quiet'],
      ['decode-status', ...many],
      ['decode-status', '--json', ...many],
    ]) {
      const child = spawn(process.execPath, [program, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
      child.stdout.destroy();
      const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      assert.deepEqual([stderr, status], ['', 0]);
    }
  });
});

describe('standard error that takes nothing', () => {
  it('changes neither the answer nor the exit status', async () => {
    const shell = spawn('bash', [
      '-c',
      '"$@" 2>/dev/full',
      'bash',
      process.execPath,
      program,
      'decode-status',
      'x',
    ]);
    const [status] = await once(shell, 'exit');
    assert.equal(status, 2);
  });
});

describe('a full disk', () => {
  it('is said in one sentence, and is neither an answer nor a finding', async () => {
    const shell = spawn('bash', [
      '-c',
      '"$@" >/dev/full',
      'bash',
      process.execPath,
      program,
      'decode-status',
      '0',
    ]);
    const [stderr, [status]] = await Promise.all([text(shell.stderr), once(shell, 'exit')]);
    assert.match(stderr.slice(0, 200), /^procdoc[^\n]*ENOSPC[^\n]*\n$/);
    assert.ok(status > 1, `status ${status}`);
  });
});
