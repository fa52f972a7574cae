import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {signalsAdded, signalsRemoved, statField} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSignals} from '../../../test/support/recorded/verdicts.ts';
import {terminateWithoutEffect} from './terminate-without-effect.ts';

const ignored = scene('term-ignored');
const blocked = scene('term-blocked');

// That a mask stays takes a second look, which a recording can't have.
for (const [recorded, set, certainty] of [
  [ignored, 'SigIgn', 'proven'],
  [blocked, 'SigBlk', 'likely'],
] as const) {
  const origin = recorded.number('origin');
  const [heir = 0] = recorded.numbers('heirs');

  test(`${set} has SIGTERM in a program and in what it started: inherited from there`, async () => {
    const [verdict, ...others] = await judgedSignals(recorded, heir);
    assert.deepEqual([verdict?.rule, verdict?.certainty, others], [terminateWithoutEffect.id, certainty, []]);
    assert.deepEqual(factsOf(verdict ?? assert.fail()).at(-1), factIn(origin, 'status', set, 'SIGTERM'));
  });

  test(`${set} has SIGTERM in a program but not above it: it set that, or its launcher did`, async () => {
    const [verdict] = await judgedSignals(recorded, origin);
    const files = factsOf(verdict ?? assert.fail()).map(({file}) => file);
    assert.ok(files.every(file => file.startsWith(`/proc/${origin}/`)));
  });
}

const sched = (ranAtMs: number) => `se.exec_start : ${ranAtMs}\n`;

for (const [slept, severity] of [
  [2000, 'info'],
  [20_000, undefined],
] as const)
  test(`a program that blocked SIGTERM itself, and has slept for ${slept} ms since: ${severity ?? 'as any'}`, async () => {
    const origin = blocked.number('origin');
    const twin = blocked
      .withFile('self/sched', sched(100_000))
      .withFile(`${origin}/task/${origin}/sched`, sched(100_000 - slept));
    const [verdict] = await judgedSignals(twin, origin);
    assert.deepEqual([verdict?.rule, verdict?.severity], [terminateWithoutEffect.id, severity]);
    const [inherited] = await judgedSignals(twin, blocked.numbers('heirs')[0] ?? assert.fail());
    assert.equal(inherited?.severity, undefined);
  });

const [heir = 0] = blocked.numbers('heirs');
const task = (pid: number, file: string) => `${pid}/task/${pid}/${file}`;

test('a SIGTERM that is pending is evidence of a try', async () => {
  const tried = blocked.with(`${heir}/status`, signalsAdded('ShdPnd', 'SIGTERM'));
  const [verdict] = await judgedSignals(tried, heir);
  const pending = factsOf(verdict ?? assert.fail()).find(({field}) => field === 'ShdPnd');
  assert.deepEqual(pending, factIn(heir, 'status', 'ShdPnd', 'SIGTERM'));
});

test('a thread in sigwait takes it', async () => {
  const sigwait = scene('term-sigwait');
  assert.deepEqual(await judgedSignals(sigwait, sigwait.number('origin')), []);
});

test('where what takes it can’t be seen, or is about to take it, nothing is reported', async () => {
  for (const twin of [
    blocked.withErrno(new RegExp(`^${heir}/fd`), 'EACCES'),
    blocked.withErrno(task(heir, 'syscall'), 'EACCES'),
    blocked.with(task(heir, 'syscall'), () => 'running\n'),
    // clone3(2) of x86-64: posix_spawn(3) blocks all signals in it, and in its child until that has exec'd.
    blocked.with(task(heir, 'syscall'), () => '435 0x7ffd0 0x58 0x0 0x0 0x0 0x0 0x7ffd0 0x7f000\n'),
  ])
    assert.deepEqual(await judgedSignals(twin, heir), []);
});

