import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {isDeepStrictEqual} from 'node:util';
import type * as z from 'zod/mini';
import {reapAnswer} from '../../../src/render/contract/reap.ts';
import {withFrozen, withoutFreezer} from '../../support/live/frozen-cgroup.ts';
import {stands} from '../../support/live/stands.ts';
import {stateOf} from '../../support/proc-witness.ts';
import {
  IS_ROOT,
  type Output,
  run,
  runProcdoc,
  runProcdocAsNobody,
  runProcdocUnder,
} from '../../support/procdoc.ts';
import {type Subject, until} from '../../support/subject.ts';
import {onATerminal} from '../../support/terminal.ts';

declare const PROJECT_ROOT: string;

type Reaped = z.infer<typeof reapAnswer>;

function answerIn({stdout, stderr}: Output): Reaped {
  assert.notEqual(stdout, '', stderr);
  return reapAnswer.parse(JSON.parse(stdout));
}

/** What `procdoc reap` answers, held to the contract. */
async function reap(...words: readonly (string | number)[]): Promise<Reaped & {status: number | null}> {
  const output = await runProcdoc('reap', ...words.map(String), '--json');
  return {...answerIn(output), status: output.status};
}

function stepsOf({steps}: Reaped): ReadonlyArray<readonly string[]> {
  return steps.map(({action, outcome, futility}) => [action, outcome, ...(futility ? [futility] : [])]);
}

function zombiesOf(subject: Subject): readonly number[] {
  return subject.pids('zombies');
}

function assertAllAreZombies(pids: readonly number[]): void {
  assert.deepEqual(
    pids.map(pid => stateOf(pid)),
    pids.map(() => 'Z'),
  );
}

describe('reap without a flag', {concurrency: 2}, () => {
  it('does nothing, and says what could be done', () =>
    stands('burst.c', ['handler-once'], async subject => {
      const {status, tried, steps, zombies} = await reap(subject.number('parent'));
      assert.deepEqual([status, tried], [0, false]);
      assert.deepEqual(
        steps.map(({action, target, done, outcome}) => [action, target.pid, done, outcome]),
        [
          ['sigchld', subject.number('parent'), false, 'planned'],
          ['end-parent', subject.number('parent'), false, 'planned'],
        ],
      );
      assert.deepEqual(
        zombies.map(({pid, gone, verdict}) => [pid, gone, verdict?.rule]),
        zombiesOf(subject).map(pid => [pid, false, 'zombies/handler-misses-children']),
      );
      assertAllAreZombies(zombiesOf(subject));
    }));

  it('is about every zombie that has been dead for a while, where no PID is given', () =>
    stands('never-waits.c', ['2'], async subject => {
      const {status, zombies} = await reap();
      const own = zombies.filter(({ppid}) => ppid === subject.number('parent'));
      assert.deepEqual([status, own.map(({pid}) => pid)], [0, zombiesOf(subject)]);
    }));

  it('says of a process of which only the main thread has exited that it is no zombie', () =>
    stands('exited-leader.c', ['running'], async subject => {
      const {status, zombies, exitedLeaders} = await reap(subject.number('leader'));
      assert.deepEqual([status, zombies], [0, []]);
      assert.deepEqual(
        exitedLeaders.map(({pid, liveThreads, verdict}) => [pid, liveThreads, verdict.rule]),
        [[subject.number('leader'), 1, 'zombies/exited-leader']],
      );
    }));
});

