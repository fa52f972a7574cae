import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withNothingIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {readSigchldCases} from '../../snapshot/sigchld/case.ts';
import {blocked} from './blocked.ts';

const recorded = scene('sigchld-blocked');
const parent = recorded.number('parent');
const syscall = `${parent}/task/${parent}/syscall`;
/** Of x86-64, as /proc/PID/syscall has them: number, six arguments, stack pointer, instruction pointer. */
const WAIT4 = '61 0xffffffffffffffff 0x7ffd0 0x0 0x0 0x0 0x0 0x7ffd0 0x7f000\n';
const WAITID = '247 0x3 0x5 0x7ffd0 0x4 0x0 0x0 0x7ffd0 0x7f000\n';

test('blocked in every thread and pending, with nothing that takes it, SIGCHLD is stuck', async () => {
  const {sigchldCase, verdicts} = await judgedSigchld(recorded, parent);
  assert.deepEqual(
    verdicts.map(({rule, certainty}) => [rule, certainty]),
    [[blocked.id, 'proven']],
  );
  assert.ok(sigchldCase.isStuck());
});

test('where its descriptors may not be listed a signalfd may take it: likely', async () => {
  const {verdicts} = await judgedSigchld(recorded.withErrno(`${parent}/fd`, 'EACCES'), parent);
  assert.equal(verdictOf(blocked, verdicts)?.certainty, 'likely');
});

test('a process that waits for children is about to reap: a shell blocks SIGCHLD around that', async () => {
  for (const call of [WAIT4, WAITID]) {
    const {sigchldCase, verdicts} = await judgedSigchld(recorded.withFile(syscall, call), parent);
    assert.deepEqual([sigchldCase.isWaiting(), sigchldCase.isStuck()], [true, false]);
    assert.deepEqual([verdicts, sigchldCase.effects()], [[], []]);
  }
});

test('where what it is doing may not be seen it may be waiting: unknown, and no effect is claimed', async () => {
  const {sigchldCase, verdicts} = await judgedSigchld(recorded.withErrno(syscall, 'EACCES'), parent);
  const verdict = verdictOf(blocked, verdicts);
  assert.equal(verdict?.certainty, 'unknown');
  assert.match(
    verdict.why,
    /whether it waits for a child \(and unblocks it then, as shells do\) may not be seen/,
  );
  assert.deepEqual(sigchldCase.effects(), []);
});

test('without a pid, only what is seen to wait for no child is listed', async () => {
  const listed = async (twin: typeof recorded) =>
    (await readSigchldCases(twin.snapshot())).map(({process}) => process.pid);
  assert.ok((await listed(recorded)).includes(parent));
  assert.ok(!(await listed(recorded.withFile(syscall, WAIT4))).includes(parent));
  assert.ok(!(await listed(recorded.withErrno(syscall, 'EACCES'))).includes(parent));
});

test('a signalfd for it is a design, not a fault', async () => {
  const signalfd = scene('sigchld-signalfd');
  const {sigchldCase, verdicts} = await judgedSigchld(signalfd, signalfd.number('parent'));
  assert.deepEqual([sigchldCase.sigchld.blocked, sigchldCase.sigchld.pending], [true, true]);
  assert.deepEqual(verdicts, []);
});

test('blocked but not pending, and pending but not blocked, are not stuck', async () => {
  for (const edited of [
    recorded.with(`${parent}/status`, withNothingIn('ShdPnd')),
    recorded.with(`${parent}/task/${parent}/status`, withNothingIn('SigBlk')),
  ])
    assert.deepEqual((await judgedSigchld(edited, parent)).verdicts, []);
});
