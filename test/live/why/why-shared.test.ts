import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {
  assertWaitsForEnder,
  edgesFrom,
  factsOf,
  untilWhy,
  wakeUpsOf,
  whyOf,
} from '../../support/live/why-answer.ts';
import {IS_ROOT} from '../../support/procdoc.ts';

for (const [mode, fact] of [
  ['robust', ['/proc/N/syscall']],
  ['pi', ['/proc/N/mem']],
] as const)
  test(`the word of a ${mode} mutex proves which process has locked it`, () =>
    stands('blocked-on-shared.c', [mode], async subject => {
      const {answer, edge} = await assertWaitsForEnder(subject, 'waits-for-lock');
      const [word, maps] = factsOf(edge);
      assert.equal(word?.[0], fact[0]);
      assert.deepEqual(maps?.slice(0, 2), ['/proc/N/maps', 'inode N']);
      assert.ok(edge.evidence[0]?.includes(`thread ${subject.number('ender')} has the lock`));
      assert.deepEqual(wakeUpsOf(answer, subject.number('waiter')), []);
    }));

test('a process that waits for a semaphore in shared memory likely waits for those that have it mapped', () =>
  stands('blocked-on-shared.c', ['semaphore'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    const edges = edgesFrom(answer, waiter);
    assert.ok(edges.every(({kind, certainty}) => kind === 'shares-memory' && certainty === 'likely'));
    assert.deepEqual(edges.map(({to}) => to).sort(), [subject.pid, subject.number('ender')].sort());
    assert.deepEqual(wakeUpsOf(answer, waiter), [{kind: 'sharer-unseen'}]);
    assert.deepEqual(answer.deadlocked, []);
  }));

test('a process that reads an eventfd waits for the process that inherited it', () =>
  stands('blocked-on-shared.c', ['eventfd'], async subject => {
    await assertWaitsForEnder(subject, 'reads-eventfd');
  }));

test('an event loop that watches an eventfd may be woken by the process that inherited it', () =>
  stands('blocked-on-shared.c', ['watches'], async subject => {
    const {answer} = await assertWaitsForEnder(subject, 'reads-eventfd');
    assert.deepEqual(wakeUpsOf(answer, subject.number('waiter')), [{kind: 'eventfd'}]);
    assert.deepEqual(answer.roots, [subject.number('waiter')]);
  }));

for (const [mode, kind, field] of [
  ['msgrcv', 'reads-queue', 'lspid of N'],
  ['msgsnd', 'writes-queue', 'lrpid of N'],
  ['semop', 'waits-for-semaphore', 'sempid of N'],
] as const)
  test(`a process in ${mode} likely waits for who last used that System V object, or for any other`, () =>
    stands('blocked-on-shared.c', [mode], async subject => {
      const waiter = subject.number('waiter');
      const answer = await whyOf(waiter);
      const [edge, ...more] = edgesFrom(answer, waiter);
      assert.deepEqual(more, []);
      assert.deepEqual([edge?.kind, edge?.to, edge?.certainty], [kind, subject.number('ender'), 'likely']);
      assert.equal(edge?.facts[0]?.field?.replace(/\d+/g, 'N'), field);
      const [other] = wakeUpsOf(answer, waiter);
      assert.equal(other?.kind, mode === 'semop' ? 'semaphore' : 'ipc-queue');
      assert.deepEqual(answer.roots, [waiter]);
    }));

test('a process that receives from a message queue waits for who can send to it', () =>
  stands('blocked-on-shared.c', ['queue'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'reads-queue');
    assert.match(edge.target ?? '', /^\/procdoc-\d+/);
    assert.deepEqual(
      wakeUpsOf(answer, subject.number('waiter')).map(({kind}) => kind),
      ['message'],
    );
  }));

test('a process that receives on a connected UDP socket waits for the process with its peer', () =>
  stands('blocked-on-shared.c', ['udp'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.target ?? '', /^127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+$/);
  }));

test('the process whose UDP socket is bound where another is connected to is likely its peer', () =>
  stands('blocked-on-shared.c', ['udp-server'], async subject => {
    const waiter = subject.number('waiter');
    assert.deepEqual(
      edgesFrom(await whyOf(waiter), waiter).map(({kind, to, certainty}) => ({kind, to, certainty})),
      [{kind: 'connects-to', to: subject.number('ender'), certainty: 'likely'}],
    );
  }));

test('a process that polls for a lock, with the file open, likely waits for its holder', () =>
  stands('blocked-on-shared.c', ['polls'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await untilWhy(waiter, 'the process naps', one => edgesFrom(one, waiter).length > 0);
    assert.deepEqual(
      edgesFrom(answer, waiter).map(({kind, to, certainty}) => ({kind, to, certainty})),
      [{kind: 'waits-for-lock', to: subject.number('ender'), certainty: 'likely'}],
    );
    assert.deepEqual(wakeUpsOf(answer, waiter), [{kind: 'time'}]);
  }));

test(
  'a process that opens a locked file again and again likely polls for the lock',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    stands('blocked-on-shared.c', ['reopens'], async subject => {
      const waiter = subject.number('waiter');
      const answer = await untilWhy(waiter, 'the process naps', one => edgesFrom(one, waiter).length > 0);
      const [edge, ...more] = edgesFrom(answer, waiter);
      assert.deepEqual(more, []);
      assert.deepEqual(
        [edge?.kind, edge?.to, edge?.certainty, edge?.fds],
        ['waits-for-lock', subject.number('ender'), 'likely', [subject.number('enderFd')]],
      );
      assert.deepEqual(edge && factsOf(edge).map(([file, field]) => [file, field]), [
        ['fanotify(N)', 'FAN_OPEN by N'],
        ['/proc/N/fdinfo/N', 'lock:'],
      ]);
      assert.deepEqual(wakeUpsOf(answer, waiter), [{kind: 'time'}]);
    }),
);

test('a process that sleeps for long polls for no lock, whatever it has open', () =>
  stands('blocked-on-shared.c', ['sleeps'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    assert.deepEqual(edgesFrom(answer, waiter), []);
    assert.deepEqual(wakeUpsOf(answer, waiter), [{kind: 'time'}]);
  }));