describe('reap --try', {concurrency: 2}, () => {
  it('sends SIGCHLD to a parent that takes it, for as long as it reaps', () =>
    stands('burst.c', ['handler-once'], async subject => {
      const {status, steps, zombies} = await reap(subject.number('parent'), '--try');
      const [sigchld] = steps;
      assert.deepEqual([sigchld?.action, sigchld?.done, sigchld?.outcome], ['sigchld', true, 'reaped']);
      assert.ok(Number(sigchld?.times) >= 2, 'each signal is for one child');
      assert.deepEqual(
        zombies.map(({pid, gone}) => [pid, gone]),
        zombiesOf(subject).map(pid => [pid, true]),
      );
      assert.equal(status, 0);
      assert.deepEqual(
        zombiesOf(subject).map(pid => stateOf(pid)),
        zombiesOf(subject).map(() => 'gone'),
      );
    }));

  it('sends no second SIGCHLD where the first makes the parent reap nothing', () =>
    stands('burst.c', ['signalfd-once'], async subject => {
      const {status, steps} = await reap(subject.number('parent'), '--try');
      assert.deepEqual([status, steps[0]?.outcome, steps[0]?.times], [1, 'none-reaped', 1]);
    }));

  it('reaps the one zombie that it is asked for, though the parent reaps others first', () =>
    stands('burst.c', ['handler-once'], async subject => {
      const last = zombiesOf(subject).at(-1) ?? 0;
      const {status, zombies} = await reap(last, '--try');
      assert.deepEqual(
        [status, zombies.map(({pid, gone}) => [pid, gone]), stateOf(last)],
        [0, [[last, true]], 'gone'],
      );
    }));

  for (const [subject, futility] of [
    ['never-waits.c', 'default'],
    ['ignored-too-late.c', 'ignored'],
  ] as const) {
    it(`sends no SIGCHLD to a parent for which it is useless: ${futility}`, () =>
      stands(subject, [], async situation => {
        const answer = await reap(situation.number('parent'), '--try');
        assert.deepEqual(stepsOf(answer), [
          ['sigchld', 'futile', futility],
          ['end-parent', 'planned'],
        ]);
        assert.equal(answer.status, 1);
        assertAllAreZombies(zombiesOf(situation));
      }));
  }

  it('continues a parent that is stopped', async () => {
    // On a busy machine, the parent may not get to run in the second that it has before SIGCHLD follows.
    await until('it reaps as soon as it runs', async () => {
      let steps: ReadonlyArray<readonly string[]> = [];
      await stands('parent-stopped.c', ['in-wait'], async subject => {
        const answer = await reap(zombiesOf(subject)[0] ?? 0, '--try');
        assert.equal(answer.status, 0);
        assert.equal(stateOf(zombiesOf(subject)[0] ?? 0), 'gone');
        steps = stepsOf(answer);
      });
      return isDeepStrictEqual(steps, [
        ['sigcont', 'reaped'],
        ['sigchld', 'not-needed'],
        ['end-parent', 'not-needed'],
      ]);
    });
  });

  for (const version of [1, 2] as const) {
    it(
      `thaws a parent only with --thaw, by version ${version} of cgroups`,
      {skip: withoutFreezer(version)},
      () =>
        stands('burst.c', ['handler-once'], subject =>
          withFrozen(version, subject.number('parent'), async () => {
            const parent = subject.number('parent');
            await until('it is frozen', async () => (await reap(parent)).steps[0]?.action === 'thaw');
            const without = await reap(parent, '--try');
            assert.deepEqual(stepsOf(without), [
              ['thaw', 'planned'],
              ['sigchld', 'futile', 'cannot-run'],
              ['end-parent', 'planned'],
            ]);
            assertAllAreZombies(zombiesOf(subject));
            const {status, steps} = await reap(parent, '--try', '--thaw');
            assert.deepEqual(
              steps.slice(0, 2).map(({action, done}) => [action, done]),
              [
                ['thaw', true],
                ['sigchld', true],
              ],
            );
            assert.equal(status, 0);
          }),
        ),
    );
  }

  it('does nothing for a zombie that is traced, and names the tracer', () =>
    stands('held-by-tracer.c', ['by-other'], async subject => {
      const {status, steps, zombies} = await reap(...zombiesOf(subject), '--try', '--end-parent', '--yes');
      assert.deepEqual([status, steps], [1, []]);
      assert.deepEqual(
        zombies.map(({pid, gone, refused, tracer}) => [pid, gone, refused, tracer?.pid]),
        zombiesOf(subject).map(pid => [pid, false, 'traced', subject.number('tracer')]),
      );
      assert.notEqual(stateOf(subject.number('parent')), 'gone');
    }));

  it('refuses a process of which only the main thread has exited', () =>
    stands('exited-leader.c', ['running'], async subject => {
      const {status, stdout} = await runProcdoc('reap', `${subject.number('leader')}`, '--try');
      assert.deepEqual([status, stdout], [2, '']);
    }));

  it('says which privilege it takes to signal another user’s process', {skip: !IS_ROOT && 'needs root'}, () =>
    stands('burst.c', ['handler-once'], async subject => {
      const output = await runProcdocAsNobody('reap', `${subject.number('parent')}`, '--try', '--json');
      const {steps} = answerIn(output);
      assert.deepEqual([steps[0]?.action, steps[0]?.done], ['sigchld', false]);
      assert.deepEqual([output.status, steps[0]?.outcome, steps[0]?.errno], [3, 'failed', 'EPERM']);
      assertAllAreZombies(zombiesOf(subject));
      const {stdout} = await runProcdocAsNobody('reap', `${subject.number('parent')}`, '--try');
      assert.match(stdout, /EPERM.*CAP_KILL/s);
    }),
  );
});

