import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {openSource} from '../../../src/lifecycle/watch/source.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {type Watching, withWatch} from '../../support/live/watching.ts';
import {descendantsOf, hasSigchld, isGone, parentOf, stateOf} from '../../support/proc-witness.ts';
import {runProcdoc} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const noBpf = signalActionErrno() !== undefined && 'no tracepoints';
const connector = await openSource('connector');
if (connector.ok) connector.value.events?.close();
const noConnector = !connector.ok && 'no proc connector';
const sources = [
  ['bpf', noBpf],
  ['connector', noConnector],
  ['poll', false],
] as const;

interface Told {
  readonly pid: number;
  /** Lets the script go on, at its next `read`. */
  go(): void;
  readonly ended: Promise<unknown>;
}

/** Runs `use` with a shell that waits at each `read`; it and its children are gone afterwards. */
async function withScript(script: string, use: (shell: Told) => Promise<void>): Promise<void> {
  const child = spawn('sh', ['-c', script], {stdio: ['pipe', 'ignore', 'inherit']});
  const ended = once(child, 'close');
  child.stdin.on('error', () => {});
  const {pid = 0} = child;
  try {
    await use({pid, go: () => child.stdin.write('\n'), ended});
  } finally {
    const family = [pid, ...descendantsOf(pid)];
    for (const one of family) if (!isGone(one)) process.kill(one, 'SIGKILL');
    child.stdin.end();
    await ended;
  }
}

/** The children of a process by the events so far. */
const bornOf = (watching: Watching, ppid: number) =>
  watching.events().filter(event => event.type === 'fork' && event.ppid === ppid);

/** Ends its first thread by exit(2), and goes on in another one. */
const OUTLIVED_LEADER = `
import ctypes, threading, time
threading.Thread(target=time.sleep, args=[600]).start()
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[__import__("platform").machine()], 0)
`;

for (const [source, missing] of sources) {
  describe(`watch by ${source}`, {skip: missing}, () => {
    it('tells of a child from its birth to its reaping, and who killed it where the source knows', () =>
      withScript('read x; sleep 600 & sleep 600 & wait; wait; read y', shell =>
        withWatch([`${shell.pid}`, '--source', source], async watching => {
          assert.deepEqual([watching.start.source, watching.start.watched], [source, 1]);
          shell.go();
          const children = await until('two children', () => {
            const born = bornOf(watching, shell.pid);
            return born.length === 2 && born.map(({pid}) => pid);
          });
          for (const pid of children) assert.equal((await watching.event('exec', pid)).comm, 'sleep');
          const [first = 0, second = 0] = children;
          process.kill(first, 'SIGTERM');
          process.kill(second, 'SIGKILL');
          for (const [pid, raw] of [
            [first, 15],
            [second, 9],
          ] as const) {
            const exit = await watching.event('exit', pid);
            assert.equal(exit.waitStatus?.raw, raw);
            assert.equal(exit.comm, 'sleep');
            const {killedBy} = exit;
            if (source === 'bpf')
              assert.deepEqual(
                [killedBy?.kind, killedBy?.pid, killedBy?.certainty],
                ['other', process.pid, 'proven'],
              );
            else assert.equal(killedBy, null);
            assert.ok(((await watching.event('reap', pid)).reapLatencySeconds ?? -1) >= 0);
          }
          shell.go();
          // The family is gone, so there is nothing left to watch.
          const {status, summary} = await watching.ended;
          assert.equal(status, 0);
          const parent = summary.parents.find(({pid}) => pid === shell.pid);
          assert.deepEqual([parent?.born, parent?.exited, parent?.reaped, parent?.zombies], [2, 2, 2, []]);
          assert.deepEqual([summary.lost, summary.complete, summary.exits.killed], [0, source === 'bpf', 2]);
        }),
      ));

    it('takes a process for living as long as any thread of it does, and never makes its status up', () =>
      withScript(`read x; exec python3 -c '${OUTLIVED_LEADER}'`, async shell => {
        shell.go();
        await until('its first thread has exited', () => stateOf(shell.pid) === 'Z');
        await withWatch([`${shell.pid}`, '--source', source], async watching => {
          const before = Date.now();
          const threads = readdirSync(`/proc/${shell.pid}/task`).filter(tid => tid !== `${shell.pid}`);
          assert.equal(threads.length, 1);
          process.kill(shell.pid, 'SIGTERM');
          const exit = await watching.event('exit', shell.pid);
          assert.ok(Date.parse(exit.time) >= before - 50);
          if (source === 'bpf') assert.equal(exit.waitStatus?.raw, 15);
          else assert.equal(exit.waitStatus?.raw ?? 15, 15);
        });
      }));

    it('tells of a zombie, and names it in the summary', () =>
      withScript(
        `read x; exec python3 -c 'import os, sys; os.fork() or os._exit(5); sys.stdin.read()'`,
        shell =>
          withWatch([`${shell.pid}`, '--source', source], async watching => {
            shell.go();
            const zombie = await until('a zombie', () =>
              watching.events().find(event => event.type === 'zombie'),
            );
            assert.equal(zombie.ppid, shell.pid);
            assert.equal(zombie.waitStatus?.exitStatus, 5);
            assert.ok((zombie.deadForSeconds ?? 0) >= 1);
            const {status, summary} = await watching.stop('SIGINT');
            assert.equal(status, 0);
            const parent = summary.parents.find(({pid}) => pid === shell.pid);
            assert.deepEqual(parent?.zombies, [zombie.pid]);
          }),
      ));

    it('tells whom an orphan gets as its parent', () =>
      withScript('read x; sh -c "sleep 600 & read z"; read y', shell =>
        withWatch([`${shell.pid}`, '--source', source], async watching => {
          shell.go();
          const orphan = await until('a grandchild', () => {
            const [middle] = bornOf(watching, shell.pid);
            return middle && bornOf(watching, middle.pid)[0]?.pid;
          });
          await watching.event('exec', orphan);
          const middle = parentOf(orphan);
          try {
            shell.go();
            const reparent = await watching.event('reparent', orphan);
            assert.equal(reparent.previousPpid, middle);
            assert.equal(reparent.ppid, parentOf(orphan));
          } finally {
            process.kill(orphan, 'SIGKILL');
          }
          await watching.event('exit', orphan);
        }),
      ));
  });
}

