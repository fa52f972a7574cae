import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  chain,
  connection,
  edge,
  inCall,
  link,
  node,
  sleeping,
  wait,
} from '../../../test/support/recorded/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import type {WakeUp} from '../../snapshot/wait-chain/wake-up.ts';
import {summaryOf} from './summary.ts';

describe('the sentences on what has to happen', () => {
  const waitsFor = (to: number | null, rest: Partial<Edge>) =>
    summaryOf(
      chain(
        node(1, 'a', [wait(1, [edge(1, to, rest)])]),
        ...(to === null ? [] : [node(to, 'b', [sleeping(to)])]),
      ),
    );

  it('say what has to happen, by what is waited for', () => {
    assert.equal(
      waitsFor(2, {kind: 'writes-pipe'}),
      'a (1) continues only when b (2) reads from fd 1, or closes it.',
    );
    assert.equal(
      waitsFor(2, {kind: 'waits-for-lock', fds: [3]}),
      'a (1) gets the lock only when b (2) exits, closes fd 3 or unlocks it.',
    );
    assert.equal(
      waitsFor(2, {kind: 'waits-for-child', fds: []}),
      'a (1) continues only when its child b (2) exits.',
    );
    assert.equal(
      waitsFor(null, {
        kind: 'connects-to',
        target: connection('10.0.0.1:4000', '10.0.0.2:80'),
        fds: [],
        acts: ['writes'],
      }),
      'a (1) continues only when the peer at 10.0.0.2:80 writes to the connection, or closes it.',
    );
    assert.equal(
      waitsFor(null, {kind: 'stopped-by', fds: []}),
      'a (1) is stopped, and continues only when it gets SIGCONT: `kill -CONT 1`. The kernel keeps no record of who stopped it.',
    );
    assert.equal(
      waitsFor(null, {kind: 'stopped-by', fds: [], stop: {signal: 19, needsForeground: false}}),
      'a (1) is stopped by SIGSTOP, and continues only when it gets SIGCONT: `kill -CONT 1`.',
    );
    const freezer = {folder: '/sys/fs/cgroup/x', version: 2, certainty: 'proven'} as const;
    assert.equal(
      waitsFor(null, {kind: 'frozen-by', fds: [], target: link(freezer.folder), freezer}),
      'a (1) is frozen by the cgroup /sys/fs/cgroup/x, and continues only when that is thawed: `echo 0 > /sys/fs/cgroup/x/cgroup.freeze`.',
    );
  });

  it('name the process that has to read from a socket, write to it or accept it', () => {
    const peer = (acts: Edge['acts'] = []) => waitsFor(2, {kind: 'connects-to', fds: [4], acts});
    assert.equal(peer(['reads']), 'a (1) continues only when b (2) reads from fd 4, or closes it.');
    assert.equal(peer(['writes']), 'a (1) continues only when b (2) writes to fd 4, or closes it.');
    assert.equal(
      peer(['reads', 'writes']),
      'a (1) continues only when b (2) writes to, or reads from, fd 4, or closes it.',
    );
    assert.equal(
      peer(['accepts', 'writes']),
      'a (1) continues only when b (2) accepts the connection on fd 4 and writes to it, or closes it.',
    );
    const connecting = wait(1, [edge(1, 2, {kind: 'connects-to', acts: ['accepts', 'reads']})], {
      doing: inCall('connect'),
    });
    assert.equal(
      summaryOf(chain(node(1, 'a', [connecting]), node(2, 'b', [sleeping(2)]))),
      'a (1) continues only when b (2) accepts connections on fd 1, or closes it.',
    );
  });

  it('want the other end closed by all that have it, but only one of them to act', () => {
    const both = wait(
      1,
      [2, 3].map(to => edge(1, to, {kind: 'connects-to', acts: ['reads']})),
    );
    assert.equal(
      summaryOf(chain(node(1, 'a', [both]), node(2, 'b', [sleeping(2)]), node(3, 'c', [sleeping(3)]))),
      'a (1) continues only when b (2) reads from fd 1 or c (3) reads from fd 1, or all of them close it.',
    );
  });

  it('let a parent in vfork continue on execve, too', () => {
    assert.equal(
      waitsFor(2, {kind: 'waits-for-child', fds: [], acts: ['execs']}),
      'a (1) continues only when its child b (2) exits or calls execve(2).',
    );
  });

  it('name each process that can write to one of several pipes, each once', () => {
    const of = (...pids: number[]) => {
      const watched = pids.map((to, at) => edge(1, to, {target: link(`pipe:[${at}]`)}));
      const others = [2, 3].filter(pid => pids.includes(pid)).map(pid => node(pid, 'b', [sleeping(pid)]));
      return summaryOf(chain(node(1, 'a', [wait(1, watched, {doing: inCall('poll')})]), ...others));
    };
    assert.equal(of(2, 3), 'a (1) continues on any of these: b (2) or b (3).');
    assert.equal(
      of(2, 2),
      'a (1) continues only when b (2) writes to fds 1, 1, closes one of these or exits.',
    );
  });

  it('call no descriptor forgotten that reads and writes, or that another thread writes to', () => {
    const fifo = edge(1, 1, {target: link('/ff'), fds: [3], bothWays: [3]});
    const others: WakeUp[] = [{kind: 'fifo-end', path: '/ff', accessMode: 'r'}];
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [fifo], {others})]))),
      'a (1) continues when a writer that opens the FIFO /ff writes. a (1) never sees EOF while it has /ff open for reading and writing itself (fd 3).',
    );
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [{...fifo, bothWays: []}], {others})]))),
      /\. a \(1\) never sees EOF: it forgot to close its own write end \(fd 3\)\.$/,
    );
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [fifo])]))),
      'Deadlock (proven): a (1) waits for itself: no other process can write to /ff, which it has open for both reading and writing itself (fd 3). To end the wait: `kill -TERM 1`.',
    );
    const threads = [wait(1, [edge(1, 1)], {others: [{kind: 'own-thread'}]}), sleeping(2)];
    assert.equal(
      summaryOf(chain(node(1, 'a', threads))),
      'a (1) continues when another thread of its own writes. a (1) never sees EOF while it has pipe:[1] open for writing itself (fd 1).',
    );
  });

  it('want a pipe closed by all writers, or data from one of them', () => {
    const both = wait(1, [edge(1, 2), edge(1, 3)]);
    assert.equal(
      summaryOf(chain(node(1, 'a', [both]), node(2, 'b', [sleeping(2)]), node(3, 'c', [sleeping(3)]))),
      'a (1) sees EOF only when all of these exit or close the pipe: b (2) fd 1 and c (3) fd 1. Data from any of them lets a (1) continue, too.',
    );
  });

  it('want a zombie’s tracer to wait for it, and another tracee’s to resume it', () => {
    const traced = (state: 'Z' | 't') =>
      summaryOf(
        chain(
          node(1, 'a', [wait(1, [edge(1, 2, {kind: 'traced-by', target: null, fds: []})], {state})]),
          node(2, 'b', [sleeping(2)]),
        ),
      );
    assert.equal(
      traced('Z'),
      'a (1) has exited, and can be reaped only when its tracer b (2) waits for it, detaches or exits.',
    );
    assert.equal(traced('t'), 'a (1) continues only when its tracer b (2) resumes it, detaches or exits.');
  });

  it('have words of their own for a tracer, and for a kernel thread', () => {
    assert.equal(
      waitsFor(2, {kind: 'waits-for-tracee', fds: []}),
      'a (1) continues only when its tracee b (2) exits or next stops.',
    );
    const asleep = wait(2, [], {
      doing: null,
      others: [{kind: 'kernel-wake-up', function: 'kthreadd'}],
    });
    const thread = node(2, 'kthreadd', [asleep]);
    assert.equal(
      summaryOf(chain({...thread, isKernelThread: true})),
      'kthreadd (2) is a kernel thread, which makes no system calls, and waits for a wake-up inside the kernel, in kthreadd.',
    );
  });
});
