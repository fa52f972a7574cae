import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chain, edge, node, wait} from '../../../test/support/recorded/wait-chain.ts';
import type {EdgeKind} from '../wait-chain/edge.ts';
import {deadlockedWithout, deadlockVictims} from './victims.ts';

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

describe('the victim of a deadlock', () => {
  it('is the youngest process, wherever the search begins', () => {
    const nodes = waiting({1: [2], 2: [3], 3: [1]});
    assert.deepEqual(deadlockVictims(nodes, [1, 2, 3]), [3]);
    assert.deepEqual(deadlockVictims(nodes.toReversed(), [2, 3, 1]), [3]);
  });

  it('is not alone where each would be left waiting for itself', () => {
    const nodes = waiting({1: [1, 2], 2: [1, 2]});
    assert.deepEqual(deadlockVictims(nodes, [1, 2]), [2, 1]);
    assert.deepEqual([...deadlockedWithout(nodes, [2])], [1]);
  });

  it('is the elder where that would be left waiting for itself', () => {
    assert.deepEqual(deadlockVictims(waiting({1: [1, 2], 2: [1]}), [1, 2]), [1]);
  });

  it('is any child, where any is waited for', () => {
    const nodes = waiting({1: [2, 3], 2: [1], 3: [1]}, 'waits-for-child');
    assert.deepEqual(deadlockVictims(nodes, [1, 3]), [3]);
    assert.deepEqual([...deadlockedWithout(nodes, [3])], []);
  });

  it('is every holder of a lock that is waited for', () => {
    const nodes = waiting({1: [2, 3], 2: [1], 3: [1]}, 'waits-for-lock');
    assert.deepEqual([...deadlockedWithout(nodes, [3])], [1, 2]);
    assert.deepEqual([...deadlockedWithout(nodes, [1])], []);
  });
});
