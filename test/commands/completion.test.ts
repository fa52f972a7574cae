import assert from 'node:assert/strict';
import {execFile, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {promisify} from 'node:util';
import {COMMANDS} from '../../src/start/commands.ts';
import {askedJson, askProcdoc} from '../support/asked.ts';
import {commOf} from '../support/proc-witness.ts';
import {until} from '../support/subject.ts';

declare const PROJECT_ROOT: string;

const ids = Object.keys(COMMANDS);
const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

const scripts = new Map<Shell, string>();
let folder = '';

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'procdoc-completion-'));
  for (const shell of shells) {
    const {status, stdout, stderr} = await askProcdoc('completion', shell);
    assert.equal(status, 0, stderr);
    scripts.set(shell, stdout);
    writeFileSync(fileOf(shell), stdout);
  }
});

after(() => rmSync(folder, {recursive: true}));

function fileOf(shell: Shell): string {
  return path.join(folder, `procdoc.${shell}`);
}

/** The reason to skip the tests of a shell that is not installed; npm run test-setup installs all three. */
function without(shell: Shell): string | false {
  return spawnSync(shell, ['--version']).error ? `needs ${shell}` : false;
}

async function linesOf(file: string, ...args: string[]): Promise<string[]> {
  const {stdout} = await promisify(execFile)(file, args);
  return stdout.split('\n').filter(line => line !== '');
}

const ASK_BASH = `
source "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_TYPE=63
PATH=/nonexistent
_procdoc
printf '%s\\n' "\${COMPREPLY[@]}"`;

/** What bash would offer for the last word, with nothing on its PATH: only the shell itself may work. */
function askBash(...words: string[]): Promise<string[]> {
  return linesOf('bash', '--norc', '-c', ASK_BASH, 'bash', fileOf('bash'), 'procdoc', ...words);
}

describe('procdoc completion', () => {
  it('is one sentence and status 2 for a shell it does not know', async () => {
    const {status, stdout, stderr} = await askProcdoc('completion', 'tcsh');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^procdoc completion: .*tcsh.*bash, zsh, fish\n$/);
  });

  it('gives the script as JSON too', async () => {
    const json = await askedJson<{schema: string; shell: string; script: string}>('completion', 'fish');
    assert.deepEqual([json.schema, json.shell], ['procdoc/completion@1', 'fish']);
    assert.equal(json.script, scripts.get('fish'));
  });

  for (const shell of shells) {
    it(`names every command and its flags in the text for ${shell}`, () => {
      const script = scripts.get(shell) ?? '';
      for (const word of [...ids, 'by-parent', 'exit-code', 'platform'])
        assert.ok(script.includes(word), `${word} is missing`);
    });

    it(`is a script that ${shell} can parse`, {skip: without(shell)}, async () => {
      assert.deepEqual(await linesOf(shell, '-n', fileOf(shell)), []);
    });
  }
});

