import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chain, edge, node, wait} from '../../../test/support/recorded/wait-chain.ts';
import type {EdgeKind} from './graph.ts';
import {heldAfter, whomToEnd} from './victims.ts';

/** Each waits for any of these. The greater the pid, the younger the process. */
function waiting(ends: Readonly<Record<number, readonly number[]>>, kind: EdgeKind = 'reads-pipe') {
  const nodes = Object.entries(ends).map(([pid, others]) =>
    node(Number(pid), 'a', [
      wait(
        Number(pid),
        others.map(to => edge(Number(pid), to, {kind})),
      ),
    ]),
  );
  return chain(...nodes).nodes;
}

describe('the way out of a deadlock', () => {
  it('is the end of the youngest, from wherever it is looked at', () => {
    const nodes = waiting({1: [2], 2: [3], 3: [1]});
    assert.deepEqual(whomToEnd(nodes, [1, 2, 3]), [3]);
    assert.deepEqual(whomToEnd(nodes.toReversed(), [2, 3, 1]), [3]);
  });

  it('is the end of both, where each is left waiting for itself', () => {
    const nodes = waiting({1: [1, 2], 2: [1, 2]});
    assert.deepEqual(whomToEnd(nodes, [1, 2]), [2, 1]);
    assert.deepEqual([...heldAfter(nodes, [2])], [1]);
  });

  it('is the end of the one that would be left waiting for itself, though it is the elder', () => {
    assert.deepEqual(whomToEnd(waiting({1: [1, 2], 2: [1]}), [1, 2]), [1]);
  });

  it('is the end of any child, where any is waited for', () => {
    const nodes = waiting({1: [2, 3], 2: [1], 3: [1]}, 'waits-for-child');
    assert.deepEqual(whomToEnd(nodes, [1, 3]), [3]);
    assert.deepEqual([...heldAfter(nodes, [3])], []);
  });

  it('is the end of all who share a lock that is waited for', () => {
    const nodes = waiting({1: [2, 3], 2: [1], 3: [1]}, 'waits-for-lock');
    assert.deepEqual([...heldAfter(nodes, [3])], [1, 2]);
    assert.deepEqual([...heldAfter(nodes, [1])], []);
  });
});
