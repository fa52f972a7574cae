import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chain, edge, flockLine, node, sleeping, wait} from '../../../test/support/recorded/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/graph.ts';
import {summaryOf} from './summary.ts';

describe('the closing sentence', () => {
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
      /^a \(1\) waits for what cannot happen: b \(2\) .*; only ending it helps: kill -TERM 2, but a \(1\) does not go on then either\.$/,
    );
  });

  it('does not say that nothing can happen where someone can unlock what a circle waits for', () => {
    const own = edge(2, 2, {kind: 'waits-for-lock', target: '/a', lock: flockLine});
    const stuck = node(2, 'b', [wait(2, [own, {...own, to: 3}])]);
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [edge(1, 2)])]), stuck, node(3, 'c', [sleeping(3)]))),
      /^a \(1\) waits for one that is stuck: b \(2\) .*, unless c \(3\) unlocks \/a \(fd 1\)\.$/,
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

  it('says of a process that runs, or has ended, that it is not stuck', () => {
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [], {syscall: 'running'})]))),
      'a (1) is not blocked: it runs.',
    );
    assert.match(summaryOf(chain(node(1, 'a', []))), /^a \(1\) has ended/);
  });
});
