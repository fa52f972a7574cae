import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {withNothingIn, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {readSigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Verdict} from '../rule.ts';
import {blocked} from './blocked.ts';

const recorded = scene('sigchld-blocked');
const parent = recorded.number('parent');
const syscall = `${parent}/task/${parent}/syscall`;
/** System calls of x86-64, as /proc/PID/syscall shows them: number, six arguments, stack pointer, instruction pointer. */
const WAIT4 = '61 0xffffffffffffffff 0x7ffd0 0x0 0x0 0x0 0x0 0x7ffd0 0x7f000\n';
const WAITID = '247 0x3 0x5 0x7ffd0 0x4 0x0 0x0 0x7ffd0 0x7f000\n';
const POLL_FOR_A_SECOND = '7 0x7ffe0 0x1 0x3e8 0x0 0x0 0x0 0x7ffd0 0x7f000\n';
const SLEEP = '230 0x0 0x0 0x7ffe0 0x7ffe0 0x0 0x0 0x7ffd0 0x7f000\n';

test('blocked in every thread and pending, with nothing that takes it, SIGCHLD is stuck: likely, by the one look of a recording', async () => {
  const {handling, verdicts} = await judgedSigchld(recorded, parent);
  assert.deepEqual(
    verdicts.map(({rule, certainty}) => [rule, certainty]),
    [[blocked.id, 'likely']],
  );
  assert.deepEqual(factsOf(verdicts[0] ?? assert.fail()), [
    factIn(parent, 'task/*/status', 'SigBlk', 'SIGCHLD'),
    factIn(parent, 'status', 'ShdPnd', 'SIGCHLD'),
    factIn(parent, 'task/*/syscall', null, 'read'),
    factIn(parent, 'fd', null, 'no signalfd for SIGCHLD'),
  ]);
  assert.ok(handling.isStuck());
});

test('a SIGCHLD that was sent to one thread alone is pending in its own set', async () => {
  const sentToThread = recorded
    .with(`${parent}/status`, withNothingIn('ShdPnd'))
    .with(`${parent}/task/${parent}/status`, withSigchldIn('SigPnd'));
  const {verdicts} = await judgedSigchld(sentToThread, parent);
  const [, pending] = factsOf(verdictOf(blocked, verdicts) ?? assert.fail());
  assert.deepEqual(pending, factIn(parent, 'task/*/status', 'SigPnd', 'SIGCHLD'));
});

test('where the descriptors can’t be listed a signalfd may take it: likely', async () => {
  const {verdicts} = await judgedSigchld(recorded.withErrno(`${parent}/fd`, 'EACCES'), parent);
  const verdict = verdictOf(blocked, verdicts);
  assert.equal(verdict?.certainty, 'likely');
  assert.deepEqual(filesOf(verdict), ['task/*/status', 'status', 'task/*/syscall']);
});

test('a process that waits for children is about to reap: a shell blocks SIGCHLD around that', async () => {
  for (const call of [WAIT4, WAITID]) {
    const {handling, verdicts} = await judgedSigchld(recorded.withFile(syscall, call), parent);
    assert.deepEqual([handling.isWaiting(), handling.isStuck()], [true, false]);
    assert.deepEqual([verdicts, handling.effects()], [[], []]);
  }
});

test('a process in a call that times out may poll for its children, as busybox init does', async () => {
  for (const call of [POLL_FOR_A_SECOND, SLEEP]) {
    const {handling, verdicts} = await judgedSigchld(recorded.withFile(syscall, call), parent);
    assert.deepEqual([verdicts, handling.effects()], [[], []]);
  }
});

test('where its system calls can’t be read it may be waiting: unknown, and no effect is claimed', async () => {
  const {handling, verdicts} = await judgedSigchld(recorded.withErrno(syscall, 'EACCES'), parent);
  const verdict = verdictOf(blocked, verdicts);
  assert.equal(verdict?.certainty, 'unknown');
  assert.deepEqual(filesOf(verdict), ['task/*/status', 'status', 'fd']);
  assert.match(verdict.remedy ?? '', new RegExp(`procdoc sigchld ${parent}`));
  assert.deepEqual(handling.effects(), []);
});

test('without a pid, only what is seen to wait for no child is listed', async () => {
  const listed = async (twin: typeof recorded) =>
    (await readSigchldHandling(twin.snapshot())).map(({process}) => process.pid);
  assert.ok((await listed(recorded)).includes(parent));
  assert.ok(!(await listed(recorded.withFile(syscall, WAIT4))).includes(parent));
  assert.ok(!(await listed(recorded.withErrno(syscall, 'EACCES'))).includes(parent));
});

test('a signalfd for it is a design, not a fault', async () => {
  const signalfd = scene('sigchld-signalfd');
  const {handling, verdicts} = await judgedSigchld(signalfd, signalfd.number('parent'));
  assert.deepEqual([handling.sigchld.blocked, handling.sigchld.pending], [true, true]);
  assert.deepEqual(verdicts, []);
});

test('blocked but not pending, and pending but not blocked, are not stuck', async () => {
  for (const edited of [
    recorded.with(`${parent}/status`, withNothingIn('ShdPnd')),
    recorded.with(`${parent}/task/${parent}/status`, withNothingIn('SigBlk')),
  ])
    assert.deepEqual((await judgedSigchld(edited, parent)).verdicts, []);
});

/** The files of the parent that a verdict rests on. */
function filesOf(verdict: Verdict): string[] {
  return factsOf(verdict).map(({file}) => file.replace(`/proc/${parent}/`, ''));
}
