import assert from 'node:assert/strict';
import {cpSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {PROCDOC} from '../../support/live/accompanied.ts';
import {withFiles} from '../../support/live/running.ts';
import {
  IS_ROOT,
  type Output,
  run,
  runProcdoc,
  runProcdocAsNobody,
  runProcdocUnder,
} from '../../support/procdoc.ts';

declare const PROJECT_ROOT: string;

const LIST_FDS = ['bash', '-c', 'for fd in {0..255}; do [ -e /proc/$$/fd/$fd ] && echo $fd; done'];
const STATUS = ['grep', '-E', '^Sig(Blk|Ign)', '/proc/self/status'];

/** procdoc started by a shell that prepares what it inherits. */
function inShell(script: string): readonly string[] {
  return ['bash', '-c', `${script}; exec "$@"`, 'bash'];
}

/** What a script does that finds procdoc's command line in its arguments. */
function inBash(script: string): Promise<Output> {
  return run(['bash', '-c', script, 'bash', ...PROCDOC]);
}

describe('a command of procdoc run', {concurrency: 2}, () => {
  it('starts with every signal at its default and none blocked, whatever procdoc was started with', async () => {
    const {stdout} = await runProcdocUnder(inShell('trap "" HUP INT PIPE CHLD'), 'run', '--', ...STATUS);
    assert.match(stdout, /^SigBlk:\t0+\nSigIgn:\t0+$/m);
  });

  it('has descriptors 0, 1 and 2 only, although procdoc was started with others', async () => {
    const launcher = inShell('exec 3</dev/null 40</dev/null 251</dev/null');
    const {stdout} = await runProcdocUnder(launcher, 'run', '--', ...LIST_FDS);
    assert.deepEqual(fdsIn(stdout), [0, 1, 2]);
  });

  it('has a descriptor that --keep-fd names, too', async () => {
    const launcher = inShell('exec 40</dev/null 251</dev/null');
    const words = ['run', '--keep-fd', '40', '--', ...LIST_FDS];
    assert.deepEqual(fdsIn((await runProcdocUnder(launcher, ...words)).stdout), [0, 1, 2, 40]);
  });

  it('is not started when a descriptor of --keep-fd is not there', async () => {
    const {status, stdout, stderr} = await runProcdoc('run', '--keep-fd', '777', '--', 'echo', 'x');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^procdoc run: [^\n]*\b777\b[^\n]*\n$/);
  });

  it('has the words that procdoc was given, byte for byte', async () => {
    const {stdout} = await inBash(`"$@" run -- printf '%s|' a '' 'b c' -- $'\\xff\\n' ' ' | od -An -tx1`);
    assert.equal(stdout.replaceAll(/\s/g, ''), Buffer.from('a||b c|--|\xff\n| |', 'latin1').toString('hex'));
  });

  it('has the environment that procdoc was given, byte for byte', async () => {
    const print = '/proc/self/environ';
    const {stdout} = await inBash(
      `env -i A=$'\\xfe=\\n' PATH="$PATH" B= "$@" run -- cat ${print} | od -An -tx1`,
    );
    const [given = '', had = ''] = [`A=\xfe=\n\0PATH=${process.env.PATH}\0B=\0`, stdout];
    assert.equal(had.replaceAll(/\s/g, ''), Buffer.from(given, 'latin1').toString('hex'));
  });

  it('has the soft limit of open files that procdoc was started with', async () => {
    const {stdout} = await inBash(
      `ulimit -S -n 200; "$@" run -- sh -c 'ulimit -S -n; ulimit -H -n'; ulimit -H -n`,
    );
    const [soft, hard, ours] = stdout.split('\n');
    assert.deepEqual([soft, hard], ['200', ours]);
  });

  it('leaves a pipe on its standard output blocking', async () => {
    const flags = 'grep ^flags /proc/self/fdinfo/1';
    const {stdout} = await inBash(`"$@" run --events -- sh -c '${flags}; ${flags} >&2' 2>&1 | grep ^flags`);
    assert.deepEqual(stdout.match(/\d+$/gm), ['01', '01']);
  });

  it('runs for an ordinary user', {skip: !IS_ROOT && 'needs root'}, async () => {
    const {status, stdout} = await runProcdocAsNobody('run', '--', 'sh', '-c', 'id -u; exit 5');
    assert.deepEqual([status, stdout], [5, '65534\n']);
  });
});

