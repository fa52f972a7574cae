import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chain, edge, node, sleeping, wait} from '../../../test/support/recorded/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/graph.ts';
import {summaryOf} from './summary.ts';

describe('the sentence on what has to happen', () => {
  const waitsFor = (to: number | null, rest: Partial<Edge>) =>
    summaryOf(
      chain(
        node(1, 'a', [wait(1, [edge(1, to, rest)])]),
        ...(to === null ? [] : [node(to, 'b', [sleeping(to)])]),
      ),
    );

  it('says what has to happen, by what is waited for', () => {
    assert.equal(
      waitsFor(2, {kind: 'writes-pipe'}),
      'a (1) goes on only when b (2) reads from its fd 1, or closes it.',
    );
    assert.equal(
      waitsFor(2, {kind: 'waits-for-lock', fds: [3]}),
      'a (1) gets the lock only when b (2) exits or closes fd 3, or unlocks it.',
    );
    assert.equal(
      waitsFor(2, {kind: 'waits-for-child', fds: []}),
      'a (1) goes on only when its child b (2) ends.',
    );
    assert.equal(
      waitsFor(null, {
        kind: 'connects-to',
        target: '10.0.0.1:4000 to 10.0.0.2:80',
        fds: [],
        acts: ['writes'],
      }),
      'a (1) goes on only when the peer at 10.0.0.2:80 writes to the connection, or closes it.',
    );
    assert.equal(
      waitsFor(null, {kind: 'stopped-by', fds: []}),
      'a (1) goes on only when it gets SIGCONT (kill -CONT 1); the kernel does not tell who stopped it.',
    );
  });

  it('tells who is to read from a socket, to write to it or to accept it', () => {
    const peer = (acts: Edge['acts'] = []) => waitsFor(2, {kind: 'connects-to', fds: [4], acts});
    assert.equal(peer(['reads']), 'a (1) goes on only when b (2) reads from its fd 4, or closes it.');
    assert.equal(peer(['writes']), 'a (1) goes on only when b (2) writes to its fd 4, or closes it.');
    assert.equal(
      peer(['reads', 'writes']),
      'a (1) goes on only when b (2) writes to, or reads from, its fd 4, or closes it.',
    );
    assert.equal(
      peer(['accepts', 'writes']),
      'a (1) goes on only when b (2) accepts the connection on its fd 4 and writes to it, or closes it.',
    );
    const connecting = wait(1, [edge(1, 2, {kind: 'connects-to', acts: ['accepts', 'reads']})], {
      syscall: 'connect',
    });
    assert.equal(
      summaryOf(chain(node(1, 'a', [connecting]), node(2, 'b', [sleeping(2)]))),
      'a (1) goes on only when b (2) accepts connections on its fd 1, or closes it.',
    );
  });

  it('asks all who have the other end to close it, but only one of them to act', () => {
    const both = wait(
      1,
      [2, 3].map(to => edge(1, to, {kind: 'connects-to', acts: ['reads']})),
    );
    assert.equal(
      summaryOf(chain(node(1, 'a', [both]), node(2, 'b', [sleeping(2)]), node(3, 'c', [sleeping(3)]))),
      'a (1) goes on only when b (2) reads from its fd 1 or c (3) reads from its fd 1, or all of them close it.',
    );
  });

  it('lets a parent in vfork go on by execve, too', () => {
    assert.equal(
      waitsFor(2, {kind: 'waits-for-child', fds: [], acts: ['execs']}),
      'a (1) goes on only when its child b (2) ends or calls execve(2).',
    );
  });

  it('asks one of those who write to several pipes, and names it alone if there is no other', () => {
    const of = (...pids: number[]) => {
      const watched = pids.map((to, at) => edge(1, to, {target: `pipe:[${at}]`}));
      const others = [2, 3].filter(pid => pids.includes(pid)).map(pid => node(pid, 'b', [sleeping(pid)]));
      return summaryOf(chain(node(1, 'a', [wait(1, watched, {syscall: 'poll'})]), ...others));
    };
    assert.equal(of(2, 3), 'a (1) goes on when any of these acts: b (2) or b (3).');
    assert.equal(of(2, 2), 'a (1) goes on only when b (2) acts.');
  });

  it('accuses nobody of having forgotten a descriptor that reads and writes, or that another thread writes to', () => {
    const fifo = edge(1, 1, {target: '/ff', fds: [3], bothWays: [3]});
    const opener = {others: ['a writer that opens it']};
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [fifo], opener)]))),
      'a (1) goes on when a writer that opens it writes to /ff; it gets no EOF as long as it has the pipe open for both reading and writing itself, as fd 3.',
    );
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [{...fifo, bothWays: []}], opener)]))),
      /; it gets no EOF: it keeps the pipe open itself, as fd 3, which it forgot to close\.$/,
    );
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [fifo])]))),
      'a (1) waits for itself: nobody else can write to /ff, which it has open for both reading and writing itself, as fd 3; only ending it helps: kill -TERM 1.',
    );
    const threads = [wait(1, [edge(1, 1)], {others: ['another thread of its own']}), sleeping(2)];
    assert.equal(
      summaryOf(chain(node(1, 'a', threads))),
      'a (1) goes on when another thread of its own writes to pipe:[1]; it gets no EOF as long as it has the pipe open for writing itself, as fd 1.',
    );
  });

  it('asks all writers to close a pipe, or one of them for data', () => {
    const both = wait(1, [edge(1, 2), edge(1, 3)]);
    assert.equal(
      summaryOf(chain(node(1, 'a', [both]), node(2, 'b', [sleeping(2)]), node(3, 'c', [sleeping(3)]))),
      'a (1) gets EOF only when b (2) (fd 1) and c (3) (fd 1) all exit or close it; data from any of them lets it go on, too.',
    );
  });

  it('has its own words for a tracer, and for a kernel thread', () => {
    assert.equal(
      waitsFor(2, {kind: 'waits-for-tracee', fds: []}),
      'a (1) goes on only when its tracee b (2) ends, or next stops for it.',
    );
    const asleep = wait(2, [], {syscall: null, others: ['a wake-up inside the kernel, in kthreadd']});
    const thread = node(2, 'kthreadd', [asleep]);
    assert.equal(
      summaryOf(chain({...thread, isKernelThread: true})),
      'kthreadd (2) is a kernel thread, which makes no system calls: it waits for a wake-up inside the kernel, in kthreadd.',
    );
  });
});
