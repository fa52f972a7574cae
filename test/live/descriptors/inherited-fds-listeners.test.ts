import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {HoldersContent} from '../../../src/render/contract/holders.ts';
import {factsOf} from '../../support/facts.ts';
import {
  askBothWays,
  askDescriptor,
  askInheritedFds,
  giverOf,
  rulesOf,
} from '../../support/live/descriptor-answers.ts';
import {type Running, withLeftBehind} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {descriptorTarget, isGone} from '../../support/proc-witness.ts';
import {procdocJson} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** Runs a Python program that listens, from a script that has exited when `use` is called. */
function withOrphan(program: string, use: (orphan: Running) => Promise<void>): Promise<void> {
  return withLeftBehind('python3 -c "$PROGRAM" <&5 &', {env: {PROGRAM: program}}, use);
}

const listen = `
import os, socket, subprocess, sys
listener = socket.create_server(('127.0.0.1', 0))
fd = listener.fileno()
`;

describe('a listener shared by', () => {
  it('the workers of a prefork server whose parent lives: nothing is wrong', () =>
    stands('prefork-server.c', [], async subject => {
      const [workers, fd] = [subject.pids('workers'), subject.number('fd')];
      const server = await askDescriptor(subject.pid, fd);
      assert.deepEqual(
        server.passedTo.map(({pid}) => pid),
        workers,
      );
      assert.deepEqual(rulesOf(server), []);
      for (const worker of workers) {
        const {inheritedFrom, alsoHeldBy, verdicts} = await askDescriptor(worker, fd);
        assert.equal(inheritedFrom?.pid, subject.pid);
        assert.deepEqual(
          alsoHeldBy.map(({pid}) => pid),
          workers.filter(other => other !== worker),
        );
        assert.deepEqual(verdicts, []);
      }
    }));

  it('the workers that a prefork server left behind: each keeps the port in use', () =>
    withOrphan(
      `${listen}
workers = []
for _ in range(3):
    pid = os.fork()
    if pid == 0:
        sys.stdin.read()
        os._exit(0)
    workers.append(pid)
print(os.getpid(), fd, listener.getsockname()[1], *workers, flush=True)
os._exit(0)
`,
      async ({numbers: [server = 0, fd = 0, port, ...workers]}) => {
        await until('the server has left', () => isGone(server));
        assert.equal(workers.length, 3);
        for (const worker of workers) {
          const {inheritedFrom, verdicts} = await askDescriptor(worker, fd);
          assert.deepEqual([inheritedFrom?.pid, inheritedFrom?.alive], [null, false]);
          const [verdict, ...others] = verdicts;
          assert.ok(verdict);
          assert.deepEqual([verdict.rule, verdict.certainty], ['fds/listener-held-by-heir', 'likely']);
          assert.deepEqual(others, []);
          assert.ok(verdict.why.includes(`127.0.0.1:${port}`), verdict.why);
          const [link, state] = factsOf(verdict.facts);
          assert.equal(link?.file, `/proc/${worker}/fd/${fd}`);
          assert.deepEqual(state, {file: `/proc/${worker}/net/tcp`, field: 'st', value: 'LISTEN'});
          for (const holder of workers) assert.match(verdict.remedy ?? '', new RegExp(`\\b${holder}\\b`));
        }
      },
    ));

  it('an orphaned server and a command it gave it to: the server opened it', () =>
    withOrphan(
      `${listen}
command = subprocess.Popen(['cat'], pass_fds=(fd,))
os.set_inheritable(fd, True)
print(os.getpid(), fd, command.pid, flush=True)
command.wait()
`,
      async ({numbers: [server = 0, fd = 0, command = 0]}) => {
        const {inheritedFrom, verdicts} = await askDescriptor(server, fd);
        assert.deepEqual([inheritedFrom, verdicts], [null, []]);
        const given = await askDescriptor(command, fd);
        assert.equal(giverOf(given), `${server}/${fd} proven by kcmp`);
        assert.deepEqual(rulesOf(given), []);
      },
    ));
});

