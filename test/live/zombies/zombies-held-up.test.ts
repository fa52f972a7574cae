import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {sigchldInspection} from '../../../src/rules/inspections/sigchld.ts';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {zombieInspection} from '../../../src/rules/inspections/zombies.ts';
import {askProcdoc} from '../../support/asked.ts';
import {assertSeen, factIn} from '../../support/facts.ts';
import {askZombies} from '../../support/live/answers.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {withFrozen, withoutFreezer} from '../../support/live/frozen-cgroup.ts';
import {withoutFuse} from '../../support/live/fuse.ts';
import {stands} from '../../support/live/stands.ts';
import {itSaysWhy} from '../../support/live/zombie-situations.ts';
import {until, withSubject} from '../../support/subject.ts';

describe('a zombie whose parent cannot run, or cannot get at it', {concurrency: 3}, () => {
  itSaysWhy({
    subject: 'held-by-tracer.c',
    args: ['by-other'],
    rule: 'held-by-tracer',
    certainty: 'proven',
    facts: (_, subject) => [
      factIn(subject.numbers('zombies')[0] ?? 0, 'status', 'TracerPid', subject.number('tracer')),
    ],
  });

  itSaysWhy({
    subject: 'parent-stopped.c',
    args: ['stopped'],
    rule: 'parent-stopped',
    certainty: 'proven',
    facts: parent => [factIn(parent, 'stat', 'state (3)', 'T')],
  });

  itSaysWhy({
    subject: 'parent-stopped.c',
    args: ['traced'],
    rule: 'parent-stopped',
    certainty: 'proven',
    facts: (parent, subject) => [
      factIn(parent, 'stat', 'state (3)', 't'),
      factIn(parent, 'status', 'TracerPid', subject.number('tracer')),
    ],
  });

  itSaysWhy({
    subject: 'vfork-parent.c',
    rule: 'parent-in-disk-sleep',
    certainty: 'proven when settled',
    facts: parent => [
      factIn(parent, 'stat', 'state (3)', 'D'),
      factIn(parent, `task/${parent}/wchan`, null, readFileSync(`/proc/${parent}/wchan`, 'latin1')),
    ],
  });

  for (const mode of ['by-parent', 'by-parent-ignoring']) {
    itSaysWhy({
      subject: 'held-by-tracer.c',
      args: [mode],
      rule: 'parent-never-waits',
      certainty: 'proven when settled',
      facts: parent => [
        factIn(parent, 'status', 'SigCgt', 'none'),
        factIn(parent, 'status', 'SigIgn', mode === 'by-parent' ? 'none' : 'SIGCHLD'),
      ],
    });
  }
});

const FROZEN = 'zombies/parent-frozen';

describe('a zombie whose parent is frozen by its cgroup', () => {
  for (const version of [1, 2] as const)
    for (const [subject, args] of [
      ['never-waits.c', ['1']],
      ['blocked.c', ['itself']],
      ['burst.c', ['handler-once']],
    ] as const)
      it(
        `${subject}, version ${version}: nothing in the parent is blamed`,
        {skip: withoutFreezer(version)},
        () =>
          stands(subject, args, async facts => {
            const parent = facts.number('parent');
            await withFrozen(version, parent, async folder => {
              const verdicts = await until('it is frozen', async () => {
                const answer = (await askZombies(parent)).zombies.map(({verdict}) => verdict);
                return (
                  answer.every(({certainty, rule}) => certainty === 'proven' && rule === FROZEN) && answer
                );
              });
              for (const {facts: seen, remedy} of verdicts) {
                assert.ok(seen.length > 0 && seen.every(({file}) => file.startsWith(`${folder}/`)));
                assert.ok(remedy?.includes(`> ${folder}/`));
              }
              for (const inspection of [sigchldInspection, signalInspection])
                assert.deepEqual((await inspected(inspection, [parent])).map(inShort), []);
              assert.deepEqual((await inspected(zombieInspection, [parent])).map(inShort), [
                `${FROZEN} of ${parent}, proven`,
              ]);
            });
          }),
      );
});

describe('a process of which only the main thread has exited', () => {
  for (const mode of ['running', 'stopped']) {
    it(`is not a zombie while another thread is ${mode}, and its parent is not blamed`, () =>
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
        const thread = subject.number('liveThread');
        assertSeen(
          verdict.facts,
          factIn(leader, 'stat', 'state (3)', 'Z'),
          factIn(leader, 'stat', 'num_threads (20)', 2),
          factIn(leader, 'task', null, thread),
        );
        assert.ok(verdict.remedy?.includes(`/proc/${leader}/task/${thread}`));
      }));
  }

  it('is not counted in the text, nor for --exit-code', () =>
    stands('exited-leader.c', ['running'], async subject => {
      const parent = `${subject.number('parent')}`;
      const {status, stdout} = await askProcdoc('zombies', '--parent', parent, '--exit-code');
      assert.equal(status, 0);
      const [total, , heading] = stdout.split('\n');
      assert.match(total ?? '', /^no zombies of /);
      assert.equal(heading, `exited-leader (${subject.number('leader')}) isn't a zombie`);
    }));

  it('is not a zombie yet while a thread is stuck in its exit, which is named', {skip: withoutFuse}, () =>
    withSubject('silent-fuse.c', ['taken'], async subject => {
      const victim = subject.number('victim');
      // A process that exits is left alone for a moment.
      const leader = await until('its thread has been stuck for long', async () => {
        const {zombies, exitedLeaders} = await askZombies(subject.pid);
        assert.deepEqual(zombies, []);
        return exitedLeaders[0];
      });
      assert.deepEqual([leader.pid, leader.liveThreads], [victim, 1]);
      const [thread = ''] = readdirSync(`/proc/${victim}/task`).filter(tid => tid !== `${victim}`);
      assert.equal(leader.verdict.rule, 'zombies/exited-leader');
      assert.equal(leader.verdict.certainty, 'proven');
      assertSeen(leader.verdict.facts, factIn(victim, `task/${thread}/stat`, 'state (3)', 'D'));
    }),
  );
});