test('unshare --fork blocks it while it waits for its child, by design', async () => {
  const wait4 = blocked.with(
    task(heir, 'syscall'),
    () => '61 0xffffffffffffffff 0x7ffd0 0x0 0x0 0x0 0x0 0x7ffd0 0x7f000\n',
  );
  assert.equal((await judgedSignals(wait4, heir)).length, 1);
  const unshare = wait4.withLinks(`${heir}/exe`, () => '/usr/bin/unshare');
  assert.deepEqual(await judgedSignals(unshare, heir), []);
});

test('one thread that lets it pass is enough', async () => {
  const twin = blocked.with(task(heir, 'status'), signalsRemoved('SigBlk', 'SIGTERM'));
  assert.deepEqual(await judgedSignals(twin, heir), []);
});

test('an interactive shell ignores SIGTERM by design, one that runs a script does not', async () => {
  const leader = ignored.number('origin');
  const shell = ignored.withLinks(`${leader}/exe`, () => '/usr/bin/bash');
  assert.equal((await judgedSignals(shell, leader))[0]?.rule, terminateWithoutEffect.id);
  const withJobs = shell.with(`${leader}/status`, signalsAdded('SigIgn', 'SIGTSTP'));
  assert.deepEqual(await judgedSignals(withJobs, leader), []);
  assert.deepEqual(await judgedSignals(shell.withFile(`${leader}/cmdline`, 'bash\0-li\0'), leader), []);
});

describe('what its living parent stops need not take SIGTERM:', () => {
  const leader = ignored.number('origin');
  const [child = 0] = ignored.numbers('heirs');
  const program = ignored.snapshot().find(leader)?.exe();
  const own = program?.ok ? program.value : assert.fail();
  const taking = ignored
    .with(`${leader}/status`, signalsRemoved('SigIgn', 'SIGTERM'))
    .with(`${leader}/status`, signalsAdded('SigCgt', 'SIGTERM'));
  const forked = (twin: typeof ignored) => twin.with(`${child}/stat`, statField(9, 0x40));
  const running = (twin: typeof ignored, exe: string) => twin.withLinks(`${child}/exe`, () => exe);

  test('a process that was forked from it without exec', async () => {
    assert.deepEqual(await judgedSignals(forked(running(taking, own)), child), []);
    assert.deepEqual(await judgedSignals(forked(running(ignored, own)), child), []);
    assert.deepEqual(await judgedSignals(forked(taking.withErrno(`${child}/exe`, 'EACCES')), child), []);
    assert.deepEqual(await judgedSignals(forked(taking).without(leader), child), []);
  });

  test('but not one whose parent runs another program: that adopted it', async () => {
    assert.equal((await judgedSignals(forked(taking), child)).length, 1);
  });

  test('a helper that runs the same program, or one of its own folder', async () => {
    assert.deepEqual(await judgedSignals(running(taking, own), child), []);
    const erlang = '/usr/lib/erlang/erts-13.1.5/bin';
    const beam = taking.withLinks(`${leader}/exe`, () => `${erlang}/beam.smp`);
    assert.deepEqual(await judgedSignals(running(beam, `${erlang}/erl_child_setup`), child), []);
    const plain = taking.withLinks(`${leader}/exe`, () => '/usr/bin/launcher');
    assert.equal((await judgedSignals(running(plain, '/usr/bin/worker'), child)).length, 1);
  });

  test('where the parent’s program can’t be read, the process may be its helper, and nothing is said', async () => {
    for (const twin of [taking.withErrno(`${leader}/exe`, 'EACCES'), taking.without(leader)])
      assert.deepEqual(await judgedSignals(twin, child), []);
    assert.equal((await judgedSignals(taking, child))[0]?.certainty, 'proven');
  });

  test('but not where the parent does not take SIGTERM, or exits by it and leaves the helper behind', async () => {
    const exiting = ignored.with(`${leader}/status`, signalsRemoved('SigIgn', 'SIGTERM'));
    for (const twin of [ignored, exiting])
      assert.equal((await judgedSignals(running(twin, own), child)).length, 1);
  });
});
