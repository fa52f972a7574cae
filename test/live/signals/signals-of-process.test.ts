import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type SignalsContent, signalsAnswer} from '../../../src/render/contract/signals.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withRunning} from '../../support/live/running.ts';
import {procdocJson} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';
import {ON_A_TERMINAL} from '../../support/terminal.ts';

const PYTHON = process.env.PYTHON3 ?? 'python3';

interface DiagnoseAnswer {
  readonly findings: ReadonlyArray<{
    readonly rule: string;
    readonly certainty: string;
    readonly evidence: readonly string[];
  }>;
}

/** What `procdoc signals` says. Holds every answer to the contract. */
async function signalsOf(...words: string[]): Promise<SignalsContent> {
  const {status, json} = await procdocJson('signals', ...words);
  assert.equal(status, 0);
  return signalsAnswer.parse(json);
}

async function rowOf(pid: number, name: string): Promise<SignalsContent['signals'][number]> {
  const {signals, asked} = await signalsOf(`${pid}`, name);
  const [row, ...more] = signals;
  assert.ok(row && more.length === 0);
  assert.equal(asked, row.signal);
  return row;
}

/** Has Python set up signals, print its pid, and wait for the end of its input. */
const python = (setup: string, wait = 'sys.stdin.read()') => [
  PYTHON,
  '-c',
  `import os, signal, subprocess, sys, threading\n${setup}\nprint(os.getpid(), flush=True)\n${wait}`,
];

test('a signal that a program ignores does nothing, and its child has that from it', () => {
  const setup = [
    'signal.signal(signal.SIGINT, signal.SIG_IGN)',
    'child = subprocess.Popen(["sleep", "600"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)',
    'print(child.pid, flush=True)',
  ].join('\n');
  return withRunning(
    python(setup, 'sys.stdin.read(); child.kill(); child.wait()'),
    {lines: 2},
    async ({pid, numbers: [child = 0]}) => {
      const own = await rowOf(pid, 'INT');
      assert.deepEqual([own.outcome, own.originKind], ['ignored', 'own']);
      const comm = async () => (await signalsOf(`${child}`)).process.comm;
      await until('sleep runs', async () => ((await comm()) === 'sleep' ? true : undefined));
      const inherited = await rowOf(child, 'Ctrl-C');
      assert.deepEqual(
        [inherited.outcome, inherited.originKind, inherited.origin?.pid],
        ['ignored', 'inherited', pid],
      );
      assert.equal((await rowOf(child, '15')).action, 'terminate');
    },
  );
});

test('a blocked signal is kept and pending, one with a handler runs it', () => {
  const setup = [
    'signal.signal(signal.SIGUSR1, lambda *_: None)',
    'signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])',
    'os.kill(os.getpid(), signal.SIGALRM)',
  ].join('\n');
  return withRunning(python(setup), {}, async ({pid}) => {
    const alarm = await rowOf(pid, 'alarm');
    assert.deepEqual([alarm.outcome, alarm.blocked, alarm.pending], ['kept', true, true]);
    const handled = await rowOf(pid, 'SIGUSR1');
    assert.deepEqual([handled.outcome, handled.takerTid], ['handler', pid]);
    const all = await signalsOf(`${pid}`);
    for (const name of ['SIGALRM', 'SIGUSR1'])
      assert.ok(
        all.signals.some(({signal}) => signal === name),
        name,
      );
    const {stdout} = await askProcdoc('signals', `${pid}`, '-n', '-o', 'signal,pending');
    assert.match(stdout, /^SIGALRM +yes$/m);
  });
});

test('a thread that waits for a signal takes it', () => {
  const setup = [
    'signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])',
    'threading.Thread(target=lambda: signal.sigwait([signal.SIGUSR2]), daemon=True).start()',
  ].join('\n');
  return withRunning(python(setup, 'sys.stdin.read(); os._exit(0)'), {}, async ({pid}) => {
    const row = await until('the thread waits', async () => {
      const seen = await rowOf(pid, 'USR2');
      return seen.outcome === 'waiter' ? seen : undefined;
    });
    assert.ok(row.takerTid !== null && row.takerTid !== pid);
  });
});

test('Ctrl-C reaches the foreground of the terminal, and not what is behind it', () => {
  // The shell has job control, so that its job is in a process group of its own, behind it.
  const script = ['set -m', 'sleep 600 <&- >&- 2>&- & job=$!', 'echo $$ $job', 'read line', 'kill $job'].join(
    '\n',
  );
  return withRunning(
    [...ON_A_TERMINAL, 'bash', '-c', script],
    {},
    async ({numbers: [shell = 0, job = 0], pid}) => {
      const front = await signalsOf(`${shell}`, 'INT');
      const behind = await signalsOf(`${job}`, 'INT');
      assert.equal(front.terminal?.foreground, true);
      assert.deepEqual(
        [behind.terminal?.foreground, behind.signals[0]?.foreground, behind.terminal?.foregroundPgid],
        [false, false, front.terminal?.pgid],
      );
      process.kill(job);
      process.kill(shell, 'SIGHUP');
      assert.ok(pid !== shell);
    },
  );
});

test('what a script with an ignored SIGINT runs in the foreground of a terminal doesn’t get Ctrl-C', () => {
  const script = "trap '' INT; sleep 600 <&- >&- 2>&- & echo $$ $!; read line; kill $!";
  return withRunning(
    [...ON_A_TERMINAL, 'bash', '-c', script],
    {},
    async ({numbers: [shell = 0, child = 0]}) => {
      const rule = 'signals/interrupt-ignored';
      const findings = await until('sleep runs', async () => {
        const {json} = await procdocJson<DiagnoseAnswer>(
          'diagnose',
          `${child}`,
          '--rule',
          rule,
          '--settle',
          '0s',
        );
        return json.findings.length > 0 ? json.findings : undefined;
      });
      assert.deepEqual(
        findings.map(({rule: found, certainty}) => [found, certainty]),
        [[rule, 'proven']],
      );
      const [finding] = findings;
      assert.ok(finding?.evidence.some(line => line.includes(`/proc/${shell}/status`)));
      process.kill(child);
      process.kill(shell, 'SIGHUP');
    },
  );
});
