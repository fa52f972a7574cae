import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readdirSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {askRun, PROCDOC} from '../../support/live/accompanied.ts';
import {withFiles} from '../../support/live/running.ts';
import {run, runProcdoc, runProcdocUnder} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** The exit status of each command as a shell has it; KILL comes from outside, as bash alone reports it so. */
const STATUSES_OF = `
cd "$(mktemp -d)"
for command in 'exit 0' 'exit 1' 'exit 128' 'exit 255' 'kill -TERM $$' 'kill -KILL $$' 'kill -PIPE $$' \\
    'kill -HUP $$' 'kill -INT $$' 'kill -ABRT $$' 'kill -USR1 $$' 'kill -XCPU $$' 'kill -RTMIN+3 $$' \\
    'ulimit -c unlimited; kill -SEGV $$'; do
  "$@" bash -c "$command" 2>/dev/null
  echo "$command: $?"
done 2>/dev/null
rm -r "$PWD"`;

describe('procdoc run', {concurrency: 2}, () => {
  it('exits as its command does: $? is the same', async () => {
    const [without, within] = await Promise.all(
      [[], [...PROCDOC, 'run', '--']].map(words => run(['bash', '-c', STATUSES_OF, 'bash', ...words])),
    );
    assert.equal(within?.stdout, without?.stdout);
    assert.equal(within?.stdout.trim().split('\n').length, 14);
  });

  it('exits with 3 where its command succeeded, and a file that was named takes nothing', async () => {
    for (const flag of ['--report', '--events-file'])
      for (const [own, status] of [
        [0, 3],
        [7, 7],
      ] as const) {
        const run = await runProcdoc('run', flag, '/dev/full', '--', 'bash', '-c', `exit ${own}`);
        assert.deepEqual([run.status, run.stderr.includes('/dev/full')], [status, true], flag);
      }
  });

  it('has no limit with a --timeout of 0, as timeout(1)', async () => {
    const {status, stderr} = await runProcdoc('run', '--timeout', '0', '--', 'sh', '-c', 'sleep 0.1; exit 7');
    assert.deepEqual([status, stderr], [7, '']);
  });

  it('waits for no reader of a FIFO that it is to write to', () =>
    withFiles({}, async folder => {
      const fifo = path.join(folder, 'fifo');
      execFileSync('mkfifo', [fifo]);
      for (const flag of ['--report', '--events-file']) {
        const {status, stderr} = await runProcdocUnder(['timeout', '20'], 'run', flag, fifo, '--', 'true');
        assert.deepEqual([status, stderr.includes('ENXIO')], [3, true], stderr);
      }
      const reader = run(['timeout', '20', 'cat', fifo]);
      await until('it is open for reading', async () => {
        const {status} = await runProcdocUnder(['timeout', '20'], 'run', '--report', fifo, '--', 'true');
        return status === 0;
      });
      assert.equal(JSON.parse((await reader)?.stdout ?? '').schema, 'procdoc/run@1');
    }));

  it('refuses one file for the report and the events, by whatever name', () =>
    withFiles({there: ''}, async folder => {
      const at = (name: string) => path.join(folder, name);
      symlinkSync('missing', at('link'));
      for (const [report, events] of [
        [at('there'), at('there')],
        [at('there'), `${folder}/../${path.basename(folder)}/there`],
        [at('missing'), at('link')],
        [at('link'), at('missing')],
      ] as const) {
        const files = ['--report', report, '--events-file', events];
        const {status, stderr} = await runProcdoc('run', ...files, '--', 'touch', at('ran'));
        assert.deepEqual([status, stderr.split('\n').length], [2, 2], stderr);
      }
      assert.deepEqual(readdirSync(folder).sort(), ['link', 'there']);
      const shared = ['--report', '/dev/null', '--events-file', '/dev/null'];
      assert.equal((await runProcdoc('run', ...shared, '--', 'true')).status, 0);
    }));

  it('dies of the signal of which its command died', async () => {
    for (const signal of ['TERM', 'KILL', 'SEGV', 'RTMIN+3']) {
      const script = 'import subprocess, sys; print(subprocess.call(sys.argv[1:]))';
      const python = [process.env.PYTHON3 ?? 'python3', '-c', script];
      const command = ['bash', '-c', `kill -${signal} $$`];
      const [without, within] = [
        await run([...python, ...command]),
        await run([...python, ...PROCDOC, 'run', '--', ...command]),
      ];
      assert.deepEqual([signal, within.stdout], [signal, without.stdout]);
    }
  });

  it('says how a command was killed, and nothing of one that exited', async () => {
    const killed = await askRun([], 'sh', '-c', 'kill -KILL $$');
    assert.match(
      killed.stderr,
      new RegExp(`^procdoc run: sh \\(${killed.report.pid}\\) was killed by SIGKILL`),
    );
    const {waitStatus, exitStatus, timedOut} = killed.report;
    assert.deepEqual(
      [waitStatus.hex, waitStatus.signal, exitStatus, timedOut],
      ['0x0009', 'SIGKILL', null, false],
    );
    const exited = await askRun([], 'sh', '-c', 'exit 128');
    assert.equal(exited.stderr, '');
    assert.deepEqual(
      [exited.report.waitStatus.hex, exited.report.exitStatus, exited.status],
      ['0x8000', 128, 128],
    );
  });

  it('ends a command at its timeout with SIGTERM, and exits with 124', async () => {
    const {status, report} = await askRun(['--timeout', '300ms'], 'sleep', '60');
    assert.deepEqual([status, report.exitStatus, report.waitStatus.signal], [124, 124, 'SIGTERM']);
    assert.equal(report.timedOut, true);
  });

  it('ends a command that ignores SIGTERM, or is stopped, with SIGKILL after the grace', async () => {
    const script = 'trap "" TERM; while :; do sleep 0.05; done';
    const timeout = ['--timeout', '2s'];
    const ignoring = await askRun([...timeout, '--grace', '300ms'], 'sh', '-c', script);
    assert.deepEqual([ignoring.status, ignoring.report.waitStatus.signal], [124, 'SIGKILL']);
    const stopped = await askRun([...timeout, '--grace', '20s'], 'sh', '-c', 'kill -STOP $$');
    assert.deepEqual([stopped.status, stopped.report.waitStatus.signal], [124, 'SIGTERM']);
  });

  it('knows what a command used', async () => {
    const {report, stderr} = await askRun(
      ['--time'],
      'sh',
      '-c',
      'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done',
    );
    assert.ok(report.rusage.userSeconds > 0);
    assert.match(stderr, /^\tUser time \(seconds\): \d+\.\d\d$/m);
    assert.match(stderr, /^\tElapsed \(wall clock\) time \(h:mm:ss or m:ss\): \d+:\d\d\.\d\d$/m);
  });
});
