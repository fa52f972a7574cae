import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {factIn} from '../../support/facts.ts';
import {askZombies} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import {itSaysWhy} from '../../support/live/zombie-situations.ts';

describe('a zombie whose parent gets no SIGCHLD', {concurrency: 3}, () => {
  for (const mode of ['itself', 'by-launcher']) {
    itSaysWhy({
      subject: 'blocked.c',
      args: [mode],
      rule: 'parent-blocks-sigchld',
      certainty: 'proven in time',
      facts: parent => [
        factIn(parent, 'task/*/status', 'SigBlk', 'SIGCHLD'),
        factIn(parent, 'status', 'ShdPnd', 'SIGCHLD'),
      ],
    });
  }

  itSaysWhy({
    subject: 'blocked.c',
    args: ['caught'],
    rule: 'parent-blocks-sigchld',
    certainty: 'proven in time',
    facts: parent => [factIn(parent, 'status', 'ShdPnd', 'SIGCHLD')],
  });

  itSaysWhy({
    subject: 'blocked.c',
    args: ['in-one-thread'],
    rule: 'parent-never-waits',
    certainty: 'proven when settled',
    facts: parent => [
      factIn(parent, 'status', 'SigCgt', 'none'),
      factIn(parent, 'task/*/syscall', null, 'read, pause'),
    ],
  });

  itSaysWhy({
    subject: 'burst.c',
    args: ['signalfd-unread'],
    rule: 'parent-blocks-sigchld',
    certainty: 'proven in time',
    facts: (parent, subject) => [
      factIn(parent, `fdinfo/${subject.number('signalfd')}`, 'sigmask', 'SIGCHLD'),
      factIn(parent, 'status', 'ShdPnd', 'SIGCHLD'),
    ],
  });

  itSaysWhy({
    subject: 'burst.c',
    args: ['sigwait-others'],
    rule: 'parent-blocks-sigchld',
    certainty: 'proven in time',
    facts: parent => [factIn(parent, 'task/*/status', 'SigBlk', 'SIGCHLD')],
  });

  itSaysWhy({
    subject: 'ignored-too-late.c',
    rule: 'ignored-too-late',
    certainty: 'proven',
    facts: (parent, subject) => [
      factIn(parent, 'status', 'SigIgn', 'SIGCHLD'),
      ...subject.pids('zombies').map(pid => factIn(pid, 'stat', 'state (3)', 'Z')),
    ],
  });
});

describe('a zombie whose parent gets SIGCHLD and reaps too little', {concurrency: 3}, () => {
  for (const mode of ['handler-once', 'handler-never']) {
    itSaysWhy({
      subject: 'burst.c',
      args: [mode],
      rule: 'handler-misses-children',
      certainty: 'likely',
      facts: parent => [
        factIn(parent, 'status', 'SigCgt', 'SIGCHLD'),
        factIn(parent, 'status', 'ShdPnd', 'none'),
        factIn(parent, 'task/*/syscall', null, 'read'),
      ],
    });
  }

  itSaysWhy({
    subject: 'burst.c',
    args: ['signalfd-once'],
    rule: 'handler-misses-children',
    certainty: 'likely',
    facts: (parent, subject) => [
      factIn(parent, `fdinfo/${subject.number('signalfd')}`, 'sigmask', 'SIGCHLD'),
      factIn(parent, 'status', 'ShdPnd', 'none'),
    ],
  });

  itSaysWhy({
    subject: 'burst.c',
    args: ['sigwait-once'],
    rule: 'handler-misses-children',
    certainty: 'likely',
    facts: (parent, subject) => [
      factIn(parent, `task/${subject.number('waiter')}/syscall`, null, 'rt_sigtimedwait'),
      factIn(parent, 'status', 'ShdPnd', 'none'),
    ],
  });

  it('is not there where the handler loops', () =>
    stands('burst.c', ['handler-loops'], async subject => {
      const {zombies, parents, exitedLeaders} = await askZombies(subject.number('parent'));
      assert.deepEqual([zombies, parents, exitedLeaders], [[], [], []]);
    }));
});
