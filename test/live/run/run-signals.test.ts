import assert from 'node:assert/strict';
import {chmodSync, copyFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Accompanying, withAccompanied} from '../../support/live/accompanied.ts';
import {withFiles} from '../../support/live/running.ts';
import {IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';

/** Prints its parent's pid, counts the signals that it gets until it gets SIGUSR2, and prints them. */
const COUNTER = [
  process.env.PYTHON3 ?? 'python3',
  '-c',
  `
import os, signal
counts = {}
def count(number, frame):
    name = signal.Signals(number).name
    counts[name] = counts.get(name, 0) + 1
for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR2"):
    signal.signal(getattr(signal, name), count)
print(os.getppid(), flush=True)
while "SIGUSR2" not in counts:
    signal.pause()
del counts["SIGUSR2"]
print(" ".join(f"{name}={counts[name]}" for name in sorted(counts)))
`,
];

/** Longer than procdoc waits for whether others get a signal, too. */
const DECIDED_MS = 400;

async function countedBy(
  launcher: readonly string[],
  act: (procdoc: number, started: Accompanying) => void | Promise<void>,
): Promise<string> {
  let counted = '';
  await withAccompanied(launcher, ['--', ...COUNTER], async started => {
    const procdoc = Number(started.firstLine);
    await act(procdoc, started);
    await sleep(DECIDED_MS);
    process.kill(procdoc, 'SIGUSR2');
    await started.ended;
    counted = await started.rest;
  });
  return counted;
}

describe('a command of procdoc run', {concurrency: 2}, () => {
  it('gets what only procdoc got', async () => {
    const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGALRM'] as const;
    const counted = await countedBy([], pid => {
      for (const signal of signals) process.kill(pid, signal);
    });
    assert.equal(counted, 'SIGALRM=1 SIGHUP=1 SIGINT=1 SIGQUIT=1 SIGTERM=1');
  });

  it('gets a signal once that its whole process group got, however often', async () => {
    const counted = await countedBy([], async pid => {
      process.kill(-pid, 'SIGTERM');
      await sleep(DECIDED_MS);
      process.kill(-pid, 'SIGTERM');
      process.kill(-pid, 'SIGHUP');
      await sleep(DECIDED_MS);
      process.kill(pid, 'SIGTERM');
    });
    assert.equal(counted, 'SIGHUP=1 SIGTERM=3');
  });

  it('gets SIGTERM of timeout(1) once', async () => {
    const timeout = ['timeout', '--preserve-status', '60'];
    const counted = await countedBy(timeout, (_, {pid}) => {
      process.kill(pid, 'SIGTERM');
    });
    assert.equal(counted, 'SIGTERM=1');
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
        const flags = ['--timeout', '100ms', '--grace', '100ms'];
        const output = await runProcdocAsNobody('run', ...flags, '--', sudo, '--reuid', '0', 'sleep', '1');
        assert.equal(output.status, 124);
        for (const signal of ['SIGTERM', 'SIGKILL'])
          assert.match(output.stderr, new RegExp(`^procdoc run: ${signal} .*\\(EPERM\\)`, 'm'));
      }),
  );
});
