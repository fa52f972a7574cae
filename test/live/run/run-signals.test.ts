import assert from 'node:assert/strict';
import {chmodSync, copyFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Accompanying, withAccompanied} from '../../support/live/accompanied.ts';
import {withFiles} from '../../support/live/running.ts';
import {commOf, descendantsOf} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** Prints its parent's pid, and then the name of each signal that it gets, until it gets SIGUSR2. */
const COUNTER = [
  process.env.PYTHON3 ?? 'python3',
  '-c',
  `
import os, signal
names = ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR2")
numbers = {getattr(signal, name) for name in names}
signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
print(os.getppid(), flush=True)
while True:
    name = signal.Signals(signal.sigwait(numbers)).name
    if name == "SIGUSR2": break
    print(name, flush=True)
`,
];

/** Longer than procdoc waits for whether others get a signal, too. */
const DECIDED_MS = 400;

interface Counted {
  /** The pid of procdoc. */
  readonly procdoc: number;
  /** Waits until the command has got so many of a signal, and procdoc has seen that all got it, if they did. */
  readonly untilGot: (signal: string, count: number, isForAll: boolean) => Promise<void>;
}

/** How many of each signal a command got while `act` sent some. */
async function countedBy(
  launcher: readonly string[],
  act: (counted: Counted, started: Accompanying) => Promise<void>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await withAccompanied(launcher, ['--', ...COUNTER], async started => {
    const {firstLine, lines, ended} = started;
    const procdoc = Number(firstLine);
    let witness = witnessOf(procdoc);
    const untilGot: Counted['untilGot'] = async (signal, count, isForAll) => {
      const got = () => lines.filter(line => line === signal).length;
      await until(`the command has got ${signal}`, () => got() >= count);
      if (!isForAll) return;
      const before = witness;
      witness = await until('procdoc has seen that all got it', () => {
        const now = witnessOf(procdoc);
        return now !== before && now;
      });
    };
    await act({procdoc, untilGot}, started);
    // What would be passed on wrongly comes a little later.
    await sleep(DECIDED_MS);
    process.kill(procdoc, 'SIGUSR2');
    await ended;
    for (const name of lines.slice(1)) counts[name] = (counts[name] ?? 0) + 1;
  });
  return counts;
}

/** The child by which procdoc sees what its process group gets; it takes another one after that. */
function witnessOf(procdoc: number): number | undefined {
  return descendantsOf(procdoc).find(pid => {
    try {
      return commOf(pid) === 'cat';
    } catch {
      return false;
    }
  });
}

describe('a command of procdoc run', {concurrency: 2}, () => {
  it('gets what only procdoc got', async () => {
    const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGALRM'] as const;
    const counts = await countedBy([], async ({procdoc, untilGot}) => {
      for (const signal of signals) process.kill(procdoc, signal);
      for (const signal of signals) await untilGot(signal, 1, false);
    });
    assert.deepEqual(counts, Object.fromEntries(signals.map(signal => [signal, 1])));
  });

  it('gets a signal once that its whole process group got, however often', async () => {
    const counts = await countedBy([], async ({procdoc, untilGot}) => {
      process.kill(-procdoc, 'SIGTERM');
      await untilGot('SIGTERM', 1, true);
      process.kill(-procdoc, 'SIGTERM');
      process.kill(-procdoc, 'SIGHUP');
      await untilGot('SIGHUP', 1, true);
      await untilGot('SIGTERM', 2, false);
      await sleep(DECIDED_MS);
      process.kill(procdoc, 'SIGTERM');
      await untilGot('SIGTERM', 3, false);
    });
    assert.deepEqual(counts, {SIGHUP: 1, SIGTERM: 3});
  });

  it('gets SIGTERM of timeout(1) once', async () => {
    const timeout = ['timeout', '--preserve-status', '60'];
    // On a busy machine, timeout(1) may be held up between its two signals for longer than procdoc waits for the second.
    await until('it gets it once', async () => {
      const counts = await countedBy(timeout, async ({untilGot}, {pid}) => {
        process.kill(pid, 'SIGTERM');
        await untilGot('SIGTERM', 1, true);
      });
      assert.deepEqual(Object.keys(counts), ['SIGTERM']);
      return counts.SIGTERM === 1;
    });
  });

  it(
    'which took another user, as under sudo(8), runs on, and procdoc says what it could not pass on',
    {
      skip: !IS_ROOT && 'needs root',
    },
    () =>
      withFiles({}, async folder => {
        const sudo = path.join(folder, 'setpriv');
        copyFileSync('/usr/bin/setpriv', sudo);
        chmodSync(sudo, 0o4755);
        chmodSync(folder, 0o755);
        const asRoot = (seconds: number) => [sudo, '--reuid', '0', 'sleep', `${seconds + 1}`];
        let said = '';
        // What has not got to run yet is still of procdoc's own user, and gets the signal: then it has more time.
        for (const seconds of [0.1, 1, 5]) {
          const flags = ['--timeout', `${seconds}s`, '--grace', '100ms'];
          const output = await runProcdocAsNobody('run', ...flags, '--', ...asRoot(seconds));
          assert.equal(output.status, 124);
          said = output.stderr;
          if (said.includes('EPERM')) break;
        }
        for (const signal of ['SIGTERM', 'SIGKILL'])
          assert.match(said, new RegExp(`^procdoc run: ${signal} .*\\(EPERM\\)`, 'm'));
      }),
  );
});

it('the child by which procdoc run sees who gets a signal is no finding', () =>
  withAccompanied([], ['--', 'sh', '-c', 'echo $PPID; read x'], async ({firstLine, endInput, ended}) => {
    await until('the witness runs', () => witnessOf(Number(firstLine)));
    const {json} = await procdocJson<{findings: object[]}>('diagnose', firstLine, '--rule', 'signals');
    assert.deepEqual(json.findings, []);
    endInput();
    await ended;
  }));
