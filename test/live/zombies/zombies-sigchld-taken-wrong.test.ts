import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {askZombies} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import {itTellsWhy} from '../../support/live/zombie-situations.ts';

describe('a zombie whose parent gets no SIGCHLD', {concurrency: 3}, () => {
  for (const mode of ['itself', 'by-launcher']) {
    itTellsWhy({
      subject: 'blocked.c',
      args: [mode],
      rule: 'parent-blocks-sigchld',
      certainty: 'proven',
      why: /^Its parent has SIGCHLD blocked in every thread: the signal is pending and nothing takes it/,
      evidence: parent => [
        `/proc/${parent}/task/*/status: SigBlk has SIGCHLD in every thread`,
        `/proc/${parent}/status: SIGCHLD is pending (ShdPnd)`,
      ],
      remedy: /^Reset the mask in it \(sigprocmask\), or in what starts it before execve\(2\)/,
    });
  }

  itTellsWhy({
    subject: 'blocked.c',
    args: ['caught'],
    rule: 'parent-blocks-sigchld',
    certainty: 'proven when settled',
    why: /^Its parent has SIGCHLD blocked in every thread: the signal is pending and its handler never runs/,
    evidence: parent => [`/proc/${parent}/status: SIGCHLD is pending (ShdPnd)`],
    remedy: /^Unblock SIGCHLD in it \(sigprocmask\)/,
  });

  itTellsWhy({
    subject: 'blocked.c',
    args: ['in-one-thread'],
    rule: 'parent-never-waits',
    certainty: 'proven when settled',
    why: /it has no SIGCHLD handler/,
    evidence: parent => [`/proc/${parent}/task/*/syscall: no thread waits for children`],
    remedy: /^Call waitpid\(2\) for each child/,
  });

  itTellsWhy({
    subject: 'burst.c',
    args: ['signalfd-unread'],
    rule: 'parent-blocks-sigchld',
    certainty: 'proven',
    why: /through a signalfd \(fd \d+\), and has not read it/,
    evidence: (parent, subject) => [
      `/proc/${parent}/fdinfo/${subject.number('signalfd')}: sigmask has SIGCHLD`,
      `/proc/${parent}/status: SIGCHLD is pending`,
    ],
    remedy: /does not get to read fd \d+/,
  });

  itTellsWhy({
    subject: 'burst.c',
    args: ['sigwait-others'],
    rule: 'parent-blocks-sigchld',
    certainty: 'proven',
    why: /waits for signals in sigwait \(thread \d+\), but not for this one/,
    evidence: parent => [`/proc/${parent}/task/*/status: SigBlk has SIGCHLD in every thread`],
    remedy: /^Add SIGCHLD to the set it gives to sigwait/,
  });

  itTellsWhy({
    subject: 'ignored-too-late.c',
    rule: 'ignored-too-late',
    certainty: 'proven',
    why: /^Its parent ignores SIGCHLD, but only since after this child died/,
    evidence: parent => [`/proc/${parent}/status: SigIgn has SIGCHLD`],
    remedy: /waitpid\(-1, NULL, WNOHANG\) in a loop once/,
  });
});

describe('a zombie whose parent gets SIGCHLD and reaps too little', {concurrency: 3}, () => {
  for (const mode of ['handler-once', 'handler-never']) {
    itTellsWhy({
      subject: 'burst.c',
      args: [mode],
      rule: 'handler-misses-children',
      certainty: 'proven when settled',
      why: /^Its parent catches SIGCHLD, has none pending, and did not reap it/,
      evidence: parent => [
        `/proc/${parent}/status: SigCgt has SIGCHLD, ShdPnd has not`,
        `/proc/${parent}/task/*/syscall: no thread waits for children`,
      ],
      remedy: /^On each SIGCHLD call waitpid\(-1, &status, WNOHANG\) until it returns 0 or -1/,
    });
  }

  itTellsWhy({
    subject: 'burst.c',
    args: ['signalfd-once'],
    rule: 'handler-misses-children',
    certainty: 'proven when settled',
    why: /^Its parent reads SIGCHLD from a signalfd \(fd \d+\), has none pending/,
    evidence: (parent, subject) => [
      `/proc/${parent}/fdinfo/${subject.number('signalfd')}: sigmask has SIGCHLD`,
    ],
    remedy: /until it returns 0 or -1/,
  });

  itTellsWhy({
    subject: 'burst.c',
    args: ['sigwait-once'],
    rule: 'handler-misses-children',
    certainty: 'likely',
    why: /^Its parent waits for SIGCHLD in sigwait \(thread \d+\), has none pending/,
    evidence: (parent, subject) => [
      `/proc/${parent}/task/${subject.number('waiter')}/syscall: rt_sigtimedwait`,
    ],
    remedy: /until it returns 0 or -1/,
  });

  it('is none where the handler loops', () =>
    stands('burst.c', ['handler-loops'], async subject => {
      const {zombies, parents, exitedLeaders} = await askZombies(subject.number('parent'));
      assert.deepEqual([zombies, parents, exitedLeaders], [[], [], []]);
    }));
});
