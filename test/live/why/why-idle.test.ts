import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {WhyContent} from '../../../src/render/contract/why.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {commOf, stateOf} from '../../support/proc-witness.ts';
import {procdocJson, runProcdoc} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** What a sleeper says for long enough that procdoc tells it from one that works. */
const LONG_SECONDS = 1.1;

/** The kernel forgets when a task ran that it moves to another CPU as it falls asleep: then another one is asked. */
const ATTEMPTS = 5;

async function idleOf(pid: number, ...more: string[]): Promise<number | null> {
  return (await procdocJson<WhyContent>('why', `${pid}`, ...more)).json.idleSeconds;
}

/** Runs `use` with a cat that waits for input, has for a while, and whose last run the kernel still knows. */
async function withIdle(use: (pid: number, idle: number) => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    let isUsed = false;
    await withRunning(['sh', '-c', 'echo stands; exec cat'], {}, async ({pid}) => {
      await until('cat sleeps', () => commOf(pid) === 'cat' && stateOf(pid) === 'S');
      const idle = await until('it has, or nobody knows', async () => {
        const seconds = await idleOf(pid);
        return seconds === null || seconds > LONG_SECONDS ? {seconds} : undefined;
      });
      if (idle.seconds === null) return;
      isUsed = true;
      await use(pid, idle.seconds);
    });
    if (isUsed) return;
  }
  assert.fail('the kernel knows of no cat when it ran');
}

test('why says since when a process waits, on its machine and from a recording', () => {
  const begunAt = performance.now();
  return withFiles({}, folder =>
    withIdle(async (pid, idle) => {
      assert.ok(idle < (performance.now() - begunAt) / 1000, `${idle}`);
      const {stdout} = await askProcdoc('why', `${pid}`);
      assert.match(
        stdout.replaceAll(/\s+/g, ' '),
        new RegExp(`\\. cat \\(${pid}\\) hasn't run for [\\d.]+ `),
      );

      const file = `${folder}/x.procdoc`;
      await runProcdoc('record', `${pid}`, '-o', file);
      const recorded = await idleOf(pid, '--from', file);
      assert.ok((recorded ?? 0) > LONG_SECONDS, `${recorded}`);
    }),
  );
});

test('why says which process started the one that waits, where that is known', () =>
  withRunning(['sh', '-c', 'exec 5<&0; cat <&5 & echo $!; wait'], {}, async ({pid, numbers: [cat = 0]}) => {
    await until('the child is cat', () => commOf(cat) === 'cat');
    const {stdout} = await askProcdoc('why', `${cat}`);
    const starter = new RegExp(`cat · \\S+ · started [^·]* ago by sh \\(${pid}\\)`);
    // Without the kernel's own record nothing shows that the shell adopts no orphans.
    assert.equal(starter.test(stdout.replaceAll(/\s+/g, ' ')), signalActionErrno() === undefined, stdout);
  }));

test('why says no such thing of a process that runs', () =>
  withRunning(
    [
      'python3',
      '-c',
      'import select, sys\nprint("stands", flush=True)\nwhile not select.select([sys.stdin], [], [], 0)[0]: pass',
    ],
    {rests: false},
    async ({pid}) => {
      const {json} = await procdocJson<WhyContent>('why', `${pid}`);
      assert.ok((json.idleSeconds ?? 0) < 1, `${json.idleSeconds}`);
      assert.doesNotMatch(json.summary, /hasn't run/);
    },
  ));