describe('a listener that only', () => {
  it('an orphaned Python has, open across execve(2): it likely inherited it', () =>
    withOrphan(
      `${listen}
os.set_inheritable(fd, True)
daemon = subprocess.Popen(['python3', '-c', 'import sys; sys.stdin.read()'], close_fds=False)
print(os.getpid(), fd, daemon.pid, flush=True)
os._exit(0)
`,
      async ({numbers: [server = 0, fd = 0, daemon = 0]}) => {
        await until('the server has left', () => isGone(server));
        const {inheritedFrom, verdicts} = await askBothWays(daemon, fd);
        assert.deepEqual([inheritedFrom?.alive, inheritedFrom?.certainty], [false, 'likely']);
        assert.equal(inheritedFrom?.shownBy, 'runtime-closes-on-exec');
        assert.deepEqual(
          verdicts.map(({rule, certainty}) => [rule, certainty]),
          [['fds/listener-held-by-heir', 'likely']],
        );
      },
    ));

  it('a command has that never listens, in a session of its own: it likely inherited it', () =>
    withOrphan(
      `${listen}
os.set_inheritable(fd, True)
left = subprocess.Popen(['cat'], close_fds=False, start_new_session=True)
print(os.getpid(), fd, left.pid, flush=True)
os._exit(0)
`,
      async ({numbers: [server = 0, fd = 0, left = 0]}) => {
        await until('the server has left', () => isGone(server));
        const {inheritedFrom, verdicts} = await askBothWays(left, fd);
        assert.deepEqual([inheritedFrom?.pid, inheritedFrom?.alive], [null, false]);
        assert.equal(inheritedFrom?.shownBy, 'never-listens');
        assert.deepEqual(
          verdicts.map(({rule, certainty}) => [rule, certainty]),
          [['fds/listener-held-by-heir', 'likely']],
        );
      },
    ));

  it('a command has whose server lives and has closed it: no process is known to have exited', () =>
    withOrphan(
      `${listen}
os.set_inheritable(fd, True)
left = subprocess.Popen(['cat'], close_fds=False)
listener.close()
print(fd, left.pid, flush=True)
left.wait()
`,
      async ({numbers: [fd = 0, left = 0]}) => {
        const {inheritedFrom, verdicts} = await askBothWays(left, fd);
        assert.deepEqual([inheritedFrom?.pid, inheritedFrom?.alive, verdicts], [null, null, []]);
      },
    ));

  it('a server has under PID 1 or a subreaper: whether it opened it is unknown', () =>
    withOrphan(
      `
import os, socket, sys, time
starter = os.getpid()
if os.fork(): os._exit(0)
while os.getppid() == starter: time.sleep(0.01)
os.setsid()
listener = socket.create_server(('127.0.0.1', 0))
worker = os.fork()
if worker:
    print(os.getpid(), listener.fileno(), listener.getsockname()[1], worker, flush=True)
sys.stdin.read()
`,
      async ({numbers: [server = 0, fd = 0, port, worker]}) => {
        const {inheritedFrom, verdicts} = await askBothWays(server, fd);
        assert.deepEqual([inheritedFrom, verdicts], [null, []]);
        const {json} = await procdocJson<HoldersContent>('holders', `:${port}`);
        assert.deepEqual(
          json.descriptions.flatMap(({holders}) => holders.map(({pid, how}) => [pid, how])),
          [
            [server, 'opened or inherited'],
            [worker, 'inherited by fork'],
          ],
        );
      },
    ));

  it('an orphaned Python has that opened it itself: it is its own', () =>
    withOrphan(
      `${listen}
print(os.getpid(), fd, flush=True)
sys.stdin.read()
`,
      async ({numbers: [server = 0, fd = 0]}) => {
        assert.match(descriptorTarget(server, fd), /^socket:/);
        const {inheritedFrom, verdicts, closeOnExec} = await askBothWays(server, fd);
        assert.deepEqual([inheritedFrom, verdicts, closeOnExec], [null, [], true]);
        const {descriptors} = await askInheritedFds(server);
        assert.ok(!descriptors.some(descriptor => descriptor.fd === fd));
      },
    ));
});
