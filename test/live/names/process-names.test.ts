import assert from 'node:assert/strict';
import {copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {type Running, withRunning} from '../../support/live/running.ts';
import {statField} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson, runProcdocAsNobody, runProcdocUnder} from '../../support/procdoc.ts';

const PYTHON = process.env.PYTHON3 ?? 'python3';

interface Resolved {
  readonly text: string;
  readonly as: string;
  readonly processes: ReadonlyArray<{readonly pid: number; readonly startTicks: number}>;
}

interface Answer {
  readonly resolved?: readonly Resolved[];
}

/** A folder with a Python script whose name no other process has: it prints a line, and leaves at the end of its input. */
async function withScript(use: (place: {folder: string; name: string; file: string}) => Promise<void>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-names-'));
  const name = `named_${path.basename(folder).replaceAll(/\W/g, '_')}.py`;
  const file = path.join(folder, name);
  writeFileSync(
    file,
    [
      'import socket, sys',
      'server = socket.create_server(("127.0.0.1", 0))',
      'print(server.getsockname()[1], flush=True)',
      'sys.stdin.read()',
    ].join('\n'),
  );
  try {
    await use({folder, name, file});
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function keyOf(pid: number): string {
  return `${pid}:${statField(pid, 22)}`;
}

/** What a name was taken for, by the answer of a command. */
async function resolvedBy(...words: string[]): Promise<Resolved> {
  const {json} = await procdocJson<Answer>(...words);
  const [first, ...more] = json.resolved ?? [];
  assert.ok(first && more.length === 0, words.join(' '));
  return first;
}

function pidsOf({processes}: Resolved): number[] {
  return processes.map(({pid}) => pid);
}

test('a process goes by its script, its port, its URL, and its pid with its start', () =>
  withScript(({file, name}) =>
    withRunning([PYTHON, file], {}, async ({pid, numbers: [port]}) => {
      for (const [text, as] of [
        [name, 'script'],
        [file, 'script'],
        [`:${port}`, 'listener'],
        [`localhost:${port}`, 'listener'],
        [`${port}/tcp`, 'listener'],
        [`http://127.0.0.1:${port}/x?y`, 'listener'],
        [keyOf(pid), 'key'],
      ] as const) {
        const resolved = await resolvedBy('why', text);
        assert.deepEqual([resolved.as, pidsOf(resolved)], [as, [pid]], text);
      }
      const plain = await procdocJson<Answer>('why', `${pid}`);
      assert.equal(plain.json.resolved, undefined);
    }),
  ));

test('every command that takes a PID takes a name, and says on stderr which process it is', () =>
  withScript(({file, name, folder}) =>
    withRunning([PYTHON, file], {}, async ({pid}) => {
      const recording = path.join(folder, 'names.procdoc');
      for (const words of [
        ['why', name],
        ['tree', name],
        ['sigchld', name],
        ['inherited-fds', name],
        ['diagnose', name, '--settle', '0s'],
        ['check', '--scope', name, '--settle', '0s'],
        ['zombies', '--parent', name],
        ['record', name, '-o', recording],
        ['why', name, '--from', recording],
        ['tree', name, '--proc', '/proc'],
      ]) {
        const {status, stderr, stdout} = await askProcdoc(...words);
        assert.ok(status === 0 || status === 1, `${words.join(' ')}: ${stderr}${stdout}`);
        assert.ok(stderr.includes(`${name} is `) && stderr.includes(`(${pid})`), stderr);
        const quiet = await askProcdoc(...words, '--quiet');
        assert.ok(!quiet.stderr.includes(name), quiet.stderr);
      }
    }),
  ));

test('several processes of a name are each answered for as text, and listed where an answer is for a program', () =>
  withScript(({file, name}) =>
    withRunning([PYTHON, file], {}, one =>
      withRunning([PYTHON, file], {}, async other => {
        const pids = [one.pid, other.pid].sort((a, b) => a - b);
        for (const words of [
          ['why', name, '--json'],
          ['inherited-fds', name, '-n'],
          ['signals', name],
        ]) {
          const {status, stderr, stdout} = await askProcdoc(...words);
          assert.deepEqual([status, stdout], [2, ''], words.join(' '));
          for (const pid of pids) assert.ok(stderr.includes(`\n  ${keyOf(pid)} `), stderr);
          assert.ok(stderr.includes(file), stderr);
        }
        for (const command of ['why', 'tree', 'inherited-fds']) {
          const {status, stdout} = await askProcdoc(command, name);
          assert.equal(status, 0, command);
          const answers = pids.map(pid => stdout.search(new RegExp(`^\\S+ \\(${pid}\\) `, 'm')));
          assert.ok(answers.every(at => at >= 0) && Number(answers[0]) < Number(answers[1]), stdout);
        }
        assert.deepEqual(pidsOf(await resolvedBy('sigchld', name)), pids);
      }),
    ),
  ));

test('a name that no process has leads to those that are like it', () =>
  withScript(({folder, name}) => {
    const module = name.replace(/\.py$/, '');
    const options = {cwd: folder};
    return withRunning([PYTHON, '-m', module], options, async ({pid}: Running) => {
      const file = await askProcdoc('why', name);
      assert.equal(file.status, 3);
      assert.ok(file.stderr.includes(`-m ${module} (${pid})`), file.stderr);
      const part = await askProcdoc('why', module.slice(0, -2));
      assert.equal(part.status, 3);
      assert.ok(part.stderr.includes(`(${pid})`), part.stderr);
      assert.deepEqual(pidsOf(await resolvedBy('why', module)), [pid]);
    });
  }));

test('a pid with the start of another process is no process', () =>
  withScript(({file}) =>
    withRunning([PYTHON, file], {}, async ({pid}) => {
      const {status, stderr} = await askProcdoc('why', `${pid}:1`);
      assert.equal(status, 3);
      assert.ok(stderr.includes(keyOf(pid)), stderr);
    }),
  ));

test('a pid with the inode of its pidfd is a process, as for util-linux', async t => {
  const ask =
    'import os,sys;print(os.getpid(), os.fstat(os.pidfd_open(os.getpid())).st_ino, flush=True);sys.stdin.read()';
  const other = 'import os;print(os.fstat(os.pidfd_open(os.getpid())).st_ino)';
  await withRunning([PYTHON, '-c', ask], {}, async ({pid, numbers: [, inode]}) => {
    await withRunning(
      [PYTHON, '-c', `${other};import sys;sys.stdout.flush();sys.stdin.read()`],
      {},
      async second => {
        if (second.numbers[0] === inode) return t.skip('needs pidfs (Linux 6.9)');
        assert.deepEqual(pidsOf(await resolvedBy('why', `${pid}:${inode}`)), [pid]);
        const wrong = await askProcdoc('why', `${pid}:${second.numbers[0]}`);
        assert.equal(wrong.status, 3);
      },
    );
  });
});

test('the column key of a listing names a process for every other command', () =>
  withScript(({file, name}) =>
    withRunning([PYTHON, file], {}, async ({pid, numbers: [port]}) => {
      for (const listing of [
        ['scripts', name],
        ['holders', `:${port}`],
        ['sigchld', `${pid}`],
      ]) {
        const {stdout} = await askProcdoc(...listing, '-n', '-o', 'key');
        assert.equal(stdout.trim(), keyOf(pid), listing.join(' '));
      }
    }),
  ));

test('neither procdoc nor its pipeline goes by a name', () =>
  withScript(async ({folder}) => {
    const program = path.join(folder, `c${process.pid}`);
    copyFileSync('/bin/cat', program);
    const script = `"$0" "$@" | ${program}; exit "\${PIPESTATUS[0]}"`;
    const {status, stderr} = await runProcdocUnder(['bash', '-c', script], 'why', path.basename(program));
    assert.equal(status, 3);
    assert.doesNotMatch(stderr, / is c\d+ /);
    const own = await runProcdocUnder(['bash', '-c', '"$0" "$@"; exit $?'], 'why', 'no-such-name-at-all');
    assert.equal(own.status, 3);
  }));

test('nobody listens on a free port, and no process is in a unit that there is not', () =>
  withScript(async ({folder, file}) => {
    mkdirSync(path.join(folder, 'x'));
    let free = 0;
    await withRunning([PYTHON, file], {}, async ({numbers: [port = 0]}) => {
      free = port;
    });
    for (const name of [`:${free}`, 'procdoc-no-such.service', '/procdoc/no/such', '1 in procdoc-none']) {
      const {status, stdout} = await askProcdoc('why', name);
      assert.deepEqual([status, stdout], [3, ''], name);
    }
    const unknown = await askProcdoc('why', ':procdoc-no-such-service');
    assert.equal(unknown.status, 2);
  }));

test('who may not see who listens is told that somebody does', {skip: !IS_ROOT && 'needs root'}, () =>
  withScript(({file}) =>
    withRunning([PYTHON, file], {}, async ({numbers: [port]}) => {
      const {status, stderr, stdout} = await runProcdocAsNobody('why', `:${port}`);
      assert.deepEqual([status, stdout], [3, '']);
      assert.match(stderr, /CAP_SYS_PTRACE/);
    }),
  ),
);
