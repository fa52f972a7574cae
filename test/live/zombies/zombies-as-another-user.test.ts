import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {heldToContract, type ZombiesAnswer} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import {IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';
import type {Subject} from '../../support/subject.ts';

async function askAsNobody(parent: number): Promise<ZombiesAnswer> {
  const {status, stdout} = await runProcdocAsNobody('zombies', '--parent', `${parent}`, '--json');
  assert.equal(status, 0);
  return heldToContract(JSON.parse(stdout));
}

/** The pids of which this could not be read, for want of permission. */
function pidsOf({unreadable}: ZombiesAnswer, what: string): number[] {
  const found = unreadable.filter(gap => gap.what === what);
  assert.deepEqual([...new Set(found.map(({errno}) => errno))], ['EACCES'], what);
  return found.flatMap(({pids}) => pids);
}

describe('to another user', {concurrency: 3, skip: !IS_ROOT && 'needs root'}, () => {
  it('the statuses of zombies are unknown, however they ended, and what was not readable is said', () =>
    stands('statuses.c', [], async subject => {
      const answer = await askAsNobody(subject.pid);
      assert.deepEqual(
        answer.zombies.map(({waitStatus}) => waitStatus),
        Array(6).fill(null),
      );
      assert.equal(answer.complete, false);
      assert.deepEqual(
        pidsOf(answer, 'wait status'),
        answer.zombies.map(({pid}) => pid),
      );
      assert.deepEqual(pidsOf(answer, 'syscall'), [subject.pid]);
      for (const {deadForSeconds, diedAt, uid, user} of answer.zombies) {
        assert.ok(deadForSeconds !== null && diedAt !== null);
        assert.deepEqual([uid, user], [0, 'root']);
      }
    }));

  it('the status of a zombie that exited 0 is not readable, in the text as well', () =>
    stands('never-waits.c', ['1'], async ({pid}) => {
      assert.deepEqual(
        (await askAsNobody(pid)).zombies.map(({waitStatus}) => waitStatus),
        [null],
      );
      const {status, stdout} = await runProcdocAsNobody('zombies', '--parent', `${pid}`);
      assert.equal(status, 0);
      assert.match(stdout, / {2}status not readable$/m);
      assert.doesNotMatch(stdout, /exited/);
      assert.match(stdout, /^ {2}sleeping; what it is blocked in can't be read$/m);
      assert.match(stdout.replaceAll(/\s+/g, ' '), / note could not read .*wait status of .*\(EACCES\)/);
    }));

  for (const [name, mode, rule, doubt] of [
    ['waits-for-other.c', 'wait4', 'parent-polls', /can't be read/],
    ['burst.c', 'signalfd-unread', 'parent-blocks-sigchld', /signalfd .* can't be read/],
    ['blocked.c', 'itself', 'parent-blocks-sigchld', /signalfd .* can't be read/],
    ['burst.c', 'handler-once', 'handler-misses-children', /catches SIGCHLD/],
  ] as const) {
    it(`why ${name.replace('.c', '')} ${mode} has zombies is only likely: ${rule}`, () =>
      stands(name, [mode], async subject => {
        for (const {verdict} of (await askAsNobody(parentOf(subject))).zombies) {
          assert.deepEqual([verdict.rule, verdict.certainty], [`zombies/${rule}`, 'likely']);
          assert.match(verdict.why, doubt);
          assert.deepEqual(
            verdict.facts.filter(({file}) => /syscall|fdinfo/.test(file)),
            [],
          );
        }
      }));
  }

  for (const [name, mode, rule] of [
    ['held-by-tracer.c', 'by-other', 'held-by-tracer'],
    ['parent-stopped.c', 'stopped', 'parent-stopped'],
    ['ignored-too-late.c', '', 'ignored-too-late'],
    ['exit-signal.c', '0', 'not-announced-by-sigchld'],
  ] as const) {
    it(`${rule} is proven all the same`, () =>
      stands(name, [mode], async subject => {
        const [zombie] = (await askAsNobody(parentOf(subject))).zombies;
        assert.equal(zombie?.verdict.rule, `zombies/${rule}`);
        assert.equal(zombie.verdict.certainty, 'proven');
      }));
  }

  it('a subreaper whose calls can’t be read may get to what it adopted: no fault yet', () =>
    stands('adopter.c', ['daemons'], async subject => {
      const [zombie] = (await askAsNobody(subject.number('adopter'))).zombies;
      assert.deepEqual([zombie?.verdict.rule, zombie?.verdict.certainty], ['zombies/parent-polls', 'likely']);
    }));
});

function parentOf(subject: Subject): number {
  return subject.number('parent');
}