describe('a command that cannot be started', {concurrency: 2}, () => {
  it('makes procdoc exit with 127 or 126, as a shell does', () =>
    withFiles({'not-executable': 'x', 'without-line': '#!/nonexistent/interpreter\n'}, async folder => {
      for (const program of [
        'no-such-program',
        `${folder}/none`,
        `${folder}/not-executable`,
        `${folder}/without-line`,
        folder,
      ]) {
        const [ours, bashs] = [
          await runProcdoc('run', '--', program),
          await run(['bash', '-c', '"$1"', 'bash', program]),
        ];
        assert.deepEqual([program, ours.status, ours.stdout], [program, bashs.status, '']);
        assert.match(ours.stderr, /^procdoc run: [^\n]+\n$/);
      }
    }));

  it('is not started by half: without the native module, procdoc says so and exits with 3', () =>
    withFiles({}, async folder => {
      for (const part of ['package.json', 'bin', 'dist/main.cjs'])
        cpSync(path.join(PROJECT_ROOT, part), path.join(folder, part), {recursive: true});
      const {status, stdout, stderr} = await run([
        process.execPath,
        `${folder}/bin/run.js`,
        'run',
        '--',
        'echo',
        'x',
      ]);
      assert.deepEqual([status, stdout], [3, '']);
      assert.match(stderr, /^procdoc run: [^\n]*koffi[^\n]*\n$/);
    }));

  it('is started where npm has put the packages of procdoc next to it, among those of a project', () =>
    withFiles({}, async folder => {
      const ours = path.join(folder, 'node_modules/procdoc');
      for (const part of ['package.json', 'bin', 'dist/main.cjs'])
        cpSync(path.join(PROJECT_ROOT, part), path.join(ours, part), {recursive: true});
      for (const part of ['node_modules/koffi', 'node_modules/@koromix'])
        cpSync(path.join(PROJECT_ROOT, part), path.join(folder, part), {recursive: true});
      const {status, stdout} = await run([process.execPath, `${ours}/bin/run.js`, 'run', '--', 'echo', 'x']);
      assert.deepEqual([status, stdout], [0, 'x\n']);
    }));

  it('is not started by --keep-signals: procdoc says why it has none, and what does the same', async () => {
    const {status, stdout, stderr} = await runProcdoc('run', '--keep-signals', '--', 'echo', 'x');
    assert.deepEqual([status, stdout], [2, '']);
    const [, command = ''] = /`procdoc run -- (env [^`]* )CMD`/.exec(stderr) ?? [];
    const asked = await runProcdoc(
      'run',
      '--',
      ...command.trim().split(' '),
      'grep',
      '^Sig',
      '/proc/self/status',
    );
    const sets = [...asked.stdout.matchAll(/^Sig(?:Blk|Ign):\t(\w+)$/gm)].map(([, set]) =>
      BigInt(`0x${set}`),
    );
    assert.deepEqual(sets, [1n << 9n, 1n], asked.stdout + asked.stderr);
  });

  it('is not started where the format of its report is asked for twice, differently', async () => {
    const {status, stdout, stderr} = await runProcdoc(
      'run',
      '--json',
      '--format',
      'junit',
      '--',
      'echo',
      'x',
    );
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^procdoc run: --json and --format junit [^\n]*\n$/);
  });

  it('is asked for after the dashes', async () => {
    for (const [words, complaint] of [
      [['true'], /^procdoc run: CMD comes after "--": `procdoc run -- true`\n$/],
      [[], /^procdoc run: CMD is missing[^\n]*\n$/],
      [['--events'], /^procdoc run: CMD is missing[^\n]*\n$/],
      [['--'], /^procdoc run: CMD is missing[^\n]*\n$/],
    ] as const) {
      const {status, stderr} = await runProcdoc('run', ...words);
      assert.deepEqual([words, status], [words, 2]);
      assert.match(stderr, complaint);
    }
  });
});

function fdsIn(list: string): number[] {
  return list.trim().split('\n').map(Number);
}
