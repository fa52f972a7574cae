import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {constants} from 'node:os';
import {test} from 'node:test';
import {assertZombies, EXIT_7, stands} from '../../support/live/stands.ts';
import {
  commOf,
  descendantsOf,
  hasSigchld,
  parentOf,
  stateOf,
  statField,
  statusField,
} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

const {SIGKILL, SIGUSR1} = constants.signals;
const {ECHILD} = constants.errno;
/** Field of /proc/PID/stat. */
const SESSION = 6;

/** The first two arguments of the system call that a thread is in, as the int that they are. */
function callArgumentsOf(pid: number, tid: number): number[] {
  const words = readFileSync(`/proc/${pid}/task/${tid}/syscall`, 'latin1').split(' ');
  return words.slice(1, 3).map(word => Number(BigInt.asIntN(32, BigInt(word))));
}

test('a parent that never waits has a zombie for each child, and SIGKILL does not remove one', () =>
  stands('never-waits.c', ['3'], subject => {
    const zombies = subject.pids('zombies');
    assert.deepEqual(
      zombies.map(pid => statField(pid, 52)),
      ['0', '256', '512'],
    );
    for (const zombie of zombies) process.kill(zombie, SIGKILL);
    assert.deepEqual(zombies.map(stateOf), ['Z', 'Z', 'Z']);
    assert.equal(commOf(subject.pid), 'never-waits');
  }));

for (const way of ['wait4', 'waitid', 'waitid-pidfd', 'group', 'own-group']) {
  for (const thread of ['main', 'worker']) {
    test(`the ${thread} thread waits for another child by ${way}`, () =>
      stands('waits-for-other.c', [way, thread], async subject => {
        await assertZombies(subject);
        const waiter = subject.number('waiter');
        const other = subject.number('other');
        assert.equal(waiter === subject.pid, thread === 'main');
        assert.equal(parentOf(other), subject.pid);
        assert.equal(readFileSync(`/proc/${subject.pid}/task/${waiter}/wchan`, 'latin1'), 'do_wait');
        const [first, second] = callArgumentsOf(subject.pid, waiter);
        if (way === 'wait4') assert.equal(first, other);
        if (way === 'waitid') assert.equal(second, other);
        if (way === 'waitid-pidfd') assert.equal(second, subject.number('pidfd'));
        if (way === 'group') assert.equal(first, -other);
        if (way === 'own-group') assert.equal(first, 0);
      }));
  }
}

for (const [mode, state] of [
  ['stopped', 'T'],
  ['traced', 't'],
] as const) {
  test(`a ${mode} parent is in state ${state} and has a zombie`, () =>
    stands('parent-stopped.c', [mode], async subject => {
      await assertZombies(subject);
      const parent = subject.number('parent');
      assert.equal(stateOf(parent), state);
      assert.equal(statusField(parent, 'TracerPid'), mode === 'traced' ? `${subject.number('tracer')}` : '0');
    }));
}

test('a parent inside vfork is in state D and has a zombie', () =>
  stands('vfork-parent.c', [], async subject => {
    await assertZombies(subject);
    assert.equal(stateOf(subject.number('parent')), 'D');
    assert.equal(parentOf(subject.number('vforked')), subject.number('parent'));
  }));

test('a zombie held by a tracer that is not its parent cannot be waited for by its parent', () =>
  stands('held-by-tracer.c', ['by-other'], async subject => {
    const [zombie = 0] = await assertZombies(subject);
    const tracer = subject.number('tracer');
    assert.notEqual(tracer, subject.pid);
    assert.equal(statusField(zombie, 'TracerPid'), `${tracer}`);
    assert.equal(subject.number('waitpid'), 0);
  }));

for (const mode of ['by-parent', 'by-parent-ignoring']) {
  test(`a zombie traced by its own parent has that parent as tracer (${mode})`, () =>
    stands('held-by-tracer.c', [mode], async subject => {
      const [zombie = 0] = await assertZombies(subject);
      assert.equal(statusField(zombie, 'TracerPid'), `${subject.pid}`);
      assert.equal(hasSigchld(subject.pid, 'SigIgn'), mode === 'by-parent-ignoring');
    }));
}

