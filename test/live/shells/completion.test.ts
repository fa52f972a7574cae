import assert from 'node:assert/strict';
import {execFile, execFileSync, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {promisify} from 'node:util';
import {completionAnswer} from '../../../src/render/contract/completion.ts';
import {COMMANDS} from '../../../src/start/commands.ts';
import {askedJson, askProcdoc} from '../../support/asked.ts';
import {withRunning} from '../../support/live/running.ts';
import {commOf} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdocAsNobodyUnder, runProcdocUnder} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

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

interface ScriptSubject {
  readonly pid: number;
  readonly name: string;
  readonly port: number;
}

/** Runs `use` on a script with a name that no other has, which listens on a port. */
async function withScript(use: (subject: ScriptSubject) => Promise<void>): Promise<void> {
  const name = `completed${process.pid}.py`;
  const file = path.join(folder, name);
  const lines = [
    'import socket, sys',
    'server = socket.create_server(("127.0.0.1", 0))',
    'print(server.getsockname()[1], flush=True)',
    'sys.stdin.read()',
  ];
  writeFileSync(file, lines.join('\n'));
  await withRunning([process.env.PYTHON3 ?? 'python3', file], {}, ({pid, numbers: [port = 0]}) =>
    use({pid, name, port}),
  );
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
    await withScript(async ({pid, name}) => {
      const named = `${pid} (${name})`;
      for (const words of [['sigchld'], ['inherited-fds'], ['zombies', '--parent'], ['check', '--scope']])
        assert.ok(
          (await askBash(...words, '')).includes(named),
          `${words.join(' ')} does not offer ${named}`,
        );
      const offered = await askBash('sigchld', `${pid}`);
      assert.ok(offered.includes(offered.length === 1 ? `${pid}` : named));
      assert.deepEqual(await askBash('sigchld', name.slice(0, -3)), [`${pid}`]);
      assert.deepEqual(await askBash('scripts', name.slice(0, -3)), [name]);
      assert.deepEqual(await askBash('sigchld', 'procdoc-no-such-name'), []);
    });
  });

  it('leaves out the threads of the kernel', async () => {
    const offered = await askBash('sigchld', '');
    const kernel = offered.filter(text => /^\d+ \((?:kthreadd|kworker\/.*|ksoftirqd\/.*)\)$/.test(text));
    assert.deepEqual(kernel, []);
  });

  it('completes the signal behind the pid', async () => {
    assert.deepEqual(await askBash('signals', '1', 'IN'), ['INT']);
  });

  it('completes rules, columns and listening ports', async () => {
    assert.deepEqual(await askBash('explain', 'zombies/parent-stop'), ['zombies/parent-stopped']);
    for (const words of [
      ['diagnose', '--rule'],
      ['diagnose', '--ignore'],
      ['check', '--fail'],
    ])
      assert.deepEqual(await askBash(...words, 'scripts/stale'), ['scripts/stale-code'], words.join(' '));
    assert.deepEqual(await askBash('zombies', '-o', 'pid,+pp'), ['pid,+ppid']);
    assert.deepEqual(await askBash('zombies', '--sort', '-ag'), ['-age']);
    await withScript(async ({port}) => {
      assert.ok((await askBash('holders', '')).includes(`:${port}`));
      // A colon is a word of its own for bash.
      assert.ok((await askBash('holders', ':')).includes(`${port}`));
      assert.ok((await askBash('holders', ':', `${port}`)).includes(`${port}`));
    });
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
    ['explain zombies/parent-stop', 'explain zombies/parent-stopped '],
    ['diagnose --rule scripts/stale', 'diagnose --rule scripts/stale-code '],
    ['zombies -o pid,pp', 'zombies -o pid,ppid'],
    ['check --scope cgrou', 'check --scope cgroup '],
    ['signals 1 TST', 'signals 1 TSTP '],
  ];
  let completed: string[];

  async function completedIn(lines: readonly string[]): Promise<string[]> {
    const driver = path.join(PROJECT_ROOT, 'test/live/shells/complete-in-zsh.zsh');
    const own = mkdtempSync(path.join(folder, 'zsh-'));
    const typed = lines.map(line => `procdoc ${line}`);
    return linesOf('zsh', '-f', driver, fileOf('zsh'), own, ...typed);
  }

  before(async () => {
    completed = await completedIn(cases.map(([typed]) => typed));
  });

  it('completes the name of a script that runs, and a port where a process listens', () =>
    withScript(async ({pid, name, port}) => {
      const begun = name.slice(0, -3);
      const typed = [`scripts ${begun}`, `sigchld ${begun}`, `holders :${port}`.slice(0, -1)];
      const [script, process, held = ''] = await completedIn(typed);
      assert.deepEqual([script, process], [`procdoc scripts ${name} `, `procdoc sigchld ${pid} `]);
      // Other ports may begin as this one does.
      assert.ok(held.startsWith(`procdoc ${typed[2]}`), held);
    }));

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

  it('completes pids with names, and names', () =>
    withScript(async ({pid, name, port}) => {
      for (const line of ['sigchld', 'inherited-fds', 'zombies --parent'])
        assert.equal((await offered(`procdoc ${line} `)).get(`${pid}`), name, line);
      assert.equal((await offered(`procdoc sigchld ${name.slice(0, -3)}`)).get(name), `${pid}`);
      assert.ok((await offered(`procdoc scripts ${name.slice(0, -3)}`)).has(name));
      assert.ok((await offered('procdoc holders :')).has(`:${port}`));
    }));

  it('leaves out the threads of the kernel', async () => {
    const names = [...(await offered('procdoc sigchld ')).values()];
    assert.deepEqual(
      names.filter(name => /^(?:kthreadd|kworker\/.*|ksoftirqd\/.*)$/.test(name)),
      [],
    );
  });

  it('completes rules, columns and signals', async () => {
    assert.deepEqual([...(await offered('procdoc signals 1 TST')).keys()], ['TSTP']);
    assert.deepEqual(
      [...(await offered('procdoc explain zombies/parent-stop')).keys()],
      ['zombies/parent-stopped'],
    );
    assert.deepEqual([...(await offered('procdoc zombies -o pid,pp')).keys()], ['pid,ppid']);
  });
});

