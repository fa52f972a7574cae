import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {assertWaitsForEnder, edgesFrom, factsOf, wakeUpsOf, whyOf} from '../../support/live/why-answer.ts';
import {descriptorTarget} from '../../support/proc-witness.ts';

test('a reader of a unix socket waits for the process with its peer', () =>
  stands('blocked-on-process.c', ['unix'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.target ?? '', /^socket:\[\d+\] to socket:\[\d+\]$/);
    assert.match(answer.summary, / continues only when \S+ \(\d+\) writes to fd \d+, or closes it\./);
  }));

test('a writer to a full unix socket continues when the process with its peer reads', () =>
  stands('blocked-on-process.c', ['unix-full'], async subject => {
    const {answer} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(answer.summary, / continues only when \S+ \(\d+\) reads from fd \d+, or closes it\./);
  }));

test('a process that has the peer of its socket itself learns which of its descriptors that is', () =>
  stands('blocked-on-process.c', ['own-peer'], async subject => {
    const waiter = subject.number('waiter');
    const fd = subject.number('fd');
    const {summary, cycles} = await whyOf(waiter);
    assert.deepEqual(cycles, [[waiter]]);
    const ends = `${descriptorTarget(waiter, fd + 1)}, the peer of ${descriptorTarget(waiter, fd)}`;
    assert.ok(summary.includes(`${ends}, is its own fd ${fd + 1}, `), summary);
  }));

test('a reader of a TCP connection waits for the process that accepted it, not for the listener', () =>
  stands('blocked-on-process.c', ['tcp'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.target ?? '', /^127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+$/);
  }));

test('before it is accepted, a TCP connection waits for the listener', () =>
  stands('blocked-on-process.c', ['tcp-backlog'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.deepEqual(factsOf(edge).slice(2), [
      ['/proc/N/net/tcp', 'socket:[N]', 'LISTEN'],
      ['/proc/N/fd/N', null, 'socket:[N]'],
    ]);
    assert.match(answer.summary, / accepts the connection on fd \d+ and writes to it, or closes it\./);
  }));

test('a process that reads datagrams waits for a message to the name of its socket', () =>
  stands('blocked-on-process.c', ['datagram'], async subject => {
    const waiter = subject.number('waiter');
    const [wakeUp] = wakeUpsOf(await whyOf(waiter), waiter);
    assert.ok(wakeUp?.kind === 'message');
    assert.match(wakeUp.at ?? '', /^@[\da-f]{5}$/);
  }));

test('a process that accepts connections waits for no other', () =>
  stands('blocked-on-process.c', ['accept'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    assert.deepEqual(edgesFrom(answer, waiter), []);
    assert.deepEqual(answer.roots, [waiter]);
    const [wakeUp] = wakeUpsOf(answer, waiter);
    assert.ok(wakeUp?.kind === 'connection');
    assert.match(wakeUp.at, /^127\.0\.0\.1:\d+$/);
  }));

/** Polls a listener, and a client that says nothing; with "threads", a worker's pipe in a thread that comes first, or with "reading" blocks in it. */
const SERVER = `
import os, select, socket, sys, threading
listener = socket.create_server(('127.0.0.1', 0))
r, w = os.pipe()
if os.fork() == 0:
    os.close(r)
    client = socket.create_connection(listener.getsockname())
    sys.stdin.read()
    os._exit(0)
os.close(w)
served = listener.accept()[0]
pair = socket.socketpair()
poll = lambda *all: select.select(all, [], [], 10000)
if sys.argv[1] == 'threads':
    threading.Thread(target=poll, args=(listener, served), daemon=True).start()
    print('stands', flush=True)
    if len(sys.argv) > 2: os.read(r, 1)
    select.select([r, pair[0], sys.stdin], [], [])
    os._exit(0)
print('stands', flush=True)
select.select([listener, served, r, sys.stdin], [], [])
`;

for (const mode of ['alone', 'threads', 'threads reading'])
  test(`a server waits for whoever connects, and not first for a client or worker that is idle: ${mode}`, () =>
    withRunning(['python3', '-c', SERVER, ...mode.split(' ')], {}, async ({pid}) => {
      const {summary} = await whyOf(pid);
      const waits = `^python3 \\(${pid}\\) waits for a connection to 127\\.0\\.0\\.1:\\d+\\. .*python3 \\(\\d+\\).* can end the wait`;
      assert.match(summary, new RegExp(waits));
      assert.doesNotMatch(summary, /kill/);
    }));

/** Receives datagrams at a name that another socket has connected to: the kernel shows such a receiver as connected, too. */
const DATAGRAM_SERVER = `
import os, select, socket, sys
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind('')
sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
sender.connect(receiver.getsockname())
if sys.argv[1] == 'closed': sender.close()
print('stands', flush=True)
select.select([receiver, sys.stdin], [], [])
`;

for (const mode of ['open', 'closed'])
  test(`a receiver of datagrams waits for a message, whoever has connected to it: ${mode}`, () =>
    withRunning(['python3', '-c', DATAGRAM_SERVER, mode], {}, async ({pid}) => {
      const kinds = wakeUpsOf(await whyOf(pid), pid).map(({kind}) => kind);
      assert.deepEqual(kinds, ['message']);
    }));

test('a process waits for its child, and not first for the peer of a socket that a thread of it reads and it has itself', () =>
  withRunning(
    [
      'python3',
      '-c',
      `
import socket, subprocess, threading
end, peer = socket.socketpair()
threading.Thread(target=end.recv, args=(1,), daemon=True).start()
child = subprocess.Popen(['cat'])
print(child.pid, flush=True)
child.wait()`,
    ],
    {},
    async ({pid, numbers: [child = 0]}) => {
      const {summary} = await whyOf(pid);
      assert.match(
        summary,
        new RegExp(`^python3 \\(${pid}\\) continues only when its child cat \\(${child}\\) exits`),
      );
    },
  ));