for (const exitSignal of [0, SIGUSR1]) {
  test(`a child with exit signal ${exitSignal} is unknown to a plain waitpid`, () =>
    stands('exit-signal.c', [`${exitSignal}`], async subject => {
      const [zombie = 0] = await assertZombies(subject);
      assert.equal(statField(zombie, 38), `${exitSignal}`);
      assert.equal(subject.number('waitpidErrno'), ECHILD);
    }));
}

const PF_FORKNOEXEC = 0x40;
for (const [mode, comm, waitStatus, neverExeced] of [
  ['fork', 'inherited-by-ex', EXIT_7, true],
  ['sh-subshell', 'sh', EXIT_7, true],
  ['sh-command', 'head', 0, false],
] as const) {
  test(`cat has a zombie named ${comm} that it inherited by exec (${mode})`, () =>
    stands('inherited-by-exec.c', [mode], async subject => {
      const [zombie = 0] = await assertZombies(subject, 'parent', waitStatus);
      assert.equal(commOf(subject.number('parent')), 'cat');
      assert.equal(commOf(zombie), comm);
      assert.equal((Number(statField(zombie, 9)) & PF_FORKNOEXEC) !== 0, neverExeced);
    }));
}

for (const [mode, state] of [
  ['running', 'S'],
  ['stopped', 'T'],
] as const) {
  test(`an exited leader is in state Z while its other thread is ${mode}`, () =>
    stands('exited-leader.c', [mode], subject => {
      const leader = subject.number('leader');
      assert.equal(stateOf(leader), 'Z');
      assert.equal(statField(leader, 20), '2');
      assert.equal(stateOf(subject.number('liveThread')), state);
      assert.equal(statusField(subject.number('liveThread'), 'Tgid'), `${leader}`);
      assert.equal(subject.number('waitpid'), 0);
    }));
}

for (const mode of ['init', 'subreaper', 'daemons']) {
  test(`adopted by an adopter that never waits (${mode}), orphans become zombies`, () =>
    stands('adopter.c', [mode], async subject => {
      const zombies = await assertZombies(subject, 'adopter');
      assert.deepEqual(zombies, subject.pids('orphans'));
      const pidsOf = (pid: number): string[] => statusField(pid, 'NSpid').split(/\s+/);
      const inner = zombies.map(zombie => Number(pidsOf(zombie).at(-1)));
      assert.deepEqual(
        inner.sort((a, b) => a - b),
        subject.pids('innerPids'),
      );
      const adopter = subject.number('adopter');
      assert.equal(pidsOf(adopter).at(-1) === '1', mode === 'init');
      for (const zombie of zombies)
        assert.equal(statField(zombie, SESSION) === statField(adopter, SESSION), mode !== 'daemons');
    }));
}

for (const mode of ['init', 'subreaper']) {
  test(`adopted by ${mode} that reaps, orphans become none`, () =>
    stands('adopter.c', [`${mode}-reaps`], subject => {
      assert.deepEqual(subject.pids('zombies'), []);
      assert.deepEqual(subject.pids('orphans').map(stateOf), ['gone', 'gone']);
      assert.deepEqual(descendantsOf(subject.number('adopter')), []);
    }));
}

for (const [mode, name] of [
  ['stat-fields', ') Z 1 ('],
  ['escapes', '\n\u001b[31m\u001b]0;x\u0007'],
  ['bytes', 'caf\ufffd \ufffd\ufffd'],
  ['direction', 'ab\u202edc'],
] as const) {
  test(`a hostile name (${mode}) is that of parent and zombie, and may be all that there is of the parent`, async () => {
    await stands('hostile-name.c', [mode], async subject => {
      const [zombie = 0] = await assertZombies(subject);
      assert.deepEqual([commOf(subject.pid), commOf(zombie)], [name, name]);
    });
    await stands('hostile-name.c', [mode, 'leaderless'], async subject => {
      await assertZombies(subject);
      assert.equal(stateOf(subject.pid), 'Z');
      assert.equal(readFileSync(`/proc/${subject.pid}/cmdline`, 'latin1'), '');
    });
  });
}

test('a parent that reaps late always has a zombie, but not the same', () =>
  stands('transient.c', [], async subject => {
    const [first = 0] = subject.numbers('zombies');
    await until('the first zombie is reaped', () => stateOf(first) === 'gone');
    const next = await until('there is another', () =>
      descendantsOf(subject.pid).find(pid => stateOf(pid) === 'Z'),
    );
    assert.notEqual(next, first);
  }));