const THOUSAND = `read x; exec python3 -c '
import os
for at in range(1000):
    pid = os.fork() or os._exit(at % 3)
    os.waitpid(pid, 0)
'`;

/** How many events were lost while a parent had a thousand children; all are told of where that is none. */
async function lostOfAThousand(source: (typeof sources)[number][0]): Promise<number> {
  let lost = 0;
  await withScript(THOUSAND, shell =>
    withWatch([`${shell.pid}`, '--source', source], async watching => {
      shell.go();
      const {summary, lines} = await watching.ended;
      lost = summary.lost ?? 0;
      if (lost > 0) return;
      const exits = lines.flatMap(line => (line.type === 'exit' && line.ppid === shell.pid ? [line] : []));
      const statuses = exits.map(({waitStatus}) => waitStatus?.exitStatus);
      assert.deepEqual(
        statuses.slice(-1000),
        Array.from({length: 1000}, (_, at) => at % 3),
      );
      const parent = summary.parents.find(({pid}) => pid === shell.pid);
      assert.ok(parent && parent.born >= 1000 && parent.born === parent.reaped);
    }),
  );
  return lost;
}

for (const [source, missing] of sources.slice(0, 2)) {
  it(`watch by ${source} misses none of a thousand children that live for a moment`, {
    skip: missing,
  }, async () => {
    // What comes while procdoc doesn't get to run for long is lost, and counted: then there are a thousand more.
    await until('none is lost', async () => (await lostOfAThousand(source)) === 0);
  });

  it(`watch by ${source} tells of the exits that strace -f tells of`, {skip: missing}, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-strace-'));
    const file = path.join(folder, 'trace');
    const traced = '(exit 3); sh -c "kill -9 \\$\\$"; (sh -c "exit 4" | cat); true & wait; exit 7';
    try {
      await withScript(
        `read x; exec strace -f -q -e trace=none -e signal=none -o ${file} sh -c '${traced}'`,
        shell =>
          withWatch([`${shell.pid}`, '--source', source], async watching => {
            shell.go();
            const {lines} = await watching.ended;
            const ours = new Map(
              lines.flatMap(line => {
                if (line.type !== 'exit') return [];
                const {exitStatus, signal} = line.waitStatus ?? {};
                return [
                  [line.pid, exitStatus === undefined ? `killed by ${signal}` : `exited with ${exitStatus}`],
                ];
              }),
            );
            const theirs = [...readFileSync(file, 'latin1').matchAll(/^(\d+) +\+\+\+ (.*) \+\+\+$/gm)];
            assert.ok(theirs.length >= 6);
            for (const [, pid, how] of theirs) assert.equal(ours.get(Number(pid)), how);
          }),
      );
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
}

/** Has one SIGCHLD for five children, and reaps one child for each signal. */
const ONE_FOR_FIVE = `
import os, signal, sys
signal.signal(signal.SIGCHLD, lambda *_: os.waitpid(-1, os.WNOHANG))
sys.stdin.readline()
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
for child in [os.fork() or os._exit(0) for _ in range(5)]:
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
sys.stdin.read()
`;

it('watch counts merged SIGCHLDs, and says of whom they were likely lost', {skip: noBpf}, () =>
  withScript(`exec python3 -c '${ONE_FOR_FIVE}'`, async shell => {
    await until('it catches SIGCHLD', () => hasSigchld(shell.pid, 'SigCgt'));
    await withWatch([`${shell.pid}`], async watching => {
      shell.go();
      const zombies = () =>
        watching.events().filter(event => event.type === 'zombie' && event.ppid === shell.pid);
      await until('four zombies', () => zombies().length === 4);
      const {summary} = await watching.stop();
      const parent = summary.parents.find(({pid}) => pid === shell.pid);
      assert.ok(parent && (parent.mergedSigchlds ?? 0) >= 4);
      assert.deepEqual([parent.likelyLostSigchld, parent.zombies.length], [true, 4]);
    });
  }),
);

describe('watch', () => {
  it('takes more than 24 days, the longest of a timer, for as long as they are', () =>
    withScript('read x; exit 3', shell =>
      withWatch([`${process.pid}`, '--duration', '36000m'], async watching => {
        shell.go();
        assert.equal((await watching.event('exit', shell.pid)).waitStatus?.exitStatus, 3);
      }),
    ));

  it('ends after --duration, --count and --until, with a summary and status 0', async () => {
    await withWatch([`${process.pid}`, '--duration', '0.2s'], async ({ended}) => {
      assert.equal((await ended).status, 0);
    });
    await withScript('read x; sleep 600 & sleep 600 & wait', shell =>
      withWatch([`${shell.pid}`, '--only', 'fork', '--count', '1'], async watching => {
        shell.go();
        const {status, lines} = await watching.ended;
        assert.equal(status, 0);
        assert.deepEqual(
          lines.map(({type}) => type),
          ['start', 'fork', 'summary'],
        );
      }),
    );
    await withScript('read x; exit 3', shell =>
      withWatch(['--only', 'exit', '--exit-nonzero', '--until', `${shell.pid}`], async watching => {
        shell.go();
        const {status, lines} = await watching.ended;
        assert.equal(status, 0);
        const exit = lines.find(line => line.type === 'exit' && line.pid === shell.pid);
        assert.ok(exit?.type === 'exit' && exit.waitStatus?.exitStatus === 3);
      }),
    );
  });

  it('watches what goes by a name, and what it starts: a program, or a script', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-watch-'));
    const script = path.join(folder, 'watched_daemon.py');
    try {
      execFileSync('sh', [
        '-c',
        `echo 'import os,sys; sys.stdin.readline(); os.system("exit 6")' > ${script}`,
      ]);
      await withScript(`exec python3 ${script}`, async shell => {
        await until('it runs the script', () => readlinkSync(`/proc/${shell.pid}/exe`).includes('python'));
        await withWatch(
          ['watched_daemon.py', '--only', 'exit', '--until', 'watched_daemon.py'],
          async watching => {
            assert.equal(watching.start.watched, 1);
            shell.go();
            const {summary, lines} = await watching.ended;
            const statuses = lines.flatMap(line =>
              line.type === 'exit' ? [line.waitStatus?.exitStatus] : [],
            );
            assert.deepEqual(statuses, [6, 0]);
            assert.equal(summary.exits.failed, 1);
          },
        );
      });
    } finally {
      rmSync(folder, {recursive: true});
    }
  });

  it('says by which names no process goes yet', async () => {
    const [watched, awaited] = [`watched-${process.pid}`, `awaited-${process.pid}`];
    const {status, stderr} = await runProcdoc('watch', watched, '--until', awaited, '--duration', '10ms');
    assert.equal(status, 0);
    for (const name of [watched, awaited])
      assert.ok(stderr.includes(`no process goes by ${name} yet`), stderr);
  });
});
