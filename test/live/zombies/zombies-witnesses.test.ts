import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {test} from 'node:test';
import {promisify} from 'node:util';
import pidtree from 'pidtree';
import psList from 'ps-list';
import {heldToContract, type ZombiesAnswer} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import {descendantsOf} from '../../support/proc-witness.ts';
import {procdocJson} from '../../support/procdoc.ts';
import type {Subject} from '../../support/subject.ts';

/** What ps(1) has in state Z, next to what procdoc says of the whole machine. */
async function lookAround(): Promise<{ps: string[][]; answer: ZombiesAnswer}> {
  const [{stdout}, {json}] = await Promise.all([
    promisify(execFile)('ps', ['-e', '-o', 'pid=,ppid=,stat=']),
    procdocJson('zombies'),
  ]);
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/));
  return {ps: lines.filter(([, , state]) => state?.startsWith('Z')), answer: heldToContract(json)};
}

/** "pid ppid" of the processes among these pids. */
function among(family: readonly number[], pairs: readonly (readonly [unknown, unknown])[]): string[] {
  return pairs
    .filter(([pid]) => family.includes(Number(pid)))
    .map(pair => pair.join(' '))
    .sort();
}

const situations: readonly (readonly [name: string, ...args: string[]])[] = [
  ['never-waits.c', '3'],
  ['burst.c', 'handler-once'],
  ['burst.c', 'handler-loops'],
  ['statuses.c'],
  ['held-by-tracer.c', 'by-other'],
  ['parent-stopped.c', 'stopped'],
  ['adopter.c', 'init'],
  ['adopter.c', 'subreaper'],
  ['inherited-by-exec.c', 'sh-command'],
  ['auto-reap.c', 'ignored'],
  ['hostile-name.c', 'stat-fields'],
];

for (const [name, ...args] of situations) {
  test(`ps has the same zombies of ${[name, ...args].join(' ')}, with the same parents`, () =>
    stands(name, args, async subject => {
      const family = descendantsOf(subject.pid);
      const {ps, answer} = await lookAround();
      const seen = among(
        family,
        answer.zombies.map(({pid, ppid}) => [pid, ppid]),
      );
      assert.deepEqual(
        seen,
        among(
          family,
          ps.map(([pid, ppid]) => [pid, ppid]),
        ),
      );
      assert.equal(seen.length > 0, hasZombies(subject));
    }));
}

function hasZombies(subject: Subject): boolean {
  const {zombies, killedZombie} = subject.facts;
  return killedZombie !== undefined || (Array.isArray(zombies) && zombies.length > 0);
}

test('ps has an exited leader in state Z too, and marks it as multi-threaded: it is not among the zombies', () =>
  stands('exited-leader.c', ['running'], async subject => {
    const leader = subject.number('leader');
    const {ps, answer} = await lookAround();
    assert.match(ps.find(([pid]) => pid === `${leader}`)?.[2] ?? '', /^Z.*l/);
    assert.ok(!answer.zombies.some(({pid}) => pid === leader));
    assert.ok(answer.exitedLeaders.some(({pid}) => pid === leader));
  }));

test('ps-list and pidtree have the zombies as children of the parent that procdoc names, too', () =>
  stands('never-waits.c', ['3'], async subject => {
    const [{answer}, listed, children] = await Promise.all([lookAround(), psList(), pidtree(subject.pid)]);
    const zombies = answer.zombies.filter(({ppid}) => ppid === subject.pid).map(({pid}) => pid);
    assert.deepEqual(zombies, subject.pids('zombies'));
    assert.deepEqual(children.sort(byNumber), zombies);
    const listedChildren = listed.filter(({ppid}) => ppid === subject.pid).map(({pid}) => pid);
    assert.deepEqual(listedChildren.sort(byNumber), zombies);
    assert.deepEqual(answer.parents.find(({pid}) => pid === subject.pid)?.zombies, zombies);
  }));

function byNumber(a: number, b: number): number {
  return a - b;
}