describe('procdoc completion --install', () => {
  const home = () => mkdtempSync(path.join(folder, 'home-'));
  const under = (place: string, shell = '') => [
    'env',
    ...['-u', 'XDG_DATA_HOME', '-u', 'XDG_CONFIG_HOME', '-u', 'BASH_COMPLETION_USER_DIR'],
    `HOME=${place}`,
    `SHELL=${shell}`,
  ];

  for (const [shell, file] of [
    ['bash', '.local/share/bash-completion/completions/procdoc'],
    ['fish', '.config/fish/completions/procdoc.fish'],
  ] as const)
    it(`writes the script where ${shell} looks, and --uninstall takes it away`, async () => {
      const place = home();
      const written = path.join(place, file);
      const installed = await runProcdocUnder(under(place), 'completion', shell, '--install');
      assert.deepEqual([installed.status, installed.stdout.includes(written)], [0, true], installed.stderr);
      assert.equal(readFileSync(written, 'utf8').trimEnd(), scripts.get(shell)?.trimEnd());
      const again = await runProcdocUnder(under(place), 'completion', shell, '--install');
      assert.equal(again.status, 0);
      const removed = await runProcdocUnder(under(place), 'completion', shell, '--uninstall', '--json');
      assert.equal(completionAnswer.parse(JSON.parse(removed.stdout)).action, 'removed');
      assert.ok(!existsSync(written));
      const absent = await runProcdocUnder(under(place), 'completion', shell, '--uninstall', '--json');
      assert.equal(completionAnswer.parse(JSON.parse(absent.stdout)).action, 'absent');
    });

  it('writes the script where each fish looks', {skip: without('fish')}, async () => {
    const place = home();
    await runProcdocUnder(under(place), 'completion', 'fish', '--install');
    // fish looks for completions only of commands that there are.
    symlinkSync(path.join(PROJECT_ROOT, 'bin/run.js'), path.join(place, 'procdoc'));
    const [program = '', ...fish] = [...under(place), `PATH=${place}:${process.env.PATH}`, 'fish', '-c'];
    const [line = ''] = await linesOf(program, ...fish, 'complete -C "procdoc zo"');
    assert.match(line, /^zombies\t/);
  });

  /** What zsh makes of what is typed, with these lines in its .zshrc; `launcher` makes its surroundings. */
  async function completedWith(zshrc: string, ...launcher: string[]): Promise<string[]> {
    const own = mkdtempSync(path.join(folder, 'zsh-'));
    const rc = path.join(own, 'zshrc');
    writeFileSync(rc, `${zshrc}\nautoload -Uz compinit; compinit -u -d ${own}/dump\n`);
    const driver = path.join(PROJECT_ROOT, 'test/live/shells/complete-in-zsh.zsh');
    const [program = 'zsh', ...rest] = [...launcher, 'zsh', '-f', driver, rc, own, 'procdoc zo'];
    return linesOf(program, ...rest);
  }

  it('says which line a zsh of somebody else than root needs, which then completes', {
    skip: without('zsh') || (!IS_ROOT && 'needs root, to be somebody else'),
  }, async () => {
    const place = path.join(home(), "it's a home");
    mkdirSync(place);
    chmodSync(folder, 0o755);
    chmodSync(path.dirname(place), 0o755);
    chmodSync(place, 0o777);
    const installed = await runProcdocAsNobodyUnder(under(place), 'completion', 'zsh', '--install');
    assert.equal(installed.status, 0, installed.stderr);
    const written = path.join(place, '.local/share/zsh/site-functions/_procdoc');
    assert.equal(readFileSync(written, 'utf8').trimEnd(), scripts.get('zsh')?.trimEnd());
    const line = installed.stdout.split('\n').find(each => each.trimStart().startsWith('fpath='));
    assert.ok(line, installed.stdout);
    assert.deepEqual(await completedWith(line), ['procdoc zombies ']);
    const removed = await runProcdocAsNobodyUnder(under(place), 'completion', 'zsh', '--uninstall');
    assert.deepEqual([removed.status, existsSync(written)], [0, false]);
  });

  it('writes the script where each zsh looks that runs compinit, as root', {
    skip: without('zsh') || (!IS_ROOT && 'needs root'),
  }, async () => {
    const ofRoot = 'mount -t tmpfs procdoc-test /usr/local/share && "$1" "$2" completion zsh --install >&2';
    const alone = ['unshare', '--mount', 'bash', '-c', `${ofRoot} && exec "${'$'}{@:3}"`, 'bash'];
    const procdoc = [process.execPath, path.join(PROJECT_ROOT, 'bin/run.js')];
    assert.deepEqual(await completedWith('', ...alone, ...procdoc), ['procdoc zombies ']);
  });

  it('takes a relative path in a variable for none, as it would depend on the working directory', async () => {
    const place = home();
    const relative = [...under(place), 'XDG_DATA_HOME=data', 'BASH_COMPLETION_USER_DIR=user'];
    const {status, stderr} = await runProcdocUnder(
      ['env', '--chdir', place, ...relative.slice(1)],
      'completion',
      'bash',
      '--install',
    );
    assert.equal(status, 0, stderr);
    assert.ok(existsSync(path.join(place, '.local/share/bash-completion/completions/procdoc')));
  });

  it('leaves a file of anyone else as it is', async () => {
    const place = home();
    const file = path.join(place, '.config/fish/completions/procdoc.fish');
    mkdirSync(path.dirname(file), {recursive: true});
    writeFileSync(file, 'complete -c procdoc -f\n');
    for (const flag of ['--install', '--uninstall']) {
      const {status, stderr} = await runProcdocUnder(under(place), 'completion', 'fish', flag);
      assert.deepEqual([status, stderr.includes(file)], [3, true]);
    }
    assert.equal(readFileSync(file, 'utf8'), 'complete -c procdoc -f\n');
  });

  it('leaves what is no regular file as it is, and never waits for a FIFO', async () => {
    const place = home();
    const file = path.join(place, '.config/fish/completions/procdoc.fish');
    mkdirSync(path.dirname(file), {recursive: true});
    execFileSync('mkfifo', [file]);
    const asked = [...under(place), 'timeout', '20'];
    const {status, stderr} = await runProcdocUnder(asked, 'completion', 'fish', '--install');
    assert.deepEqual([status, stderr.includes(file)], [3, true]);
  });

  it('is for the shell that it is typed in, or else for that of the user', {
    skip: without('bash'),
  }, async () => {
    const place = home();
    const typed = [...under(place, '/usr/bin/fish'), 'bash', '-c', '"$0" "$@"; exit $?'];
    const inBash = await runProcdocUnder(typed, 'completion', '--install');
    assert.ok(inBash.stdout.includes('/bash-completion/completions/procdoc'), inBash.stdout + inBash.stderr);
    const ofUser = await runProcdocUnder(under(place, '/usr/bin/fish'), 'completion', '--json');
    assert.equal(completionAnswer.parse(JSON.parse(ofUser.stdout)).shell, 'fish');
    const unknown = await runProcdocUnder(under(place, '/bin/tcsh'), 'completion', '--install');
    assert.equal(unknown.status, 2);
  });
});
