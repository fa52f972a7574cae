import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {commOf, descendantsOf} from '../../support/proc-witness.ts';
import {IS_ROOT, type Output, runProcdocAsNobodyUnder, runProcdocUnder} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';
import {ON_A_TERMINAL} from '../../support/terminal.ts';

const FOREIGN = /belongs to another pid namespace/;

/** Prose that was broken into lines, in one. */
function flowing(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

const readingCommands = [
  ['zombies'],
  ['sigchld'],
  ['scripts'],
  ['inherited-fds', '1'],
  ['holders', ':80'],
  ['locks'],
  ['orphans'],
  ['tree'],
  ['why', '1'],
  ['check'],
  ['record', '--output', '/dev/null'],
];

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-proc-'));
  try {
    await use(folder);
  } finally {
    rmdirSync(folder);
  }
}

function assertCannotLook({status, stdout, stderr}: Output, sentence: RegExp): void {
  assert.deepEqual([status, stdout], [3, '']);
  assert.match(stderr, sentence);
  assert.equal(stderr.split('\n').length, 2, stderr);
}

/** Whether an answer in JSON says that its pids are another namespace's. */
function assertForeign({status, stdout}: Output): void {
  assert.equal(status, 0);
  const {complete, unreadable} = JSON.parse(stdout);
  assert.equal(complete, false);
  assert.ok(unreadable.some((gap: {what: string}) => gap.what === 'pid namespace'));
}

