import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {commOf, descendantNamed, descendantsOf, hasSignal, stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {type Subject, until} from '../../support/subject.ts';

/** Why a test is skipped that needs a program; false where that is there, however long it takes to start. */
function isMissing(program: string): string | false {
  const {error} = spawnSync(program, ['--version'], {input: '', timeout: 10_000});
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT' ? `needs ${program}` : false;
}

/** What is found in a subject and every process that it started. */
async function foundIn({pid}: Pick<Subject, 'pid'>): Promise<string[]> {
  return (await inspected(signalInspection, [pid, ...descendantsOf(pid)])).map(inShort);
}

function ignores(pid: number, signal: NodeJS.Signals): boolean {
  return hasSignal(pid, 'SigIgn', signal);
}

describe('SIGPIPE that is ignored', {concurrency: 2}, () => {
  it('is found in the shell and the filter that inherited it, and has one cause', () =>
    stands('deaf.c', ['sigpipe-inherited'], async subject => {
      const origin = subject.number('origin');
      const heirs = subject.numbers('heirs');
      const findings = await inspected(signalInspection, [origin, ...heirs]);
      assert.deepEqual(
        findings.map(inShort),
        heirs.slice(0, 2).map(pid => `signals/sigpipe-ignored of ${pid}, proven`),
      );
      assert.deepEqual(
        findings.map(({cause}) => cause),
        heirs.slice(0, 2).map(() => `SIGPIPE from ${origin}`),
      );
    }));

  it('is no fault in a program that resets it before exec', () =>
    stands('deaf.c', ['sigpipe-reset'], async subject => assert.deepEqual(await foundIn(subject), [])));

  // os.system() is system(3), which resets nothing; subprocess resets it unless restore_signals is False.
  for (const [how, start, count] of [
    ['os.system', `os.system(command)`, 2],
    ['restore_signals=False', `subprocess.run(['sh', '-c', command], restore_signals=False)`, 2],
    ['subprocess', `subprocess.run(['sh', '-c', command])`, 0],
  ] as const) {
    it(`is what Python passes on by ${how}: ${count > 0}`, () => {
      const program = `import os, subprocess\ncommand = 'cat | cat; exit 0'\nprint('stands', flush=True)\n${start}`;
      return withRunning(['python3', '-c', program], {}, async ({pid}) => {
        await until('the pipeline stands', () => descendantsOf(pid).length === 3);
        await until('its filters have exec’d', async () => (await foundIn({pid})).length >= count);
        assert.ok(ignores(pid, 'SIGPIPE'));
        const rules = (await inspected(signalInspection, [pid, ...descendantsOf(pid)])).map(({rule}) => rule);
        // Standard output is a pipe of this test's, so both filters write into one.
        assert.deepEqual(rules, Array(count === 0 ? 0 : 3).fill('signals/sigpipe-ignored'));
      });
    });
  }

  it('is the choice of a server', () => {
    const server = `import signal, socket, sys
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
listener = socket.create_server(('127.0.0.1', 0))
print('listening', flush=True)
sys.stdin.read()`;
    return withRunning(['python3', '-c', server], {}, async ({pid}) => {
      assert.ok(ignores(pid, 'SIGPIPE'));
      assert.deepEqual(await foundIn({pid}), []);
    });
  });
});

/** Runs a program with SIGPIPE ignored and its output in a socket. */
const INTO_SOCKET = `
import os, signal, socket, sys
ours, theirs = socket.socketpair()
status = os.fstat(theirs.fileno())
if sys.argv[1] == 'journal': os.environ['JOURNAL_STREAM'] = f'{status.st_dev}:{status.st_ino}'
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
print('stands', flush=True)
os.set_inheritable(ours.fileno(), True)
os.dup2(theirs.fileno(), 1)
os.execvp('cat', ['cat'])`;

describe('SIGPIPE that harms nobody', {concurrency: 2}, () => {
  for (const [where, count] of [
    ['journal', 0],
    ['elsewhere', 1],
  ] as const)
    it(`a filter whose output is a socket of systemd's journal: ${where}`, () =>
      withRunning(['python3', '-c', INTO_SOCKET, where], {}, async ({pid}) => {
        await until('it is a cat', () => commOf(pid) === 'cat');
        assert.equal((await foundIn({pid})).length, count);
      }));

  it("a script that has trap '' PIPE", () =>
    withRunning(['bash', '-c', "trap '' PIPE; echo stands; read -r line; :"], {}, async ({pid}) => {
      assert.ok(ignores(pid, 'SIGPIPE'));
      assert.deepEqual(await foundIn({pid}), []);
    }));
});

describe('SIGPIPE below shells that handle it in their own way', {concurrency: 2}, () => {
  it('fish ignores it itself, its children do not', {skip: isMissing('fish')}, () =>
    withRunning(['fish', '-c', 'echo $fish_pid; cat; true'], {}, async ({pid}) => {
      const cat = await until('its cat runs', () => descendantNamed(pid, 'cat'));
      assert.deepEqual([ignores(pid, 'SIGPIPE'), ignores(cat, 'SIGPIPE')], [true, false]);
      assert.deepEqual(await foundIn({pid}), []);
    }),
  );

  it('zsh passes it on to a job in the foreground, though one in the background has the default', {
    skip: isMissing('zsh'),
  }, () => {
    const launcher = `
import os, signal, sys
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
os.spawnvp(os.P_WAIT, 'zsh', ['zsh', '-c', 'exec 5<&0; tail -f /dev/null & echo $!; cat <&5; kill %1'])`;
    return withRunning(['python3', '-c', launcher], {}, async ({pid, numbers: [background = 0]}) => {
      const cat = await until('its cat runs', () => descendantNamed(pid, 'cat'));
      await until('the job has exec’d', () => commOf(background) === 'tail');
      assert.deepEqual([ignores(background, 'SIGPIPE'), ignores(cat, 'SIGPIPE')], [false, true]);
      const findings = await inspected(signalInspection, [pid, ...descendantsOf(pid)]);
      assert.deepEqual([...new Set(findings.map(({cause}) => cause))], [`SIGPIPE from ${pid}`]);
      assert.ok(findings.map(inShort).includes(`signals/sigpipe-ignored of ${cat}, proven`));
    });
  });
});

describe('SIGINT and SIGQUIT that are ignored', {concurrency: 2}, () => {
  it('are found in a job of a script in the foreground of a terminal', () =>
    stands('on-terminal.c', ['script-job'], async subject =>
      assert.deepEqual(await foundIn(subject), [
        `signals/interrupt-ignored of ${subject.number('cat')}, proven`,
      ]),
    ));

  for (const mode of ['script-foreground', 'job-control', 'system']) {
    it(`are as designed or at their default elsewhere: ${mode}`, () =>
      stands('on-terminal.c', [mode], async subject => assert.deepEqual(await foundIn(subject), [])));
  }

  it('are harmless without a terminal: sh -c "… & wait"', () =>
    withRunning(
      ['setsid', '--wait', 'sh', '-c', 'exec 5<&0; cat <&5 >&2 & echo $!; wait'],
      {},
      async ({pid, numbers}) => {
        const [job = 0] = numbers;
        await until('the job is one', () => ignores(job, 'SIGINT') && ignores(job, 'SIGQUIT'));
        assert.deepEqual(await foundIn({pid}), []);
      },
    ));
});

describe('SIGHUP that is ignored', {concurrency: 2}, () => {
  it('is found in a program that inherited it from a daemon', () =>
    stands('deaf.c', ['hangup-inherited'], async subject => {
      const [heir] = subject.numbers('heirs');
      assert.deepEqual(await foundIn(subject), [`signals/hangup-ignored of ${heir}, proven`]);
    }));

  for (const mode of ['nohup', 'nohup-redirected']) {
    it(`is what nohup was asked for: ${mode}`, () =>
      stands('on-terminal.c', [mode], async subject => {
        assert.ok(ignores(subject.number('cat'), 'SIGHUP'));
        assert.deepEqual(await foundIn(subject), []);
      }));
  }

  for (const before of [[], ['setsid', '--wait']]) {
    it(`is what nohup was asked for without a terminal, too: ${[...before, 'nohup'].join(' ')}`, () =>
      withRunning([...before, 'nohup', 'sh', '-c', 'echo $$; cat >/dev/null; exit 0'], {}, async ({pid}) => {
        const cat = await until('its cat runs', () => descendantNamed(pid, 'cat'));
        assert.ok(ignores(cat, 'SIGHUP'));
        assert.deepEqual(await foundIn({pid}), []);
      }));
  }
});

describe('SIGTERM without effect', {concurrency: 2}, () => {
  // What blocks it itself may unblock it, once the call that it sleeps in returns; a cat changes no mask.
  for (const [mode, ofOrigin] of [
    ['term-ignored', 'proven'],
    ['term-blocked', 'likely'],
  ] as const) {
    it(`is found in a program and in what it started: ${mode}`, () =>
      stands('deaf.c', [mode], async subject => {
        const [origin, heirs] = [subject.number('origin'), subject.numbers('heirs')];
        const pids = [origin, ...heirs];
        assert.deepEqual(await foundIn(subject), [
          `signals/terminate-without-effect of ${origin}, ${ofOrigin}`,
          ...heirs.map(pid => `signals/terminate-without-effect of ${pid}, proven`),
        ]);
        for (const pid of pids) process.kill(pid, 'SIGTERM');
      }));
  }

  for (const mode of ['term-signalfd', 'term-sigwait', 'term-in-one-thread']) {
    it(`is not found in a process that takes it: ${mode}`, () =>
      stands('deaf.c', [mode], async subject => assert.deepEqual(await foundIn(subject), [])));
  }

  it('is not found in what its living parent stops: a fork, and a helper that runs the same program', () => {
    const idle =
      'signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    print(os.getpid(), flush=True)\n    sys.stdin.read()';
    const program = `
import os, signal, subprocess, sys
def ignore():
    ${idle}
if len(sys.argv) > 1:
    ignore()
    sys.exit()
if os.fork() == 0:
    ignore()
    os._exit(0)
helper = subprocess.Popen([sys.executable, '-c', os.environ['PROGRAM'], 'helper'])
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
sys.stdin.read()
helper.wait()
os.wait()`;
    return withRunning(
      ['sh', '-c', 'export PROGRAM="$1"; exec python3 -c "$1"', 'sh', program],
      {lines: 2},
      async ({pid, numbers}) => {
        assert.ok(numbers.every(child => ignores(child, 'SIGTERM')));
        assert.deepEqual(descendantsOf(pid).toSorted(), numbers.toSorted());
        assert.deepEqual(await foundIn({pid}), []);
      },
    );
  });

  it('is not found in the resource tracker of Python, which exits with the programs that use it', () => {
    const program = `
from multiprocessing import resource_tracker
import sys
resource_tracker.ensure_running()
print(resource_tracker._resource_tracker._pid, flush=True)
sys.stdin.read()`;
    return withRunning(['python3', '-c', program], {}, async ({pid, numbers: [tracker = 0]}) => {
      await until('it ignores SIGTERM', () => ignores(tracker, 'SIGTERM'));
      await until('it waits for the program', () => stateOf(tracker) === 'S');
      assert.deepEqual(await foundIn({pid}), []);
    });
  });

  it('is not found in erl_child_setup, which Erlang stops', {skip: isMissing('erl')}, () =>
    withRunning(
      ['erl', '-noshell', '-eval', 'io:format("stands~n"), io:get_line(""), halt().'],
      {},
      async ({pid}) => {
        const helper = await until('its helper runs', () => descendantNamed(pid, 'erl_child_setup'));
        await until('the helper ignores SIGTERM', () => ignores(helper, 'SIGTERM'));
        assert.deepEqual(await foundIn({pid}), []);
      },
    ),
  );

  for (const shell of ['bash', 'dash', 'zsh']) {
    it(`is the way of an interactive shell: ${shell}`, () =>
      stands('on-terminal.c', ['interactive', shell], async subject =>
        assert.deepEqual(await foundIn(subject), []),
      ));
  }
});

/** Blocks SIGTERM while it sleeps in a read, and takes it after each byte of a helper that writes all the time. */
const TAKES_BETWEEN_READS = `
import os, select, signal, sys
r, w = os.pipe()
if os.fork() == 0:
    while not select.select([sys.stdin], [], [], 0.02)[0]: os.write(w, b'x')
    os._exit(0)
os.close(w)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
print('stands', flush=True)
while os.read(r, 1):
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])`;

it('a program that takes SIGTERM between two reads is left alone, however old the snapshot is', () =>
  withRunning(['python3', '-c', TAKES_BETWEEN_READS], {}, async ({pid}) => {
    const scope = new Scope(new Snapshot(openMachine()), new Set([pid]));
    assert.equal(scope.processes.length, 1);
    await sleep(500);
    assert.deepEqual(await signalInspection.inspect(scope), []);
  }));

describe('a signal that is pending and blocked', {concurrency: 2}, () => {
  it('is found in what inherited the mask, proven by two looks', () =>
    stands('deaf.c', ['quit-pending'], async subject => {
      const [heir] = subject.numbers('heirs');
      assert.deepEqual(await foundIn(subject), [`signals/pending-and-blocked of ${heir}, proven`]);
    }));

  it('is likely where what it seems to be inherited from has run meanwhile', () => {
    const program = `
import signal, subprocess, time
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
heir = subprocess.Popen(['cat'])
heir.send_signal(signal.SIGUSR1)
print('stands', flush=True)
while heir.poll() is None: time.sleep(0.02)`;
    return withRunning(['python3', '-c', program], {}, async ({pid}) => {
      const heir = await until('its cat runs', () => descendantNamed(pid, 'cat'));
      await until('it sleeps', () => stateOf(heir) === 'S');
      assert.deepEqual(await foundIn({pid: heir}), [`signals/pending-and-blocked of ${heir}, likely`]);
    });
  });

  it('is found in a background job of fish, which is named as the cause', {skip: isMissing('fish')}, () =>
    withRunning(['fish', '-c', 'cat & ; echo stands; cat; true'], {}, async ({pid}) => {
      const job = await until('the job runs', () =>
        descendantNamed(pid, 'cat', each => hasSignal(each, 'SigBlk', 'SIGQUIT')),
      );
      process.kill(job, 'SIGQUIT');
      const findings = await until('it sleeps', async () => {
        const found = await inspected(signalInspection, [job]);
        return found[0]?.certainty === 'proven' && found;
      });
      assert.deepEqual(findings.map(inShort), [`signals/pending-and-blocked of ${job}, proven`]);
      assert.deepEqual(
        findings.map(({cause}) => cause),
        [`SIGQUIT from ${pid}`],
      );
    }),
  );

  // A program that takes what it blocks: in sigwait(3), by a signalfd, in its handler, or a moment later.
  for (const [how, rest] of [
    [
      'a thread in sigwait',
      'threading.Thread(target=signal.sigwait, args=([signal.SIGUSR1, signal.SIGHUP],), daemon=True).start()',
    ],
    ['a critical section', 'signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])'],
  ] as const) {
    it(`is not found where the program takes it: ${how}`, () => {
      const program = `
import os, signal, sys, threading, time
signal.signal(signal.SIGUSR1, lambda *_: None)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGHUP])
os.kill(os.getpid(), signal.SIGUSR1)
${rest}
print('stands', flush=True)
sys.stdin.read()`;
      return withRunning(['python3', '-c', program], {}, async ({pid}) => {
        await until('nothing is pending', () => !hasSignal(pid, 'ShdPnd', 'SIGUSR1'));
        assert.deepEqual(await foundIn({pid}), []);
      });
    });
  }

  for (const [program, ...args] of [
    ['unshare', '--fork', 'cat'],
    ['runuser', '-u', 'root', '--', 'cat'],
  ] as const)
    it(
      `is not found in a program that leaves it to its child: ${program}`,
      {
        skip: program === 'runuser' && !IS_ROOT && 'needs root',
      },
      () =>
        withRunning([program, ...args], {lines: 0}, async ({pid}) => {
          await until('its child runs', () => descendantNamed(pid, 'cat') !== undefined);
          await until('it blocks SIGINT', () => hasSignal(pid, 'SigBlk', 'SIGINT'));
          process.kill(pid, 'SIGINT');
          await until('it waits', () => stateOf(pid) === 'S');
          assert.ok(hasSignal(pid, 'ShdPnd', 'SIGINT'));
          assert.deepEqual(await foundIn({pid}), []);
        }),
    );

  it(
    'is not found in strace -o, which ignores SIGTERM until its child exits',
    {skip: isMissing('strace')},
    () =>
      withRunning(['strace', '-o', '/dev/null', 'cat'], {lines: 0}, async ({pid}) => {
        await until('its child runs', () => descendantNamed(pid, 'cat') !== undefined);
        await until('it ignores SIGTERM', () => ignores(pid, 'SIGTERM'));
        assert.deepEqual(await foundIn({pid}), []);
      }),
  );

  it('is not found in programs that block every signal around a fork', {skip: isMissing('perl')}, () =>
    withRunning(
      [
        'perl',
        '-e',
        'use POSIX; $| = 1; print "stands\n"; $SIG{USR1} = sub {}; while (!select(my $in = "\x01", undef, undef, 0)) { system("true") }',
      ],
      {},
      async ({pid}) => {
        for (let looks = 0; looks < 5; looks++) assert.deepEqual(await foundIn({pid}), []);
      },
    ),
  );
});
