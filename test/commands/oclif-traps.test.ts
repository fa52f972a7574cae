import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {describe, it} from 'node:test';
import {COMMANDS} from '../../src/cli/commands.ts';
import {runProcdoc} from '../support/procdoc.ts';

declare const PROJECT_ROOT: string;

const program = path.join(PROJECT_ROOT, 'bin/run.js');
const ids = Object.keys(COMMANDS);

interface Statuses {
  readonly statuses: ReadonlyArray<{readonly input: string}>;
}

async function inputsOf(...args: string[]): Promise<string[]> {
  const {stdout} = await runProcdoc('decode-status', '--json', ...args);
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
    const {stdout} = await runProcdoc('scripts', '--json', '--', '-h');
    assert.equal(JSON.parse(stdout).schema, 'procdoc/scripts@1');
  });

  it('are never taken from standard input', async () => {
    const loop = 'printf "a\\nb\\n" | while read -r line; do echo "$line"; "$@" 2>&1; done';
    const shell = spawn('bash', ['-c', loop, 'bash', process.execPath, program, 'inherited-fds']);
    const missing = 'procdoc inherited-fds: PID is missing: the process to look at\n';
    assert.equal(await text(shell.stdout), `a\n${missing}b\n${missing}`);
  });
});

describe('a failure', () => {
  const wrong: string[][] = [
    ['zombies', '--frobnicate'],
    ['zombies', 'extra'],
    ['zombies', '--color', 'blue'],
    ['zombies', '--color'],
    ['zombies', '--parent', 'x'],
    ['zombies', '--settle', 'soon'],
    ['zombies', '-o', 'nothing'],
    ['sigchld', 'x'],
    ['inherited-fds'],
    ['scripts', '--min', 'x'],
    ['scripts', '--min=-1'],
    ['scripts', '--regex', '--substring', 'x'],
    ['decode-status', '0xZZ'],
    ['decode-status'],
    ['completion', 'tcsh'],
    ['frobnicate'],
  ];
  for (const args of wrong) {
    it(`to understand "${args.join(' ')}" is one sentence and status 2, as text and as JSON`, async () => {
      for (const flags of [[], ['--json']]) {
        const {status, stdout, stderr} = await runProcdoc(...args, ...flags);
        assert.deepEqual([status, stdout], [2, '']);
        assert.match(stderr, /^procdoc[^\n]*: [^\n]+\n$/);
      }
    });
  }

  it('to look is status 3, as text and as JSON', async () => {
    for (const args of [
      ['sigchld', '4194304'],
      ['inherited-fds', '4194304'],
      ['zombies', '--parent', '4194304'],
    ])
      for (const flags of [[], ['-J']]) {
        const {status, stdout, stderr} = await runProcdoc(...args, ...flags);
        assert.deepEqual([status, stdout], [3, '']);
        assert.match(stderr, /^procdoc [\w-]+: no process 4194304 [^\n]+\n$/);
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
  for (const [args, hint] of slips) {
    it(`"procdoc ${args.join(' ')}" is told what was meant`, async () => {
      const {status, stderr} = await runProcdoc(...args);
      assert.equal(status, 2);
      assert.match(stderr, hint);
    });
  }

  it('is told nothing where nothing is like it', async () => {
    for (const args of [['xyzzy'], ['zombies', '--xyzzy'], ['zombies', '-x']]) {
      const {stderr} = await runProcdoc(...args);
      assert.doesNotMatch(stderr, /did you mean/);
    }
  });
});

describe('words of the command line', () => {
  it('cannot reach the terminal raw', async () => {
    for (const args of [['zo\x1b[31m'], ['zombies', '--parent', '\x1b[31m'], ['holders', '/no\x1b[31mx']]) {
      const {status, stderr} = await runProcdoc(...args);
      assert.ok(status !== 0 && stderr.includes('\\x1b[31m'), stderr);
      assert.ok(!stderr.includes('\x1b'), args.join(' '));
    }
  });

  it('name a flag that the command has not, before its arguments are looked at', async () => {
    const {status, stderr} = await runProcdoc('tree', '-o', 'pid');
    assert.equal(status, 2);
    assert.match(stderr, /^procdoc tree: unknown flag -o: [^\n]*\n$/);
  });

  for (const [args, pair] of [
    [['zombies', '--from', 'x', '--proc', '/a b'], '--proc and --from'],
    [['scripts', 'x', '--substring', '--regex'], '--regex and --substring'],
  ] as const)
    it(`cannot be ${pair} at once`, async () => {
      const {status, stderr} = await runProcdoc(...args);
      assert.deepEqual([status, stderr], [2, `procdoc ${args[0]}: ${pair}: give one or the other\n`]);
    });

  it('cannot ask for a table and JSON at once', async () => {
    const {status, stdout, stderr} = await runProcdoc('zombies', '--json', '-o', 'pid');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^procdoc zombies: --json prints everything: [^\n]*\n$/);
  });
});

describe('help', () => {
  for (const args of [[], ['-h'], ['--help'], ['help']]) {
    it(`of "procdoc ${args.join(' ')}" lists every command with an example`, async () => {
      const {status, stdout} = await runProcdoc(...args);
      assert.equal(status, 0);
      for (const id of ids) assert.match(stdout, new RegExp(`^ +\\$ .*procdoc ${id}`, 'm'));
    });
  }

  for (const args of [
    ['zombies', '-h'],
    ['zombies', '--help'],
    ['help', 'zombies'],
    ['zombies', '--all', '-h'],
  ]) {
    it(`of "procdoc ${args.join(' ')}" shows examples before anything else, and every flag`, async () => {
      const {status, stdout} = await runProcdoc(...args);
      assert.equal(status, 0);
      const headings = stdout.match(/^[A-Z]+$/gm);
      assert.deepEqual(headings, ['EXAMPLES', 'USAGE', 'FLAGS', 'DESCRIPTION']);
      for (const flag of ['--json', '--settle', '--proc']) assert.ok(stdout.includes(flag));
    });
  }

  for (const args of [['-V'], ['--version'], ['zombies', '-V'], ['zombies', '--version']]) {
    it(`"procdoc ${args.join(' ')}" is the version`, async () => {
      const {status, stdout} = await runProcdoc(...args);
      assert.equal(status, 0);
      assert.match(stdout, /^procdoc \d+\.\d+\.\d+\n$/);
    });
  }
});

describe('a reader that leaves', () => {
  it('ends procdoc quietly, however much is left to say', async () => {
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
