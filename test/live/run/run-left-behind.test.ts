import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {askRun, type Told, withAccompanied} from '../../support/live/accompanied.ts';
import {withFiles} from '../../support/live/running.ts';
import {commOf, isGone, parentOf} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdoc, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const PYTHON = process.env.PYTHON3 ?? 'python3';

/** Forks twice with a session of its own, does what the lines say, and stays. The command exits when that is done. */
function daemonThat(...lines: readonly string[]): string[] {
  const script = `
import fcntl, os, signal, socket, sys, time
done, tell = os.pipe()
if os.fork():
    os.close(tell)
    os.read(done, 1)
    os._exit(0)
os.close(done)
os.setsid()
if os.fork(): os._exit(0)
${lines.join('\n')}
os.close(tell)
while True: time.sleep(60)`;
  return [PYTHON, '-c', script];
}

const LOCK = 'lock = open(sys.argv[1], "w"); fcntl.flock(lock, fcntl.LOCK_EX)';
const LISTEN = 'server = socket.socket(); server.bind(("127.0.0.1", 0)); server.listen()';
const DELETE = 'gone = open(sys.argv[1] + ".gone", "w"); gone.write("x"); gone.flush(); os.unlink(gone.name)';
const ZOMBIE = `child = os.fork()
if child == 0: os._exit(3)
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)`;
const CLOSE_ALL = 'os.dup2(os.open("/dev/null", os.O_RDWR), 0); os.dup2(0, 1); os.dup2(0, 2)';
const END = ['--grace', '300ms', '--kill-left-behind'];
/** For what is to exit by itself, or at its first signal, also where it seldom gets to run. */
const END_LATE = ['--grace', '20s', '--kill-left-behind'];

function requireGone({report}: Told): void {
  for (const {pid} of report.leftBehind.processes) assert.ok(isGone(pid), `${pid} was not ended`);
}

