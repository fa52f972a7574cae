import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {test} from 'node:test';
import {whyAnswer} from '../../../src/render/contract/why.ts';
import {stands} from '../../support/live/stands.ts';
import {
  assertWaitsForEnder,
  edgesFrom,
  nodeOf,
  summaryLine,
  untilWhy,
  wakeUpsOf,
  whyLines,
  whyOf,
} from '../../support/live/why-answer.ts';
import {descriptorTarget} from '../../support/proc-witness.ts';
import {runProcdocUnder} from '../../support/procdoc.ts';

test('a reader waits for the process with the write end of its pipe, not for one with the read end', () =>
  stands('blocked-on-pipe.c', ['read-pipe'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'reads-pipe');
    const waiter = subject.number('waiter');
    const target = descriptorTarget(waiter, subject.number('fd'));
    assert.equal(edge.target, target);
    const fd = subject.number('fd');
    assert.deepEqual(nodeOf(answer, waiter).blockedIn, {syscall: 'read', fd, target, address: target});
    assert.ok(
      (await summaryLine(waiter)).startsWith(
        `blocked-on-pipe (${waiter}) sees EOF only when blocked-on-pipe (${subject.number('ender')}) exits or closes fd ${subject.number('enderFd')}.`,
      ),
    );
  }));

test('a writer waits for the process with the read end of its full pipe, not for one with the write end', () =>
  stands('blocked-on-pipe.c', ['write-pipe'], async subject => {
    await assertWaitsForEnder(subject, 'writes-pipe');
  }));

test('a FIFO is known by its inode: the writer of another one of that name does not count', () =>
  stands('blocked-on-pipe.c', ['read-fifo'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'reads-pipe');
    assert.match(edge.target ?? '', /\/fifo$/);
    assert.deepEqual(wakeUpsOf(answer, subject.number('waiter')), [
      {kind: 'fifo-end', path: edge.target, accessMode: 'r'},
    ]);
  }));

test('the child that inherited the write end of an exited writer is named', () =>
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
    const answer = await untilWhy(
      step.pid,
      'sh has exited, and cat waits for sleep',
      one =>
        one.edges.some(({to, kind}) => to === sleeper && kind === 'reads-pipe') &&
        wakeUpsOf(one, sleeper).some(({kind}) => kind === 'time'),
    );
    const reading = answer.edges.filter(({to}) => to === sleeper);
    assert.deepEqual(
      reading.map(({kind, fds}) => ({kind, fds})),
      [{kind: 'reads-pipe', fds: [1]}],
    );
    assert.deepEqual(answer.roots, [sleeper]);
    assert.deepEqual(wakeUpsOf(answer, sleeper), [{kind: 'time'}]);
    assert.match(
      answer.summary,
      new RegExp(`At the end of the chain, sleep \\(${sleeper}\\) waits for time`),
    );
    const cat = reading[0]?.from ?? 0;
    assert.match(
      await summaryLine(cat),
      new RegExp(`^cat \\(${cat}\\) sees EOF only when sleep \\(${sleeper}\\) exits or closes fd 1`),
    );
  } finally {
    process.kill(sleeper, 'SIGKILL');
    await once(step, 'close');
  }
});

test('a reader that has the only write end itself forgot to close it', () =>
  stands('blocked-on-pipe.c', ['own-writer'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    assert.deepEqual(answer.cycles, [[waiter]]);
    assert.deepEqual(answer.deadlocked, [waiter]);
    assert.deepEqual(answer.roots, []);
    assert.match(answer.summary, /never sees EOF: .* itself \(fd 4\), and forgot to close it\./);
  }));

test('a reader that shares the write end with another process is in no deadlock, but keeps the pipe open itself', () =>
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
    assert.match(answer.summary, /sees no EOF while it has the pipe open for writing itself \(fd 4\)\./);
  }));

test('a reader that has its FIFO open for both reading and writing forgot nothing', () =>
  stands('blocked-on-pipe.c', ['own-fifo'], async subject => {
    const {summary} = await whyOf(subject.number('waiter'));
    assert.match(
      summary,
      / never sees EOF while it has \S+\/fifo open for reading and writing itself \(fd \d+\)\.$/,
    );
    assert.doesNotMatch(summary, /forgot/);
  }));

test('two processes that read from each other are a deadlock, and have no root', () =>
  stands('blocked-on-pipe.c', ['two-pipes'], async subject => {
    const pair = [subject.number('waiter'), subject.number('ender')];
    const answer = await whyOf(subject.number('waiter'));
    assert.deepEqual(answer.cycles, [pair]);
    assert.deepEqual(answer.roots, []);
    assert.match(answer.summary, /^Deadlock \((proven|likely)\): /);
    const lines = await whyLines(subject.number('waiter'));
    const again = `blocked-on-pipe (${pair[0]}) fd 6 `;
    assert.ok(lines.some(line => line.includes(again) && line.endsWith(' see above')));
    assert.match(
      answer.summary,
      new RegExp(
        ` To free blocked-on-pipe \\(${Math.min(...pair)}\\): \`kill -TERM ${Math.max(...pair)}\`\\.`,
      ),
    );
  }));

test('two processes that can each write to the pipe they read wait for each other, and not each for itself alone', () =>
  stands('blocked-on-pipe.c', ['shared-ends'], async subject => {
    const pair = [subject.number('waiter'), subject.number('ender')];
    for (const pid of pair) {
      const answer = await whyOf(pid);
      assert.deepEqual(answer.cycles, [[pid, ...pair.filter(other => other !== pid)]]);
      assert.match(
        answer.summary,
        /^Deadlock \((proven|likely)\): .* wait for each other\. .*Each of them waits for itself, too\. /,
      );
      const all = pair.toSorted((one, other) => other - one).join(' ');
      assert.match(
        answer.summary,
        new RegExp(` Killing one doesn't free the other\\. To end both: \`kill -TERM ${all}\`\\.`),
      );
      assert.doesNotMatch(answer.summary, /no other|only/);
    }
  }));

test('a process that reads what procdoc says waits for procdoc itself', async () => {
  const asker = `
import os, subprocess, sys
answer = subprocess.run([*sys.argv[1:], "why", str(os.getpid()), "--json"], stdout=subprocess.PIPE).stdout
print(answer.decode())`;
  const {stdout} = await runProcdocUnder(['python3', '-c', asker]);
  const answer = whyAnswer.parse(JSON.parse(stdout));
  assert.deepEqual(wakeUpsOf(answer, answer.nodes[0]?.pid ?? 0), [{kind: 'procdoc'}]);
});
