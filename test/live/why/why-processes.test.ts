import assert from 'node:assert/strict';
import {test} from 'node:test';
import {SIGTERM} from '../../../src/parse/signals/numbers.ts';
import {sigchldInspection} from '../../../src/rules/inspections/sigchld.ts';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {factIn} from '../../support/facts.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {withFrozen, withoutFreezer} from '../../support/live/frozen-cgroup.ts';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {
  assertWaitsForEnder,
  edgesFrom,
  nodeOf,
  untilWhy,
  wakeUpsOf,
  whyLines,
  whyOf,
} from '../../support/live/why-answer.ts';
import {commOf} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';

for (const way of ['wait4', 'waitid', 'waitid-pidfd', 'group'] as const) {
  test(`${way} waits for the child it names, not for the zombie next to it`, () =>
    stands('waits-for-other.c', [way], async subject => {
      const parent = subject.number('parent');
      const answer = await whyOf(parent);
      assert.deepEqual(
        edgesFrom(answer, parent).map(({kind, to, certainty}) => ({kind, to, certainty})),
        [{kind: 'waits-for-child', to: subject.number('other'), certainty: 'proven'}],
      );
    }));
}

test('a worker thread that waits is shown with its tid, next to a main thread that waits for it', () =>
  stands('waits-for-other.c', ['wait4', 'worker'], async subject => {
    const parent = subject.number('parent');
    const answer = await whyOf(parent);
    assert.deepEqual(
      edgesFrom(answer, parent).map(({tid, to}) => ({tid, to})),
      [{tid: subject.number('waiter'), to: subject.number('other')}],
    );
    assert.deepEqual(wakeUpsOf(answer, parent), [{kind: 'own-thread'}]);
  }));

test('a parent in vfork waits for the child that has not exec’d', () =>
  stands('vfork-parent.c', [], async subject => {
    const parent = subject.number('parent');
    const answer = await whyOf(parent);
    assert.deepEqual(
      edgesFrom(answer, parent).map(({kind, to}) => ({kind, to})),
      [{kind: 'waits-for-child', to: subject.number('vforked')}],
    );
    assert.equal(nodeOf(answer, parent).state, 'D');
    assert.match(answer.summary, / exits or calls execve\(2\)\./);
  }));

test('a stopped process waits for SIGCONT, and no process is accused of having stopped it', () =>
  stands('parent-stopped.c', ['stopped'], async subject => {
    const parent = subject.number('parent');
    const answer = await whyOf(parent);
    assert.deepEqual(
      edgesFrom(answer, parent).map(({kind, to}) => ({kind, to})),
      [{kind: 'stopped-by', to: null}],
    );
    assert.deepEqual(answer.roots, [parent]);
    assert.match(answer.summary, /SIGCONT/);
  }));

for (const version of [1, 2] as const)
  test(
    `a frozen process waits for its cgroup to be thawed: version ${version}`,
    {skip: withoutFreezer(version)},
    () =>
      stands('never-waits.c', ['1'], async subject => {
        const parent = subject.number('parent');
        await withFrozen(version, parent, async folder => {
          const answer = await untilWhy(
            parent,
            'it is frozen',
            ({edges}) => edges[0]?.kind === 'frozen-by' && edges[0].certainty === 'proven',
          );
          assert.deepEqual(
            edgesFrom(answer, parent).map(({to, target}) => ({to, target})),
            [{to: null, target: folder}],
          );
          assert.ok(answer.summary.includes(`> ${folder}/`));
        });
      }),
  );

for (const [mode, signal] of [
  ['reads-in-background', 21],
  ['sets-in-background', 22],
  ['noted-by-its-shell', null],
] as const)
  test(`a job that its terminal has stopped continues in the foreground only: ${mode}`, () =>
    stands('background-job.c', [mode], async subject => {
      const job = subject.number('job');
      const answer = await whyOf(job);
      const [edge, ...more] = edgesFrom(answer, job);
      assert.deepEqual([edge?.kind, edge?.certainty, more], ['stopped-by', 'proven', []]);
      const shown =
        signal === null
          ? factIn(job, 'stat', 'state (3)', 'T')
          : factIn(job, 'stat', 'exit_code (52)', signal);
      assert.deepEqual(edge?.facts.at(-1), shown);
      assert.match(answer.summary, /`fg`/);
    }));

test(
  'a killed init that can’t finish is exiting, and waits for its pid namespace',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    stands('exiting-init.c', [], async subject => {
      const init = subject.number('init');
      const answer = await whyOf(init);
      assert.deepEqual(edgesFrom(answer, init), []);
      const [wakeUp, ...more] = wakeUpsOf(answer, init);
      assert.deepEqual([wakeUp?.kind, more], ['exit', []]);
      assert.match(answer.summary, / pid namespace /);
      for (const inspection of [sigchldInspection, signalInspection])
        assert.deepEqual((await inspected(inspection, [init])).map(inShort), []);
    }),
);