describe('what a command left behind', {concurrency: 2}, () => {
  it('is ended without any grace, too', async () => {
    const told = await askRun(['--grace', '0', '--kill-left-behind'], 'bash', '-c', 'sleep 60 & exit');
    assert.deepEqual(
      told.report.ended,
      told.report.leftBehind.processes.map(({pid}) => pid),
    );
    assert.equal(told.report.ended.length, 1);
    requireGone(told);
  });

  it('is a daemon with its lock, address, zombie, deleted file and output, and is ended if that is wanted', () =>
    withFiles({}, async folder => {
      const file = `${folder}/lock`;
      const told = await askRun(END, ...daemonThat(LOCK, LISTEN, DELETE, ZOMBIE), file);
      const {leftBehind, ended, exitStatus} = told.report;
      const [daemon, ...others] = leftBehind.processes;
      assert.ok(daemon && others.length === 0);
      const {pid} = daemon;
      assert.match(daemon.command, /^\S*python3 -c /);
      assert.deepEqual(
        leftBehind.locks.map(lock => [lock.pid, lock.path, lock.class]),
        [[pid, file, 'flock']],
      );
      assert.deepEqual(
        leftBehind.listeners.map(each => [each.pid, each.type]),
        [[pid, 'stream']],
      );
      assert.deepEqual(
        leftBehind.zombies.map(each => [each.ppid, each.waitStatus?.exitStatus]),
        [[pid, 3]],
      );
      assert.deepEqual(
        leftBehind.deletedFiles.map(each => [each.path, each.holders[0]?.pid]),
        [[`${file}.gone`, pid]],
      );
      const outputs = leftBehind.heldOutput.map(each => [each.pid, each.fd, each.certainty]);
      assert.deepEqual(outputs, [
        [pid, 1, 'proven'],
        [pid, 2, 'proven'],
      ]);
      assert.deepEqual([ended, exitStatus, told.status], [[pid], 0, 0]);
      requireGone(told);
    }));

  it('does not hold the output if it has closed it, or if that is a file', async () => {
    const closed = await askRun(END, ...daemonThat(CLOSE_ALL));
    assert.deepEqual(
      [closed.report.leftBehind.processes.length, closed.report.leftBehind.heldOutput],
      [1, []],
    );
    await withFiles({}, async folder => {
      const shell = ['sh', '-c', `exec "$@" >${folder}/log 2>&1`, 'sh', ...daemonThat()];
      const {report} = await askRun(END, ...shell);
      assert.deepEqual([report.leftBehind.processes.length, report.leftBehind.heldOutput], [1, []]);
    });
  });

  it('is nothing where every child was waited for, or exits within the grace', async () => {
    for (const script of ['sleep 0.1; sleep 0.1 & wait', '(sleep 0.3 &)']) {
      const {report, stderr} = await askRun(['--grace', '30s'], 'bash', '-c', script);
      assert.deepEqual([report.leftBehind.processes, report.complete, stderr], [[], true, '']);
    }
  });

  it('is ended by SIGKILL where it ignores SIGTERM, and by SIGTERM where it is stopped', async () => {
    const deaf = 'signal.signal(signal.SIGTERM, signal.SIG_IGN)';
    const stopped = 'os.close(tell); tell = os.dup(0); os.kill(os.getpid(), signal.SIGSTOP)';
    for (const [line, signal, grace] of [
      [deaf, 'SIGKILL', '300ms'],
      [stopped, 'SIGTERM', '2s'],
    ] as const) {
      const told = await askRun(['--grace', grace, '--kill-left-behind'], ...daemonThat(line));
      const [pid] = told.report.ended;
      const ends = told.events.filter(event => event.pid === pid && event.waitStatus.kind === 'signaled');
      assert.deepEqual(
        ends.map(({waitStatus}) => waitStatus.signal),
        [signal],
      );
      requireGone(told);
    }
  });

  it('makes a command fail that succeeded, if --fail-on names it', () =>
    withFiles({}, async folder => {
      const file = `${folder}/lock`;
      for (const [kind, ...lines] of [
        ['left-behind'],
        ['locks', LOCK],
        ['listeners', LISTEN],
        ['zombies', ZOMBIE],
        ['held-output'],
      ] as const) {
        const [failed, passed] = await Promise.all([
          askRun([...END, '--fail-on', kind, '--fail-status', '77'], ...daemonThat(...lines), file),
          askRun(
            [...(kind === 'left-behind' ? END_LATE : END), '--fail-on', kind],
            ...daemonThat(CLOSE_ALL, ...(kind === 'left-behind' ? ['os._exit(0)'] : [])),
            file,
          ),
        ]);
        assert.deepEqual([kind, failed.status, failed.report.failedOn], [kind, 77, [kind]]);
        assert.deepEqual([kind, passed.status, passed.report.failedOn], [kind, 0, []]);
      }
      const own = await askRun([...END, '--fail-on', 'left-behind'], 'bash', '-c', '(sleep 60 &); exit 4');
      assert.deepEqual([own.status, own.report.failedOn], [4, ['left-behind']]);
    }));

  it('can be the core dump of an orphan', () =>
    withFiles({}, async folder => {
      const dump = 'ulimit -c unlimited; kill -SEGV $$';
      const script = `cd ${folder}; (bash -c '${dump}' &); sleep 0.2`;
      const {events, report, status} = await askRun([...END_LATE, '--fail-on', 'core'], 'bash', '-c', script);
      const [orphan] = events.filter(({waitStatus}) => waitStatus.signal === 'SIGSEGV');
      // A limit or the machine's core_pattern may forbid one.
      const isDumped = orphan?.waitStatus.coreDumped;
      assert.ok(isDumped !== undefined);
      assert.deepEqual([report.failedOn, status], isDumped ? [['core'], 99] : [[], 0]);
    }));

  it('stays where it is not to be ended, and is named with what ends it', async () => {
    const {report, stderr} = await askRun(['--grace', '100ms'], ...daemonThat(CLOSE_ALL));
    const [daemon] = report.leftBehind.processes;
    assert.ok(daemon && !isGone(daemon.pid));
    assert.match(stderr, new RegExp(`kill -TERM ${daemon.pid}\\b`));
    process.kill(daemon.pid, 'SIGKILL');
    await until('the daemon is gone', () => isGone(daemon.pid));
  });

  it('is shown at SIGUSR1 while the command runs, which is not left behind itself', () => {
    const script = '(sleep 60 & echo $!); read x';
    return withAccompanied(
      [],
      [...END, '--', 'bash', '-c', script],
      async ({pid, firstLine, said, endInput, ended}) => {
        const orphan = Number(firstLine);
        await until(
          'procdoc has adopted the orphan',
          () => parentOf(orphan) === pid && commOf(orphan) === 'sleep',
        );
        process.kill(pid, 'SIGUSR1');
        const line = `sleep (${orphan}): sleep 60`;
        await until('procdoc names the orphan', () => said().includes(line));
        endInput();
        await ended;
        assert.equal(said().split(line).length, 3, said());
        assert.doesNotMatch(said(), /bash \(/);
      },
    );
  });

  it('is seen by an ordinary user, for whom what other processes have open is no gap', {
    skip: !IS_ROOT && 'needs root',
  }, async () => {
    const {status, stderr} = await runProcdocAsNobody('run', ...END, '--', ...daemonThat());
    assert.equal(status, 0);
    assert.match(stderr, /^procdoc run: python3\S* \(\d+\) is left behind:$/m);
    assert.match(stderr, /^procdoc run: The output is held open by python3\S* \(\d+\) fds 1, 2: /m);
    assert.doesNotMatch(stderr, /EACCES/);
  });

  it('is reported to CI systems as JUnit’s XML and as annotations', () =>
    withFiles({}, async folder => {
      const file = `${folder}/report.xml`;
      const flags = [...END, '--fail-on', 'left-behind'];
      const junit = ['run', ...flags, '--report', file, '--format', 'junit', '--', ...daemonThat(CLOSE_ALL)];
      assert.equal((await runProcdoc(...junit)).status, 99);
      const {status, stderr} = spawnSync('xmllint', ['--noout', file], {encoding: 'utf8'});
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(readFileSync(file, 'utf8'), /<testsuite name="procdoc run" tests="8" failures="1" /);
      const github = await runProcdoc('run', ...flags, '--format', 'github', '--', ...daemonThat(CLOSE_ALL));
      assert.match(github.stderr, /^::error title=procdoc run%3A left-behind::/m);
      assert.equal(github.stdout, '');
    }));
});