describe('reap --end-parent', {concurrency: 2}, () => {
  it('ends the parent, and the adopter reaps', () =>
    stands('ended-parent.c', ['default'], async subject => {
      const answer = await reap(subject.number('parent'), '--end-parent', '--yes');
      assert.deepEqual(stepsOf(answer), [
        ['sigchld', 'futile', 'default'],
        ['end-parent', 'reaped'],
      ]);
      assert.equal(answer.status, 0);
      assert.equal(stateOf(zombiesOf(subject)[0] ?? 0), 'gone');
    }));

  it('sends nothing to a parent that ignores SIGTERM', () =>
    stands('ended-parent.c', ['ignoring'], async subject => {
      const answer = await reap(subject.number('parent'), '--end-parent', '--yes');
      assert.deepEqual(stepsOf(answer).at(-1), ['end-parent', 'futile', 'ignored']);
      assert.equal(answer.status, 1);
      assertAllAreZombies(zombiesOf(subject));
    }));

  it('takes --yes, or an answer on a terminal', () =>
    stands('ended-parent.c', ['default'], async subject => {
      const parent = `${subject.number('parent')}`;
      const {status, stdout} = await runProcdoc('reap', parent, '--end-parent');
      assert.deepEqual([status, stdout], [2, '']);
      const asked = (answer: string) =>
        run([
          ...onATerminal(answer),
          process.execPath,
          `${PROJECT_ROOT}/bin/run.js`,
          ...['reap', parent, '--end-parent'],
        ]);
      assert.equal((await asked('n\n')).status, 1);
      assertAllAreZombies(zombiesOf(subject));
      assert.equal((await asked('y\n')).status, 0);
      assert.equal(stateOf(zombiesOf(subject)[0] ?? 0), 'gone');
    }));

  it('does nothing to PID 1 of a pid namespace', {skip: !IS_ROOT && 'needs root'}, () =>
    stands('adopter.c', ['init'], async subject => {
      const {status, steps, zombies} = await reap(subject.number('adopter'), '--try', '--end-parent', '-y');
      assert.deepEqual([status, steps], [1, []]);
      assert.deepEqual(
        zombies.map(({pid, refused}) => [pid, refused]),
        zombiesOf(subject).map(pid => [pid, 'init']),
      );
      assertAllAreZombies(zombiesOf(subject));
    }),
  );

  it('does nothing to an ancestor of procdoc', async () => {
    const script = `
import os, subprocess, sys
child = os.fork()
if child == 0:
    os._exit(7)
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
status = subprocess.run(sys.argv[1:] + [str(os.getpid()), "--try", "--end-parent", "--yes", "--json"]).returncode
os.waitpid(child, 0)
sys.exit(status)
`;
    const launcher = [process.env.PYTHON3 ?? 'python3', '-c', script];
    const output = await runProcdocUnder(launcher, 'reap');
    const {steps, zombies} = answerIn(output);
    assert.deepEqual([output.status, steps, zombies.map(({refused}) => refused)], [1, [], ['ancestor']]);
  });
});

describe('what reap can’t be asked', () => {
  for (const [words, status] of [
    [['--try'], 2],
    [['--end-parent', '--yes'], 2],
    [['1', '--thaw'], 2],
    [['1', '--yes'], 2],
    [['--from', 'test/recordings/never-waits.txt'], 2],
    [['4194304'], 3],
  ] as const) {
    it(`${words.join(' ')}: exits with ${status}, and one sentence`, async () => {
      const {status: own, stdout, stderr} = await runProcdoc('reap', ...words);
      assert.deepEqual([own, stdout, stderr.split('\n').length], [status, '', 2]);
    });
  }
});
