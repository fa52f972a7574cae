import assert from 'node:assert/strict';
import {it} from 'node:test';
import {askBothWays, rulesOf} from '../../support/live/descriptor-answers.ts';
import {type Running, withFiles, withLeftBehind} from '../../support/live/running.ts';
import {isGone} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

/** Runs a Python program as an orphan with a lock as fd 3: of flock(1), which exits with the shell that it runs. */
function withLock(program: string, use: (orphan: Running) => Promise<void>): Promise<void> {
  const script = `flock lock sh -c 'python3 -c "$PROGRAM" <&5 &'`;
  return withFiles({lock: ''}, folder => withLeftBehind(script, {cwd: folder, env: {PROGRAM: program}}, use));
}

/** A server that passes its listener on to a worker, as gunicorn does. */
const SERVES = `
import os, socket, sys
listener = socket.create_server(('127.0.0.1', 0))
listener.set_inheritable(True)
worker = os.fork()
if worker: print(os.getpid(), listener.fileno(), flush=True)
sys.stdin.read()
if worker: os.wait()`;

it('a server has the port that it opened itself, right above the lock that it inherited', () =>
  withLock(SERVES, async ({numbers: [server = 0, fd = 0]}) => {
    const [{inheritedFrom, verdicts}, lock] = [await askBothWays(server, fd), await askBothWays(server, 3)];
    assert.equal(fd, 4);
    assert.deepEqual([inheritedFrom, verdicts], [null, []]);
    assert.ok(rulesOf(lock).includes('locks/held-by-heir'));
  }));

/** A server with lock and port that exits, and a daemon in a session of its own which has both, and a UNIX socket. */
const LEAVES_DAEMON = `
import fcntl, os, socket, subprocess, sys
listener = socket.create_server(('127.0.0.1', 0))
lock = open('lock', 'w')
fcntl.flock(lock, fcntl.LOCK_EX)
for one in (listener, lock): os.set_inheritable(one.fileno(), True)
program = '''
import socket, sys
connected, other = socket.socketpair()
print('stands', flush=True)
sys.stdin.read()'''
daemon = subprocess.Popen(['python3', '-c', program], close_fds=False, start_new_session=True, stdout=subprocess.PIPE)
daemon.stdout.readline()
print(os.getpid(), daemon.pid, listener.fileno(), lock.fileno(), flush=True)
os._exit(0)`;

it('a daemon with a UNIX socket keeps the port of a server that has exited, likely, as it keeps its lock', () =>
  withFiles({lock: ''}, folder =>
    withLeftBehind(
      'python3 -c "$PROGRAM" <&5 &',
      {cwd: folder, env: {PROGRAM: LEAVES_DAEMON}},
      async ({numbers: [server = 0, daemon = 0, ...fds]}) => {
        await until('the server has left', () => isGone(server));
        const answers = await Promise.all(fds.map(fd => askBothWays(daemon, fd)));
        assert.deepEqual(
          answers.map(({verdicts}) => verdicts.map(({rule, certainty}) => [rule, certainty])),
          [[['fds/listener-held-by-heir', 'likely']], [['locks/held-by-heir', 'likely']]],
        );
      },
    ),
  ));