describe('bash', {skip: without('bash')}, () => {
  it('completes commands', async () => {
    assert.deepEqual(await askBash('zo'), ['zombies']);
    assert.deepEqual(await askBash(''), [...ids, 'help', '--help', '--version']);
    assert.deepEqual(await askBash('help', ''), ids);
  });

  it('completes flags, and nothing where any text may stand', async () => {
    assert.deepEqual(await askBash('zombies', '--ex'), ['--exit-code']);
    assert.ok((await askBash('zombies', '-')).includes('-J'));
    assert.deepEqual(await askBash('zombies', '--settle', ''), []);
    assert.deepEqual(await askBash('zombies', ''), []);
  });

  it('completes the values of a flag, after a blank and after "="', async () => {
    assert.deepEqual(await askBash('zombies', '--color', 'a'), ['auto', 'always']);
    assert.deepEqual(await askBash('zombies', '--color', '=', 'n'), ['never']);
    assert.deepEqual(await askBash('zombies', '--color', '='), ['auto', 'always', 'never']);
    assert.deepEqual(await askBash('completion', ''), [...shells]);
    assert.deepEqual(await askBash('zombies', '--proc', '/pro'), ['/proc']);
  });

  it('shows pids with their names, and types a lone pid without', async () => {
    const {pid} = process;
    const named = `${pid} (${commOf(pid)})`;
    for (const words of [['sigchld'], ['inherited-fds'], ['zombies', '--parent']])
      assert.ok((await askBash(...words, '')).includes(named), `${words.join(' ')} does not offer ${named}`);
    const offered = await askBash('sigchld', `${pid}`);
    assert.ok(offered.includes(offered.length === 1 ? `${pid}` : named));
    assert.deepEqual(await askBash('sigchld', 'x'), []);
  });

  it('shows no control character of a name', async () => {
    const child = spawn('bash', ['-c', `printf 'a\\033[31mb' >/proc/$$/comm; read -r`], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    try {
      const {pid} = child;
      assert.ok(pid !== undefined);
      await until('the child has its name', () => commOf(pid) === 'a\x1b[31mb');
      assert.ok((await askBash('sigchld', '')).includes(`${pid} (a?[31mb)`));
    } finally {
      child.stdin.end();
      await once(child, 'exit');
    }
  });
});

describe('zsh', {skip: without('zsh')}, () => {
  const cases: Array<[string, string | RegExp]> = [
    ['zo', 'zombies '],
    ['help sigc', 'help sigchld '],
    ['zombies --ex', 'zombies --exit-code '],
    ['zombies --set', 'zombies --settle='],
    ['zombies --color nev', 'zombies --color never '],
    ['zombies --color=nev', 'zombies --color=never '],
    ['decode-status --as py', 'decode-status --as python '],
    ['completion f', 'completion fish '],
    [`sigchld ${process.pid}`, new RegExp(`^procdoc sigchld ${process.pid}`)],
    ['zombies --parent 999999999', 'zombies --parent 999999999'],
  ];
  let completed: string[];

  before(async () => {
    const driver = path.join(PROJECT_ROOT, 'test/commands/complete-in-zsh.zsh');
    const own = mkdtempSync(path.join(folder, 'zsh-'));
    const lines = cases.map(([typed]) => `procdoc ${typed}`);
    completed = await linesOf('zsh', '-f', driver, fileOf('zsh'), own, ...lines);
  });

  for (const [at, [typed, expected]] of cases.entries()) {
    it(`completes "procdoc ${typed}"`, () => {
      if (typeof expected === 'string') assert.equal(completed[at], `procdoc ${expected}`);
      else assert.match(completed[at] ?? '', expected);
    });
  }
});

describe('fish', {skip: without('fish')}, () => {
  async function offered(line: string): Promise<Map<string, string>> {
    const ask = 'source $argv[1]; complete -C $argv[2]';
    const answer = await linesOf('fish', '--no-config', '-c', ask, '--', fileOf('fish'), line);
    return new Map(answer.map(each => each.split('\t') as [string, string]));
  }

  it('completes commands with their summaries', async () => {
    assert.deepEqual(
      [...(await offered('procdoc zo'))].map(([word]) => word),
      ['zombies'],
    );
    const all = await offered('procdoc ');
    assert.deepEqual([...all.keys()].sort(), [...ids, 'help'].sort());
    assert.match(all.get('zombies') ?? '', /zombie/);
  });

  it('completes flags and their values', async () => {
    assert.ok((await offered('procdoc zombies --')).has('--by-parent'));
    assert.deepEqual([...(await offered('procdoc zombies --color ')).keys()], ['always', 'auto', 'never']);
    assert.deepEqual([...(await offered('procdoc completion ')).keys()], ['bash', 'fish', 'zsh']);
  });

  it('completes pids with names', async () => {
    const {pid} = process;
    for (const line of ['sigchld', 'inherited-fds', 'zombies --parent'])
      assert.ok((await offered(`procdoc ${line} `)).get(`${pid}`)?.startsWith(commOf(pid)), line);
  });
});
