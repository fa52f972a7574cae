import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {askZombies} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import {itTellsWhy} from '../../support/live/zombie-situations.ts';
import {runProcdoc} from '../../support/procdoc.ts';

describe('a zombie whose parent cannot run, or cannot get at it', {concurrency: 3}, () => {
  itTellsWhy({
    subject: 'held-by-tracer.c',
    args: ['by-other'],
    rule: 'held-by-tracer',
    certainty: 'proven',
    why: /^held-by-tracer \(\d+\) traces it/,
    evidence: (parent, subject) => [
      `/proc/${subject.numbers('zombies')[0]}/status: TracerPid names held-by-tracer (${subject.number('tracer')})`,
      `which is not its parent ${parent}`,
    ],
    remedy: /^Let the tracer wait for it or detach/,
  });

  itTellsWhy({
    subject: 'parent-stopped.c',
    args: ['stopped'],
    rule: 'parent-stopped',
    certainty: 'proven',
    why: /^Its parent is stopped and runs no code/,
    evidence: parent => [`/proc/${parent}/stat: state T (stopped)`],
    remedy: /^Continue it: kill -CONT \d+/,
  });

  itTellsWhy({
    subject: 'parent-stopped.c',
    args: ['traced'],
    rule: 'parent-stopped',
    certainty: 'proven',
    why: /^Its parent is stopped by a tracer \(pid \d+\)/,
    evidence: (parent, subject) => [
      `/proc/${parent}/stat: state t`,
      `/proc/${parent}/status: TracerPid ${subject.number('tracer')}`,
    ],
    remedy: /^Continue it in its tracer.*, or detach/,
  });

  itTellsWhy({
    subject: 'vfork-parent.c',
    rule: 'parent-in-disk-sleep',
    certainty: 'proven',
    why: /^Its parent is inside vfork\(2\)/,
    evidence: parent => [`/proc/${parent}/stat: state D`, `/proc/${parent}/task/${parent}/wchan: `],
    remedy: /ps --ppid \d+/,
  });

  for (const mode of ['by-parent', 'by-parent-ignoring']) {
    itTellsWhy({
      subject: 'held-by-tracer.c',
      args: [mode],
      rule: 'parent-never-waits',
      certainty: 'proven when settled',
      why: /^Its parent does not wait for it/,
      evidence: parent => [
        `/proc/${parent}/status: SIGCHLD is ${mode === 'by-parent' ? 'neither caught nor ignored' : 'ignored'}`,
      ],
      remedy: /^Call waitpid\(2\)/,
    });
  }
});

describe('a process whose main thread alone has ended', () => {
  for (const mode of ['running', 'stopped']) {
    it(`is no zombie while another thread is ${mode}, and its parent is not blamed`, () =>
      stands('exited-leader.c', [mode], async subject => {
        const parent = subject.number('parent');
        const leader = subject.number('leader');
        const {zombies, parents, exitedLeaders} = await askZombies(parent, '--settle', '100ms');
        assert.deepEqual([zombies, parents], [[], []]);
        assert.deepEqual(
          exitedLeaders.map(({pid, comm, liveThreads}) => ({pid, comm, liveThreads})),
          [{pid: leader, comm: 'exited-leader', liveThreads: 1}],
        );
        const [verdict] = exitedLeaders.map(each => each.verdict);
        assert.equal(verdict?.rule, 'zombies/exited-leader');
        assert.equal(verdict.certainty, 'proven');
        assert.match(verdict.why, /its parent is not at fault/);
        assert.ok(verdict.evidence.some(line => line.includes(`${subject.number('liveThread')} not ended`)));
        assert.ok(verdict.remedy?.includes(`/proc/${leader}/task/${subject.number('liveThread')}`));
      }));
  }

  it('counts as none in the text and for --exit-code', () =>
    stands('exited-leader.c', ['running'], async subject => {
      const parent = `${subject.number('parent')}`;
      const {status, stdout} = await runProcdoc('zombies', '--parent', parent, '--exit-code');
      assert.equal(status, 0);
      assert.ok(stdout.startsWith(`exited-leader (${subject.number('leader')}) is no zombie\n`));
      assert.match(stdout, /^no zombies among /m);
    }));
});
