import assert from 'node:assert/strict';
import {constants} from 'node:os';
import {describe, it} from 'node:test';
import {seenAt} from '../../../src/snapshot/evidence.ts';
import {askProcdoc} from '../../support/asked.ts';
import {assertSeen, type Fact, factIn} from '../../support/facts.ts';
import {askZombies} from '../../support/live/answers.ts';
import {withRunning} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {stands} from '../../support/live/stands.ts';
import {itSaysWhy} from '../../support/live/zombie-situations.ts';
import {statField} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

const {SIGUSR1} = constants.signals;

/** What a parent waits for that waits in this way for another child, or for that child's process group. */
function targetOf(way: string, parent: number, other: number): string {
  if (way === 'own-group') return `process group ${statField(parent, 5)}`;
  return way === 'group' ? `process group ${statField(other, 5)}` : `pid ${other}`;
}

function sessionOf(zombie: number): Fact {
  return factIn(zombie, 'stat', 'session (6)', statField(zombie, 6));
}

describe('a zombie whose parent waits, but for another child', {concurrency: 3}, () => {
  for (const way of ['wait4', 'waitid', 'waitid-pidfd', 'group', 'own-group']) {
    for (const thread of ['main', 'worker']) {
      itSaysWhy({
        subject: 'waits-for-other.c',
        args: [way, thread],
        rule: 'parent-waits-for-another-child',
        certainty: 'proven',
        facts: (parent, subject) => [
          factIn(
            parent,
            `task/${subject.number('waiter')}/syscall`,
            way.startsWith('waitid') ? 'waitid' : 'wait4',
            targetOf(way, parent, subject.number('other')),
          ),
        ],
      });
    }
  }

  it('is reported with the thread that waits and what it waits for', () =>
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
  it('is no fault yet where the parent is seen to reap others between two looks: parent-polls', () =>
    stands('polls.c', ['50'], async subject => {
      const zombie = subject.number('zombie');
      // On a busy machine, the parent may not get to run in the second between the looks.
      const verdict = await until('it is seen to reap others', async () => {
        const {zombies} = await askZombies(subject.number('parent'), '--settle', '1s');
        const verdict = zombies.find(({pid}) => pid === zombie)?.verdict;
        return verdict !== undefined && /between two looks/.test(verdict.why) && verdict;
      });
      assert.deepEqual([verdict.rule, verdict.certainty], ['zombies/parent-polls', 'likely']);
    }));

  itSaysWhy({
    subject: 'never-waits.c',
    args: ['3'],
    rule: 'parent-never-waits',
    certainty: 'proven when settled',
    facts: parent => [
      factIn(parent, 'status', 'SigCgt', 'none'),
      factIn(parent, 'status', 'SigIgn', 'none'),
      factIn(parent, 'task/*/syscall', null, 'read'),
    ],
  });

  itSaysWhy({
    subject: 'waits-for-other.c',
    args: ['of-thread', 'worker'],
    rule: 'parent-never-waits',
    certainty: 'proven when settled',
    facts: parent => [factIn(parent, 'status', 'SigCgt', 'none')],
  });

  it('as Node doesn’t for what a worker thread started that has exited: parent-never-waits, proven', () => {
    // The worker exits at once, since it doesn't wait for its child.
    const worker = `
      const {spawn} = require('node:child_process');
      const child = spawn('cat', {stdio: [require('node:worker_threads').workerData, 'ignore', 'ignore']});
      child.unref();
      require('node:worker_threads').parentPort.postMessage(child.pid);`;
    const program = `
      const {openSync} = require('node:fs');
      const {Worker} = require('node:worker_threads');
      const worker = new Worker(process.argv[1], {eval: true, workerData: openSync('/dev/null')});
      let child;
      worker.on('message', pid => (child = pid));
      worker.on('exit', () => console.log(child));
      process.stdin.resume();`;
    return withRunning([process.execPath, '-e', program, worker], {}, async ({pid, numbers}) => {
      // A thread of its pool may still be on its way to rest.
      const verdict = await until('its child has exited, and it has not run since', async () => {
        const {zombies} = await askZombies(pid, '--settle', '1s');
        const verdict = zombies.find(zombie => zombie.pid === numbers[0])?.verdict;
        return verdict?.certainty === 'proven' && verdict;
      });
      assert.equal(verdict.rule, 'zombies/parent-never-waits');
      assertSeen(
        verdict.facts,
        factIn(pid, 'status', 'SigCgt', 'SIGINT SIGUSR1 SIGSEGV SIGTERM'),
        factIn(pid, 'status', 'SigIgn', 'SIGPIPE SIGXFSZ'),
      );
    });
  });

  for (const exitSignal of [0, SIGUSR1]) {
    itSaysWhy({
      subject: 'exit-signal.c',
      args: [`${exitSignal}`],
      rule: 'not-announced-by-sigchld',
      certainty: 'proven',
      facts: (_, subject) => [
        factIn(subject.numbers('zombies')[0] ?? 0, 'stat', 'exit_signal (38)', exitSignal),
      ],
    });
  }

  for (const [mode, comm] of [
    ['fork', 'inherited-by-ex'],
    ['sh-subshell', 'sh'],
  ] as const) {
    itSaysWhy({
      subject: 'inherited-by-exec.c',
      args: [mode],
      rule: 'inherited-by-exec',
      certainty: 'likely',
      facts: (parent, subject) => [
        factIn(subject.numbers('zombies')[0] ?? 0, 'stat', 'comm (2)', comm),
        factIn(subject.numbers('zombies')[0] ?? 0, 'stat', 'flags (9)', 'PF_FORKNOEXEC'),
        factIn(parent, 'stat', 'comm (2)', 'cat'),
        factIn(parent, 'stat', 'flags (9)', 'no PF_FORKNOEXEC'),
      ],
    });
  }

  // The zombie has called exec itself, and so shows no trace of the program that forked it.
  itSaysWhy({
    subject: 'inherited-by-exec.c',
    args: ['sh-command'],
    rule: 'parent-never-waits',
    certainty: 'likely',
    facts: parent => [factIn(parent, 'task/*/syscall', null, 'read')],
  });
});

describe('a zombie whose parent adopted it', {concurrency: 3}, () => {
  itSaysWhy({
    subject: 'adopter.c',
    args: ['init'],
    parent: 'adopter',
    rule: 'init-does-not-reap',
    certainty: 'proven when settled',
    facts: parent => [factIn(parent, 'status', 'NSpid', `${parent} 1`)],
  });

  itSaysWhy({
    subject: 'adopter.c',
    args: ['daemons'],
    parent: 'adopter',
    rule: 'init-does-not-reap',
    certainty: signalActionErrno() === undefined ? 'proven when settled' : 'likely',
    facts: (parent, subject) =>
      signalActionErrno() === undefined
        ? [seenAt(`signal_struct of ${parent}`, 'is_child_subreaper', 'set')]
        : [sessionOf(subject.numbers('zombies')[0] ?? 0)],
  });

  // Nothing in /proc distinguishes an orphan of the same session from a child.
  itSaysWhy({
    subject: 'adopter.c',
    args: ['subreaper'],
    parent: 'adopter',
    ...(signalActionErrno() === undefined
      ? {rule: 'init-does-not-reap', certainty: 'proven when settled'}
      : {rule: 'parent-never-waits', certainty: 'proven when settled'}),
    facts: parent => [factIn(parent, 'task/*/syscall', null, 'read')],
  });

  it('shows its pids inside the namespace', () =>
    stands('adopter.c', ['init'], async subject => {
      const adopter = subject.number('adopter');
      const [outside, inside] = [subject.numbers('zombies'), subject.numbers('innerPids')];
      const {zombies} = await askZombies(adopter);
      assert.deepEqual(
        zombies.map(({nspids}) => nspids),
        outside.map((pid, at) => [pid, inside[at]]).sort(([a = 0], [b = 0]) => a - b),
      );
      const {stdout} = await askProcdoc('zombies', '--parent', `${adopter}`);
      for (const [at, pid] of outside.entries()) assert.ok(stdout.includes(`${pid} (${inside[at]} inside)`));
    }));

  for (const mode of ['init-reaps', 'subreaper-reaps']) {
    it(`is not there with ${mode}`, () =>
      stands('adopter.c', [mode], async subject => {
        assert.deepEqual((await askZombies(subject.number('adopter'))).zombies, []);
      }));
  }
});
