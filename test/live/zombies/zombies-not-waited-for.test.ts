import assert from 'node:assert/strict';
import {constants} from 'node:os';
import {describe, it} from 'node:test';
import {askZombies} from '../../support/live/answers.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {stands} from '../../support/live/stands.ts';
import {itTellsWhy} from '../../support/live/zombie-situations.ts';
import {runProcdoc} from '../../support/procdoc.ts';

const {SIGUSR1} = constants.signals;

describe('a zombie whose parent waits, but for another child', {concurrency: 3}, () => {
  for (const way of ['wait4', 'waitid', 'waitid-pidfd', 'group', 'own-group']) {
    for (const thread of ['main', 'worker']) {
      itTellsWhy({
        subject: 'waits-for-other.c',
        args: [way, thread],
        rule: 'parent-waits-for-another-child',
        certainty: 'proven',
        why: /^Its parent waits in wait(4|id) for (pid|process group) \d+, and looks at no other child/,
        evidence: (parent, subject) => [
          `/proc/${parent}/task/${subject.number('waiter')}/syscall: ${way.startsWith('waitid') ? 'waitid' : 'wait4'}`,
          ...(way === 'own-group' ? [] : [`${subject.number('other')}`]),
        ],
        remedy: /a parent of several children waits for any of them/,
      });
    }
  }

  it('is told of by the thread that waits and what it waits for', () =>
    stands('waits-for-other.c', ['waitid-pidfd', 'worker'], async subject => {
      const {parents} = await askZombies(subject.number('parent'));
      const expected = {
        tid: subject.number('waiter'),
        syscall: 'waitid',
        target: `pid ${subject.number('other')}`,
      };
      assert.deepEqual(
        parents.map(({waitingIn}) => waitingIn),
        [expected],
      );
    }));
});

describe('a zombie whose parent does not wait', {concurrency: 3}, () => {
  itTellsWhy({
    subject: 'never-waits.c',
    args: ['3'],
    rule: 'parent-never-waits',
    certainty: 'proven when settled',
    why: /^Its parent does not wait for it: it has no SIGCHLD handler, and is in read/,
    evidence: parent => [
      `/proc/${parent}/status: SIGCHLD is neither caught nor ignored`,
      `/proc/${parent}/task/*/syscall: no thread waits for children`,
    ],
    remedy: /^Call waitpid\(2\) for each child/,
  });

  for (const [exitSignal, name] of [
    [0, 'no signal'],
    [SIGUSR1, 'SIGUSR1'],
  ] as const) {
    itTellsWhy({
      subject: 'exit-signal.c',
      args: [`${exitSignal}`],
      rule: 'not-announced-by-sigchld',
      certainty: 'proven',
      why: new RegExp(`^It was cloned with ${name} instead of SIGCHLD`),
      evidence: (_, subject) => [
        `/proc/${subject.numbers('zombies')[0]}/stat: exit_signal (38) is ${exitSignal}, not`,
      ],
      remedy: /^Wait for it with __WALL: waitpid\(\d+, &status, __WALL\)/,
    });
  }

  for (const [mode, comm] of [
    ['fork', 'inherited-by-ex'],
    ['sh-subshell', 'sh'],
  ] as const) {
    itTellsWhy({
      subject: 'inherited-by-exec.c',
      args: [mode],
      rule: 'inherited-by-exec',
      certainty: 'likely',
      why: new RegExp(`^Its parent forked it while it still was ${comm}, then exec'd cat over itself`),
      evidence: (parent, subject) => [
        `/proc/${subject.numbers('zombies')[0]}/stat: comm (2) is ${comm}, flags (9) has PF_FORKNOEXEC`,
        `/proc/${parent}/stat: comm (2) is cat, flags (9) lacks PF_FORKNOEXEC`,
      ],
      remedy: /start cat as a child instead of by exec/,
    });
  }

  // The zombie has exec'd itself, and so shows no trace of whose child it was.
  itTellsWhy({
    subject: 'inherited-by-exec.c',
    args: ['sh-command'],
    rule: 'parent-never-waits',
    certainty: 'likely',
    why: /^Its parent runs \w+, which starts no children: it was exec'd over the program/,
    evidence: parent => [`/proc/${parent}/task/*/syscall: no thread waits for children`],
    remedy: /^Start \w+ without exec, so that the shell stays and waits/,
  });
});

describe('a zombie whose parent adopted it', {concurrency: 3}, () => {
  itTellsWhy({
    subject: 'adopter.c',
    args: ['init'],
    parent: 'adopter',
    rule: 'init-does-not-reap',
    certainty: 'proven when settled',
    why: /^Its parent adopter \(\d+\) is PID 1 of its pid namespace/,
    evidence: parent => [`/proc/${parent}/status: NSpid ends in 1`],
    remedy: /^Run an init that reaps as PID 1.*every process of its pid namespace ends with it/,
  });

  itTellsWhy({
    subject: 'adopter.c',
    args: ['daemons'],
    parent: 'adopter',
    rule: 'init-does-not-reap',
    certainty: 'likely',
    why: /^Its parent adopter \(\d+\) is a child subreaper/,
    evidence: () => [
      signalActionErrno() === undefined ? 'is_child_subreaper is set' : 'probably was adopted',
    ],
    remedy: /^Call waitpid\(-1, …, WNOHANG\) in the subreaper/,
  });

  // Nothing in /proc tells an orphan of the same session from a child.
  itTellsWhy({
    subject: 'adopter.c',
    args: ['subreaper'],
    parent: 'adopter',
    ...(signalActionErrno() === undefined
      ? {rule: 'init-does-not-reap', certainty: 'likely', why: /is a child subreaper/, remedy: /subreaper/}
      : {
          rule: 'parent-never-waits',
          certainty: 'proven when settled',
          why: /no SIGCHLD handler/,
          remedy: /waitpid/,
        }),
    evidence: parent => [`/proc/${parent}/task/*/syscall: no thread waits for children`],
  });

  it('shows its pids inside the namespace', () =>
    stands('adopter.c', ['init'], async subject => {
      const adopter = subject.number('adopter');
      const [outside, inside] = [subject.numbers('zombies'), subject.numbers('innerPids')];
      const {zombies} = await askZombies(adopter);
      assert.deepEqual(
        zombies.map(({nspids}) => nspids),
        outside.map((pid, at) => [pid, inside[at]]),
      );
      const {stdout} = await runProcdoc('zombies', '--parent', `${adopter}`);
      for (const [at, pid] of outside.entries()) assert.ok(stdout.includes(`${pid} (${inside[at]} inside)`));
    }));

  for (const mode of ['init-reaps', 'subreaper-reaps']) {
    it(`is none with ${mode}`, () =>
      stands('adopter.c', [mode], async subject => {
        assert.deepEqual((await askZombies(subject.number('adopter'))).zombies, []);
      }));
  }
});
