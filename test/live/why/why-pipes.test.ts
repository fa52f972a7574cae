import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {
  assertWaitsForEnder,
  closingSentence,
  edgesFrom,
  nodeOf,
  othersOf,
  untilWhy,
  whyLines,
  whyOf,
} from '../../support/live/why-answer.ts';
import {descriptorTarget} from '../../support/proc-witness.ts';

test('a reader waits for who has the write end of its pipe, not for who has the read end', () =>
  stands('blocked-on-pipe.c', ['read-pipe'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'reads-pipe');
    const waiter = subject.number('waiter');
    const target = descriptorTarget(waiter, subject.number('fd'));
    assert.equal(edge.target, target);
    assert.deepEqual(nodeOf(answer, waiter).blockedIn, {syscall: 'read', fd: subject.number('fd'), target});
    assert.equal(
      await closingSentence(waiter).then(sentence => sentence.replace(/[;.].*/, '')),
      `blocked-on-pipe (${waiter}) gets EOF only when blocked-on-pipe (${subject.number('ender')}) exits or closes fd ${subject.number('enderFd')}`,
    );
  }));

test('a writer waits for who has the read end of its full pipe, not for who has the write end', () =>
  stands('blocked-on-pipe.c', ['write-pipe'], async subject => {
    await assertWaitsForEnder(subject, 'writes-pipe');
  }));

test('a FIFO is told by its inode: the writer of another one of that name does not count', () =>
  stands('blocked-on-pipe.c', ['read-fifo'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'reads-pipe');
    assert.match(edge.target ?? '', /\/fifo$/);
    assert.deepEqual(othersOf(answer, subject.number('waiter')), ['a writer that opens it']);
  }));

test('the heir of a writer that is gone is named, and that its parent is gone', () =>
  stands('pipe-heir.c', [], async subject => {
    const reader = subject.number('reader');
    const heir = subject.number('heir');
    const answer = await whyOf(reader);
    assert.deepEqual(
      edgesFrom(answer, reader).map(({kind, to, fds}) => ({kind, to, fds})),
      [{kind: 'reads-pipe', to: heir, fds: [subject.number('heirFd')]}],
    );
  }));

test('the reader of a CI step waits for what the step left in the background', async () => {
  const step = spawn('sh', ['-c', "sh -c 'sleep 300 & echo $!' | cat"], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(step.stdout, 'data');
  const sleeper = Number(String(line));
  try {
    assert.ok(step.pid !== undefined);
    const answer = await untilWhy(step.pid, 'sh is gone, and cat waits for sleep', ({edges}) =>
      edges.some(({to, kind}) => to === sleeper && kind === 'reads-pipe'),
    );
    const reading = answer.edges.filter(({to}) => to === sleeper);
    assert.deepEqual(
      reading.map(({kind, fds}) => ({kind, fds})),
      [{kind: 'reads-pipe', fds: [1]}],
    );
    assert.deepEqual(answer.roots, [sleeper]);
    assert.deepEqual(othersOf(answer, sleeper), ['time']);
    assert.match(
      answer.summary,
      new RegExp(`at the end of the chain, sleep \\(${sleeper}\\) waits for time`),
    );
    const cat = reading[0]?.from ?? 0;
    assert.match(
      await closingSentence(cat),
      new RegExp(`^cat \\(${cat}\\) gets EOF only when sleep \\(${sleeper}\\) exits or closes fd 1`),
    );
  } finally {
    process.kill(sleeper, 'SIGKILL');
    await once(step, 'close');
  }
});

test('a reader that has the only write end itself is told so: it forgot to close it', () =>
  stands('blocked-on-pipe.c', ['own-writer'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    assert.deepEqual(answer.cycles, [[waiter]]);
    assert.deepEqual(answer.deadlocked, [waiter]);
    assert.deepEqual(answer.roots, []);
    assert.match(answer.summary, /an end of file that cannot come.*as fd 4, which it forgot to close/);
  }));

test('one that shares the write end with another is in no deadlock, but keeps the pipe open itself', () =>
  stands('blocked-on-pipe.c', ['own-and-other'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    assert.deepEqual(
      edgesFrom(answer, waiter)
        .map(({to}) => to)
        .sort(),
      [waiter, subject.number('ender')].sort(),
    );
    assert.deepEqual(answer.cycles, []);
    assert.match(answer.summary, /keeps the pipe open itself, as fd 4/);
  }));

test('one that has its FIFO open for both reading and writing forgot nothing', () =>
  stands('blocked-on-pipe.c', ['own-fifo'], async subject => {
    const {summary} = await whyOf(subject.number('waiter'));
    assert.match(
      summary,
      / goes on when a writer that opens it writes to \S+\/fifo; it gets no EOF as long as it has the pipe open for both reading and writing itself, as fd \d+\.$/,
    );
  }));

test('two that read from one another are a deadlock, and have no root', () =>
  stands('blocked-on-pipe.c', ['two-pipes'], async subject => {
    const pair = [subject.number('waiter'), subject.number('ender')];
    const answer = await whyOf(subject.number('waiter'));
    assert.deepEqual(answer.cycles, [pair]);
    assert.deepEqual(answer.roots, []);
    assert.match(answer.summary, /^deadlock: /);
    const lines = await whyLines(subject.number('waiter'));
    const again = `blocked-on-pipe (${pair[0]}), fd 6 `;
    assert.ok(lines.some(line => line.includes(again) && line.endsWith(' see above')));
    assert.match(
      answer.summary,
      new RegExp(`before one of them is ended: kill -TERM ${Math.max(...pair)} frees the other\\.$`),
    );
  }));

test('two that each can write to the pipe they read wait for one another, and not each for itself alone', () =>
  stands('blocked-on-pipe.c', ['shared-ends'], async subject => {
    const pair = [subject.number('waiter'), subject.number('ender')];
    for (const pid of pair) {
      const answer = await whyOf(pid);
      assert.deepEqual(answer.cycles, [[pid, ...pair.filter(other => other !== pid)]]);
      assert.match(answer.summary, /^deadlock: .*, and each of them for itself, too; /);
      const all = pair.toSorted((one, other) => other - one).join(' ');
      assert.match(
        answer.summary,
        new RegExp(`; to end one of them does not free the other: kill -TERM ${all} ends them all\\.$`),
      );
      assert.doesNotMatch(answer.summary, /nobody|only/);
    }
  }));