describe("every command that reads /proc says that it can't", () => {
  for (const command of readingCommands) {
    it(`${command[0]}: of a folder that is missing, empty, no procfs, or no folder`, () =>
      withFolder(async empty => {
        const places: Array<[string, RegExp]> = [
          [`${empty}/missing`, /: \S+\/missing can't be read \(ENOENT\)/],
          [empty, / is empty: no procfs is mounted there/],
          ['/', /: \/ isn't a procfs/],
          ['/etc/passwd', /: \/etc\/passwd isn't a procfs/],
          ['/proc/sys', /: \/proc\/sys is a folder inside a procfs/],
          ['/proc/self/task', /: \/proc\/self\/task is a folder inside a procfs/],
        ];
        for (const [place, sentence] of places)
          for (const flags of [[], ['--json']])
            assertCannotLook(await askProcdoc(...command, '--proc', place, ...flags), sentence);
      }));
  }
});

describe('the procfs of another pid namespace', {skip: !IS_ROOT && 'needs root'}, () => {
  const inNamespace = ['unshare', '--pid', '--fork', '--kill-child'];

  it('is noticed from within a namespace that has no procfs of its own', async () => {
    const {stdout} = await runProcdocUnder(inNamespace, 'zombies');
    assert.match(
      flowing(stdout),
      / note \/proc belongs to another pid namespace \(it shows procdoc as pid \d+, not 1\)/,
    );
    assertForeign(await runProcdocUnder(inNamespace, 'zombies', '--json'));
  });

  it('is a part of the text in a pipe, and next to a table or a terminal on stderr; --quiet has it nowhere', () =>
    withFolder(async folder => {
      const {stdout, stderr} = await runProcdocUnder(inNamespace, 'zombies');
      assert.deepEqual([FOREIGN.test(flowing(stdout)), stderr], [true, '']);
      const table = await runProcdocUnder(inNamespace, 'zombies', '-n');
      assert.doesNotMatch(flowing(table.stdout), FOREIGN);
      assert.match(table.stderr, /^procdoc zombies: \/proc belongs [^\n]*\n/);
      const quiet = await runProcdocUnder(inNamespace, 'zombies', '-q');
      assert.deepEqual([FOREIGN.test(flowing(quiet.stdout)), quiet.stderr], [false, '']);

      const toFile = ['sh', '-c', '"$@" 2>"$0"', `${folder}/remarks`];
      const shown = await runProcdocUnder([...inNamespace, ...ON_A_TERMINAL, ...toFile], 'zombies');
      assert.match(shown.stdout, / zombies? among /);
      assert.doesNotMatch(flowing(shown.stdout), FOREIGN);
      assert.match(readFileSync(`${folder}/remarks`, 'utf8'), /^procdoc zombies: \/proc belongs [^\n]*\n/);
      rmSync(`${folder}/remarks`);
    }));

  it('is not suspected where the namespace has its own', async () => {
    const {stdout, stderr} = await runProcdocUnder([...inNamespace, '--mount-proc'], 'zombies', '--json');
    assert.equal(stderr, '');
    const {complete, lookedAt} = JSON.parse(stdout);
    assert.deepEqual([complete, lookedAt], [true, 1]);
  });

  it('has no process to check where procdoc is the only one', async () => {
    for (const command of ['diagnose', 'check'])
      assertCannotLook(
        await runProcdocUnder([...inNamespace, '--mount-proc'], command, '--settle', '0s', '--json'),
        /: no process to check: /,
      );
  });

  it('is noticed from outside, where it does not show procdoc', async () => {
    const [file = '', ...args] = [...inNamespace, '--mount-proc', 'cat'];
    const container = spawn(file, args, {stdio: ['pipe', 'ignore', 'inherit']});
    try {
      const init = await until('the namespace has its first process', () =>
        descendantsOf(container.pid ?? 0).find(pid => commOf(pid) === 'cat'),
      );
      const proc = `/proc/${init}/root/proc`;
      const {stdout} = await askProcdoc('zombies', '--proc', proc);
      assert.ok(
        flowing(stdout).includes(
          `${proc} belongs to another pid namespace (it does not show procdoc itself)`,
        ),
      );
      assertForeign(await askProcdoc('zombies', '--proc', proc, '--json'));
      for (const command of ['holders', 'locks']) {
        const elsewhere = await askProcdoc(command, '/etc/passwd', '--proc', proc);
        assertCannotLook(elsewhere, /: can't look at \/etc\/passwd through .*\/PID\/root\/etc\/passwd\n/);
        const {status, stdout: there} = await askProcdoc(
          ...[command, `${proc}/1/root/etc/passwd`, '--proc', proc, '--json'],
        );
        assert.notEqual(status, 2, there);
        assert.equal(JSON.parse(there).schema, `procdoc/${command}@1`);
      }
    } finally {
      container.stdin?.end();
      await once(container, 'exit');
    }
  });
});

describe('a procfs that hides processes', {skip: !IS_ROOT && 'needs root'}, () => {
  const hiding = (folder: string) => [
    ...['unshare', '--mount', 'sh', '-c'],
    'mount -t proc -o hidepid=2 proc "$0" && exec "$@"',
    folder,
  ];

  it('is noticed by another user', () =>
    withFolder(async folder => {
      const {status, stdout: text} = await runProcdocAsNobodyUnder(
        hiding(folder),
        ...['zombies', '--proc', folder],
      );
      assert.equal(status, 0);
      assert.match(
        flowing(text),
        / note \S+ is mounted with hidepid=2: processes of other users are hidden; root sees them all/,
      );
      const {stdout} = await runProcdocAsNobodyUnder(
        hiding(folder),
        ...['zombies', '--proc', folder, '--json'],
      );
      const {complete, unreadable} = JSON.parse(stdout);
      assert.equal(complete, false);
      assert.ok(
        unreadable.some((gap: {what: string}) => gap.what === 'processes of other users'),
        stdout,
      );
    }));

  it('lets no rule and no limit of a check pass for another user', () =>
    withFolder(async folder => {
      const {status, stdout} = await runProcdocAsNobodyUnder(
        hiding(folder),
        ...['check', '--proc', folder, '--zombies', '0:5', '--settle', '0s', '--json'],
      );
      const {checks} = JSON.parse(stdout);
      const passed = checks.filter((check: {status: string}) => check.status === 'ok');
      assert.deepEqual([status, passed], [3, []]);
    }));

  it('leaves open what another user asks for and does not find', () =>
    withFolder(async folder => {
      for (const [command, target] of [
        ['scripts', 'procdoc-nobody-runs-this'],
        ['holders', '/etc/hostname'],
      ] as const) {
        const {status} = await runProcdocAsNobodyUnder(hiding(folder), command, target, '--proc', folder);
        assert.equal(status, 3, command);
      }
    }));

  it('hides nothing from root', () =>
    withFolder(async folder => {
      const {status, stdout} = await runProcdocUnder(hiding(folder), 'zombies', '--proc', folder);
      assert.equal(status, 0);
      assert.doesNotMatch(flowing(stdout), /is mounted with hidepid/);
    }));
});
