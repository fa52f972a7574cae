import assert from 'node:assert/strict';
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {describe, it, type TestContext} from 'node:test';
import {runAnswer} from '../../../src/render/contract/run.ts';
import {askRun, PROCDOC, type RunReport, withAccompanied} from '../../support/live/accompanied.ts';
import {withMemoryCgroup} from '../../support/live/memory-cgroup.ts';
import {withFiles} from '../../support/live/running.ts';
import {parentOf} from '../../support/proc-witness.ts';
import {IS_ROOT, run, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const PYTHON = process.env.PYTHON3 ?? 'python3';

/** Has a seccomp filter kill it for getppid(2). */
const FORBIDDEN_CALL = `
import ctypes, os, platform, struct
getppid = 173 if platform.machine() == "aarch64" else 110
filter = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *one) for one in (
    (0x20, 0, 0, 0), (0x15, 0, 1, getppid), (0x06, 0, 0, 0x80000000), (0x06, 0, 0, 0x7fff0000))))
program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", 4, ctypes.addressof(filter)))
prctl = ctypes.CDLL(None).prctl
prctl(38, 1, 0, 0, 0)
prctl(22, 2, ctypes.c_void_p(ctypes.addressof(program)), 0, 0)
os.getppid()`;

/** What procdoc reports of a command that `act` kills, as soon as procdoc sees who sends signals. */
async function reportOfKilled(
  act: (procdoc: number, command: number) => Promise<unknown>,
): Promise<RunReport> {
  let report: RunReport | undefined;
  await withFiles({}, async folder => {
    const file = `${folder}/report`;
    const command = ['--report', file, '--', 'sh', '-c', 'echo $$; exec sleep 60'];
    await withAccompanied([], command, async ({firstLine, ended}) => {
      const pid = Number(firstLine);
      const procdoc = parentOf(pid);
      await until('procdoc sees who sends signals', () =>
        descriptorsOf(procdoc).includes('anon_inode:bpf_link'),
      );
      await act(procdoc, pid);
      await ended;
    });
    report = reportIn(file);
  });
  return report ?? assert.fail();
}

function reportIn(file: string): RunReport {
  return runAnswer.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function descriptorsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

/** A shell that kills a process, and does something else, too, so that it does not execute kill(1) in its place. */
function killBy(signal: string, pid: number) {
  return run(['sh', '-c', `kill -${signal} ${pid}; true`]);
}

describe('procdoc run says who killed a command', {concurrency: 2, skip: !IS_ROOT && 'needs root'}, () => {
  it('by its pid, name and command line', async () => {
    let killed = 0;
    const {killedBy, waitStatus, passedOn} = await reportOfKilled((_, command) => {
      killed = command;
      return killBy('KILL', command);
    });
    assert.deepEqual([waitStatus.signal, passedOn], ['SIGKILL', false]);
    assert.deepEqual([killedBy?.kind, killedBy?.comm, killedBy?.certainty], ['other', 'sh', 'proven']);
    assert.equal(killedBy?.command, `sh -c 'kill -KILL ${killed}; true'`);
  });

  it('if procdoc got the signal, and passed it on', async () => {
    const {killedBy, waitStatus, passedOn} = await reportOfKilled(procdoc => killBy('TERM', procdoc));
    assert.deepEqual(
      [waitStatus.signal, passedOn, killedBy?.kind, killedBy?.comm],
      ['SIGTERM', true, 'other', 'sh'],
    );
  });

  it('if it was itself', async () => {
    const {killedBy} = await reportOfKilled((_, command) => {
      process.kill(command, 'SIGABRT');
      return Promise.resolve();
    });
    assert.equal(killedBy?.pid, process.pid);
  });
});

describe('procdoc run says why a command was killed', {concurrency: 2}, () => {
  it('by the OOM killer of its cgroup, also where no sender can be seen', {
    skip: !IS_ROOT && 'needs root',
  }, async (t: TestContext) => {
    const isMade = await withMemoryCgroup(200 * 2 ** 20, async (folder, count) => {
      await withFiles({}, async files => {
        const greedy = 'x = []\nwhile True: x.append(bytearray(2 ** 20))';
        const command = [...PROCDOC, 'run', '--report', `${files}/report`, '--', PYTHON, '-c', greedy];
        const inCgroup = ['sh', '-c', `echo $$ >${folder}/cgroup.procs; exec "$@"`, 'sh'];
        const {status} = await run([...inCgroup, 'unshare', '--pid', '--fork', '--mount-proc', ...command]);
        assert.equal(status, 137);
        const {killedBy, waitStatus} = reportIn(`${files}/report`);
        assert.deepEqual(
          [waitStatus.signal, killedBy?.kind, killedBy?.certainty],
          ['SIGKILL', 'oom-killer', 'likely'],
        );
        const [fact] = killedBy?.facts ?? [];
        assert.deepEqual(
          [fact?.file, fact?.field, fact?.value],
          [`${folder}/${count}`, 'oom_kill', '0, then 1'],
        );
      });
    });
    if (!isMade) t.skip('no memory cgroup can be made');
  });

  it('by its limit of CPU time, soft or hard', async () => {
    for (const [flag, signal] of [
      ['-S', 'SIGXCPU'],
      ['-SH', 'SIGKILL'],
    ] as const) {
      const {report} = await askRun([], 'bash', '-c', `ulimit ${flag} -t 1; while :; do :; done`);
      assert.deepEqual([report.waitStatus.signal, report.deathReason?.kind], [signal, 'cpu-limit']);
    }
  });

  it('by seccomp', async () => {
    const {report} = await askRun([], PYTHON, '-c', FORBIDDEN_CALL);
    assert.deepEqual([report.waitStatus.signal, report.deathReason?.kind], ['SIGSYS', 'seccomp']);
  });

  it('by its terminal, which was closed', () =>
    withFiles({}, async folder => {
      const hangUp = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
while b"running" not in os.read(terminal, 65536): pass
os.close(terminal)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;
      const command = [
        'run',
        '--report',
        `${folder}/report`,
        '--',
        'sh',
        '-c',
        'echo running; exec sleep 60',
      ];
      await run([PYTHON, '-c', hangUp, ...PROCDOC, ...command]);
      const {waitStatus, deathReason} = reportIn(`${folder}/report`);
      assert.deepEqual([waitStatus.signal, deathReason?.kind], ['SIGHUP', 'hangup']);
    }));

  it('and nothing where nothing shows it: as an ordinary user', {
    skip: !IS_ROOT && 'needs root',
  }, async () => {
    const {stderr} = await runProcdocAsNobody('run', '-J', '--', 'sh', '-c', 'sleep 0.5; kill -KILL $$');
    const {killedBy, deathReason, waitStatus} = runAnswer.parse(JSON.parse(stderr));
    assert.deepEqual([waitStatus.signal, killedBy, deathReason], ['SIGKILL', null, null]);
  });

  it('and neither of a command that exited', async () => {
    const {report} = await askRun([], 'sh', '-c', 'exit 137');
    assert.deepEqual([report.killedBy, report.deathReason, report.passedOn], [null, null, false]);
  });
});
