import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {
  askBothWays,
  askDescriptor,
  askInheritedFds,
  type DescriptorAnswer,
  giverOf,
  rulesOf,
} from '../../support/live/descriptor-answers.ts';
import {withFiles, withLeftBehind, withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {certaintyByPids, parentOf} from '../../support/proc-witness.ts';
import type {Subject} from '../../support/subject.ts';

type Lock = DescriptorAnswer['locks'][number];

const wholeFile = {start: 0, end: null};

/** The parent's and the child's descriptor of a subject of heirs.c. */
function askBoth(subject: Subject): Promise<[DescriptorAnswer, DescriptorAnswer]> {
  return Promise.all([
    askDescriptor(subject.number('parent'), subject.number('fd'), '--all'),
    askDescriptor(subject.number('child'), subject.number('childFd'), '--all'),
  ]);
}

describe('after fork, with the parent alive, nothing is wrong with', () => {
  const locksOf = (mode: string, expect: (parent: number, child: number) => readonly (readonly Lock[])[]) =>
    stands('heirs.c', [mode], async subject => {
      const answers = await askBoth(subject);
      assert.deepEqual(
        answers.map(({locks}) => locks),
        expect(subject.number('parent'), subject.number('child')),
      );
      assert.deepEqual(answers.map(rulesOf), [[], []]);
    });

  it('a flock: both have it, the parent took it', () =>
    locksOf('flock', parent => {
      const lock: Lock = {
        class: 'flock',
        mode: 'write',
        acquirerPid: parent,
        acquirerAlive: true,
        ...wholeFile,
      };
      return [[lock], [lock]];
    }));

  it('an OFD lock: both have it, and the kernel does not say who took it', () =>
    locksOf('ofd-lock', () => {
      const lock: Lock = {class: 'ofd', mode: 'write', acquirerPid: null, acquirerAlive: null, ...wholeFile};
      return [[lock], [lock]];
    }));

  it('a POSIX lock: it is the parent’s alone, though the child has the descriptor', () =>
    stands('heirs.c', ['posix-lock'], async subject => {
      const parent = subject.number('parent');
      const [parents, childs] = await askBoth(subject);
      const lock = {class: 'posix', mode: 'write', acquirerPid: parent, acquirerAlive: true, ...wholeFile};
      assert.deepEqual([parents.locks, childs.locks], [[lock], []]);
      assert.equal(giverOf(childs), `${parent}/${parents.fd} proven by kcmp`);
      assert.deepEqual([...rulesOf(parents), ...rulesOf(childs)], []);
    }));

  it('two flocks by two opens: each its own, though both are on one file', () =>
    locksOf('two-flocks', (parent, child) =>
      [parent, child].map(acquirerPid => [
        {class: 'flock', mode: 'read', acquirerPid, acquirerAlive: true, ...wholeFile},
      ]),
    ));
});

/** That a process holds a flock whose acquirer has exited. */
function assertOutlived(descriptor: DescriptorAnswer, acquirer: number): void {
  const [lock] = descriptor.locks;
  assert.deepEqual([lock?.acquirerPid, lock?.acquirerAlive], [acquirer, false]);
  const verdict = descriptor.verdicts.find(({rule}) => rule === 'locks/held-by-heir');
  assert.equal(verdict?.certainty, certaintyByPids());
  const line = verdict.facts.find(({field}) => field === 'lock:');
  assert.equal(line?.value, `FLOCK WRITE ${acquirer}`);
  assert.ok(verdict.facts.some(({file}) => file.startsWith(`/proc/${acquirer}`)));
}

test('a daemon that a command left behind holds the lock that flock(1) took for the command', () =>
  withFiles({lock: ''}, folder =>
    withLeftBehind(
      "flock -n lock bash -c 'cat <&5 & echo $PPID $!'; :",
      {cwd: folder},
      async ({numbers: [flock = 0, daemon = 0]}) => {
        const {descriptors} = await askInheritedFds(daemon);
        const held = descriptors.filter(({locks}) => locks.length > 0);
        assert.deepEqual(
          held.map(({target}) => target),
          [`${folder}/lock`],
        );
        for (const descriptor of held) {
          assertOutlived(descriptor, flock);
          assert.equal(giverOf(descriptor), `${flock}/null likely by lock`);
          assert.equal(descriptor.inheritedFrom?.alive, false);
          await askBothWays(daemon, descriptor.fd);
        }
      },
    ),
  ));

describe('a shell that opened the lock file, and had flock(1) take the lock', () => {
  const script = 'exec 9>lock; flock 9; cat <&5 & echo $$ $!';

  it('holds its own lock, and so does what it started', () =>
    withFiles({lock: ''}, folder =>
      withRunning(
        ['bash', '-c', `exec 5<&0; ${script}; read x`],
        {cwd: folder, detached: true},
        async ({numbers: [shell = 0, child = 0]}) => {
          const [own, passedOn] = [await askDescriptor(shell, 9), await askDescriptor(child, 9)];
          assert.deepEqual(
            own.locks.map(({acquirerAlive}) => acquirerAlive),
            [false],
          );
          assert.equal(own.inheritedFrom, null);
          assert.equal(giverOf(passedOn), `${shell}/9 proven by kcmp`);
          assert.deepEqual([...rulesOf(own), ...rulesOf(passedOn)], []);
        },
      ),
    ));

  it('leaves it to what it started when it exits', () =>
    withFiles({lock: ''}, folder =>
      withLeftBehind(script, {cwd: folder}, async ({numbers: [, child = 0]}) => {
        const held = await askDescriptor(child, 9);
        assert.deepEqual(rulesOf(held), ['locks/held-by-heir']);
        assert.equal(held.inheritedFrom?.alive, false);
      }),
    ));
});

test('a shell between the client that has exited and its daemon holds lock and port as the daemon does', () =>
  withClientAndDaemon('in-shell', async ({client, daemon, clientExits}) => {
    const [lock, listener] = [client.number('lockFd'), client.number('listenFd')];
    const shell = parentOf(daemon.pid);
    assert.deepEqual(rulesOf(await askDescriptor(daemon.pid, lock)), []);
    assert.deepEqual(rulesOf(await askDescriptor(daemon.pid, listener)), []);
    await clientExits();
    for (const pid of [shell, daemon.pid]) {
      const held = await askDescriptor(pid, lock);
      assertOutlived(held, client.pid);
      assert.deepEqual(rulesOf(await askDescriptor(pid, listener)), ['fds/listener-held-by-heir']);
      for (const holder of [shell, daemon.pid])
        assert.match(held.verdicts[0]?.remedy ?? '', new RegExp(`\\b${holder}\\b`));
    }
    assert.equal(giverOf(await askDescriptor(daemon.pid, lock)), `${shell}/${lock} proven by kcmp`);
  }));