test('a process that a tracer has stopped waits for the tracer', () =>
  stands('parent-stopped.c', ['traced'], async subject => {
    const parent = subject.number('parent');
    assert.deepEqual(
      edgesFrom(await whyOf(parent), parent).map(({kind, to}) => ({kind, to})),
      [{kind: 'traced-by', to: subject.number('tracer')}],
    );
  }));

test('a tracer waits for its tracee to exit or to stop, though it is not its parent', () =>
  stands('blocked-on-process.c', ['tracer'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'waits-for-tracee');
    const waiter = subject.number('waiter');
    assert.deepEqual(edge.facts, [{file: `/proc/${edge.to}/status`, field: 'TracerPid', value: `${waiter}`}]);
    assert.match(answer.summary, / continues only when its tracee .* exits or next stops\./);
    assert.equal(nodeOf(answer, subject.number('ender')).tracerPid, waiter);
    assert.equal(nodeOf(answer, waiter).tracerPid, null);
    assert.match(
      (await whyLines(subject.number('ender'))).join(' '),
      new RegExp(`traced by .*\\(${waiter}\\)`),
    );
  }));

test('a traced zombie waits for its tracer', () =>
  stands('held-by-tracer.c', ['by-other'], async subject => {
    const [zombie = 0] = subject.numbers('zombies');
    assert.deepEqual(
      edgesFrom(await whyOf(zombie), zombie).map(({kind, to}) => ({kind, to})),
      [{kind: 'traced-by', to: subject.number('tracer')}],
    );
  }));

/** Says the PID of a process that waits for a lock, and ends it at the end of its input. */
const FORKED_WITH_A_LOCK = `
import os, signal, sys, threading
signal.signal(signal.SIGINT, signal.SIG_DFL)
lock, is_held = threading.Lock(), threading.Event()
def hold():
    lock.acquire()
    is_held.set()
    threading.Event().wait()
if sys.argv[1] == "copied":
    threading.Thread(target=hold, daemon=True).start()
    is_held.wait()
child = os.fork()
if child == 0:
    if sys.argv[1] == "own":
        signal.signal(signal.SIGTERM, lambda *_: None)
        lock.acquire()
    lock.acquire()
print(child, flush=True)
sys.stdin.read()
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
os._exit(0)`;

test('another zombie waits for nothing', () =>
  stands('never-waits.c', ['1'], async subject => {
    const [zombie = 0] = subject.numbers('zombies');
    const answer = await whyOf(zombie);
    assert.deepEqual(answer.edges, []);
    assert.match(answer.summary, /has exited/);
  }));

for (const [mode, wakeUp] of [
  ['pause', {kind: 'signal'}],
  ['sleep', {kind: 'time'}],
  ['futex', {kind: 'own-thread'}],
  ['self-lock', {kind: 'no-other-thread', memory: 'own'}],
] as const) {
  test(`a process in ${mode} is a root that waits for ${wakeUp.kind}`, () =>
    stands('blocked-on-process.c', [mode], async subject => {
      const waiter = subject.number('waiter');
      const answer = await whyOf(waiter);
      assert.deepEqual(answer.edges, []);
      assert.deepEqual(answer.roots, [waiter]);
      assert.deepEqual(wakeUpsOf(answer, waiter), [wakeUp]);
    }));
}

test('a child that waits for a lock which a thread of its parent held at the fork waits for nobody', () =>
  withRunning(
    ['python3', '-c', FORKED_WITH_A_LOCK, 'copied'],
    {lines: 1},
    async ({numbers: [child = 0], pid}) => {
      const answer = await untilWhy(child, 'the child is blocked', one => wakeUpsOf(one, child).length > 0);
      assert.deepEqual(wakeUpsOf(answer, child), [{kind: 'lock-copied-by-fork', pid, comm: commOf(pid)}]);
    },
  ));

test('a process that waits for itself may also be woken by a signal that it catches', () =>
  withRunning(['python3', '-c', FORKED_WITH_A_LOCK, 'own'], {lines: 1}, async ({numbers: [waiter = 0]}) => {
    const answer = await untilWhy(waiter, 'it is blocked', one => wakeUpsOf(one, waiter).length > 1);
    assert.deepEqual(wakeUpsOf(answer, waiter), [
      {kind: 'no-other-thread', memory: 'own'},
      {kind: 'caught-signal', signals: [SIGTERM]},
    ]);
  }));
