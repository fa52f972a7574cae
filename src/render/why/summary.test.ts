import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chain, edge, node, sleeping, wait} from '../../../test/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/graph.ts';
import {summaryOf} from './summary.ts';

describe('the closing sentence', () => {
  const waitsFor = (to: number | null, rest: Partial<Edge>) =>
    summaryOf(
      chain(
        node(1, 'a', [wait(1, [edge(1, to, rest)])]),
        ...(to === null ? [] : [node(to, 'b', [sleeping(to)])]),
      ),
    );

  it('says what has to happen, by what is waited for', () => {
    assert.equal(waitsFor(2, {kind: 'writes-pipe'}), 'a (1) goes on only when b (2) reads from its fd 1.');
    assert.equal(
      waitsFor(2, {kind: 'waits-for-lock', fds: [3]}),
      'a (1) gets the lock only when b (2) exits or closes fd 3, or unlocks it.',
    );
    assert.equal(
      waitsFor(2, {kind: 'waits-for-child', fds: []}),
      'a (1) goes on only when its child b (2) ends.',
    );
    assert.equal(
      waitsFor(null, {kind: 'connects-to', target: '10.0.0.1:4000 to 10.0.0.2:80', fds: []}),
      'a (1) goes on only when the peer at 10.0.0.2:80 answers on, or closes, the connection.',
    );
    assert.equal(
      waitsFor(null, {kind: 'stopped-by', fds: []}),
      'a (1) goes on only when it gets SIGCONT (kill -CONT 1); the kernel does not tell who stopped it.',
    );
  });

  it('asks all writers to close a pipe', () => {
    const both = wait(1, [edge(1, 2), edge(1, 3)]);
    assert.equal(
      summaryOf(chain(node(1, 'a', [both]), node(2, 'b', [sleeping(2)]), node(3, 'c', [sleeping(3)]))),
      'a (1) gets EOF only when b (2) (fd 1) and c (3) (fd 1) all exit or close it.',
    );
  });

  it('goes on to the end of the chain', () => {
    assert.equal(
      summaryOf(
        chain(
          node(1, 'a', [wait(1, [edge(1, 2)])]),
          node(2, 'b', [wait(2, [edge(2, 3)])]),
          node(3, 'c', [sleeping(3)]),
        ),
      ),
      'a (1) gets EOF only when b (2) exits or closes fd 1; at the end of the chain, c (3) waits for time.',
    );
  });

  it('names someone elsewhere as the end of the chain', () => {
    const ends = (rest: Partial<Edge>) =>
      summaryOf(
        chain(
          node(1, 'a', [wait(1, [edge(1, 2)])]),
          node(2, 'b', [wait(2, [edge(2, 3)])]),
          node(3, 'c', [wait(3, [edge(3, null, rest)])]),
        ),
      ).replace(/.*; /, '');
    assert.equal(
      ends({kind: 'stopped-by'}),
      'at the end of the chain, c (3) is stopped, until it gets SIGCONT (kill -CONT 3).',
    );
    assert.equal(
      ends({kind: 'connects-to', target: '10.0.0.1:4000 to 10.0.0.2:80'}),
      'at the end of the chain, c (3) waits for the peer at 10.0.0.2:80.',
    );
  });

  it('names a deadlock first, from afar too', () => {
    const pair = [node(2, 'b', [wait(2, [edge(2, 3)])]), node(3, 'c', [wait(3, [edge(3, 2)])])];
    assert.equal(
      summaryOf(chain(...pair)),
      'deadlock: b (2) waits for c (3), which waits for b (2); none of them goes on before one of them is ended: kill -TERM 3 frees the other.',
    );
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [edge(1, 2)])]), ...pair)),
      /^a \(1\) waits for what cannot happen: deadlock: b \(2\)/,
    );
  });

  it('says it if ending others leaves the process waiting for itself', () => {
    const nodes = [node(1, 'a', [wait(1, [edge(1, 1), edge(1, 2)])]), node(2, 'b', [wait(2, [edge(2, 2)])])];
    assert.match(
      summaryOf(chain(...nodes)),
      /^a \(1\) waits for what cannot happen: b \(2\) .*; only ending it helps \(kill -TERM 2\), but a \(1\) does not go on then either\.$/,
    );
  });

  it('says no more of a lock than that the process has one itself', () => {
    const edges = [1, 2].map(to => edge(1, to, {kind: 'waits-for-lock', target: '/a', fds: [4]}));
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, edges)]), node(2, 'b', [sleeping(2)]))),
      'a (1) waits for itself: it has the lock on /a itself, as fd 4; only ending it helps (kill -TERM 1).',
    );
  });

  it('concludes nothing from one branch of a wait that another can end', () => {
    const stuck = node(2, 'b', [wait(2, [edge(2, 2)])]);
    const either = wait(
      1,
      [2, 3].map(to => edge(1, to, {kind: 'waits-for-child', fds: []})),
    );
    const twoChildren = chain(node(1, 'a', [either]), stuck, node(3, 'c', [sleeping(3)]));
    assert.match(
      summaryOf(twoChildren),
      /^a \(1\) goes on only when one of its children b \(2\) or c \(3\) ends\. Of these, b \(2\) waits for an end of file that cannot come/,
    );
    const timed = wait(1, [edge(1, 2)], {syscall: 'pselect6', others: ['time']});
    const sentence = summaryOf(chain(node(1, 'a', [timed]), stuck));
    assert.match(
      sentence,
      /^a \(1\) gets EOF when b \(2\) .*; the wait may also be ended by time\. But b \(2\) waits/,
    );
    assert.doesNotMatch(sentence, /waits for what cannot happen/);
  });

  it('still says that nothing can happen where all branches are stuck', () => {
    const stuck = (pid: number) => node(pid, 'b', [wait(pid, [edge(pid, pid)])]);
    const either = wait(1, [edge(1, 2), edge(1, 3)]);
    assert.match(
      summaryOf(chain(node(1, 'a', [either]), stuck(2), stuck(3))),
      /^a \(1\) waits for what cannot happen/,
    );
  });

  it('says that the child it waits for is stopped', () => {
    const parent = node(1, 'a', [wait(1, [edge(1, 2, {kind: 'waits-for-child', fds: []})])]);
    const stopped = wait(2, [edge(2, null, {kind: 'stopped-by', fds: []})], {state: 'T', syscall: null});
    assert.equal(
      summaryOf(chain(parent, node(2, 'b', [stopped]))),
      'a (1) goes on only when its child b (2) ends; b (2) is stopped, until it gets SIGCONT (kill -CONT 2).',
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

  it('names both ends of a socket of which it has the peer itself', () => {
    const own = edge(1, 1, {kind: 'connects-to', target: 'socket:[5] to socket:[6]', fds: [4]});
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [own], {target: 'socket:[5]'})]))),
      /^a \(1\) waits for itself: nobody else has socket:\[6\], the peer of socket:\[5\], which is its own fd 4; only/,
    );
  });

  it('claims no more than was seen', () => {
    const self = chain(node(1, 'a', [wait(1, [edge(1, 1)])]));
    assert.match(summaryOf(self), /which it forgot to close; only ending it helps \(kill -TERM 1\)\.$/);
    assert.match(
      summaryOf({...self, isFullySeen: false}),
      /helps \(kill -TERM 1\), as far as could be seen\.$/,
    );
  });

  it('says of a process that runs, or has ended, that it is not stuck', () => {
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [], {syscall: 'running'})]))),
      'a (1) is not blocked: it runs.',
    );
    assert.match(summaryOf(chain(node(1, 'a', []))), /^a \(1\) has ended/);
  });
});
