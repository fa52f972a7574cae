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
      'a (1) goes on only when it gets SIGCONT (kill -CONT); the kernel does not tell who stopped it.',
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
      'at the end of the chain, c (3) is stopped, until it gets SIGCONT.',
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
      'deadlock: b (2) waits for c (3), which waits for b (2); none of them goes on before one of them is ended.',
    );
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [edge(1, 2)])]), ...pair)),
      /^a \(1\) waits for what cannot happen: deadlock: b \(2\)/,
    );
  });

  it('claims no more than was seen', () => {
    const self = chain(node(1, 'a', [wait(1, [edge(1, 1)])]));
    assert.match(summaryOf(self), /which it forgot to close\.$/);
    assert.match(
      summaryOf({...self, isFullySeen: false}),
      /which it forgot to close, as far as could be seen\.$/,
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
