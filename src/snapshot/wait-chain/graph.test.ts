import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {cyclesOf, deadlocked, rootsOf, type Wait, type WaitNode} from './graph.ts';

/** A wait of process `from` that any of these can end. */
function wait(from: number, ends: readonly (number | null)[], others: readonly string[] = []): Wait {
  const edges = ends.map(to => ({
    from,
    to,
    kind: 'reads-pipe' as const,
    target: 'pipe:[1]',
    fds: [0],
    certainty: 'proven' as const,
    evidence: [],
  }));
  return {tid: from, state: 'S', syscall: 'read', fd: 0, target: 'pipe:[1]', edges, others, within: false};
}

const within: Wait = {...wait(0, []), syscall: 'futex', others: ['another thread of its own'], within: true};

function node(pid: number, ...waits: Wait[]): WaitNode {
  return {pid, waits};
}

describe('a graph of waits', () => {
  it('has its roots where a process waits for no other', () => {
    const nodes = [node(1, wait(1, [2])), node(2, wait(2, [3])), node(3, wait(3, [], ['time']))];
    assert.deepEqual(rootsOf(nodes), [3]);
    assert.deepEqual(cyclesOf(nodes), []);
  });

  it('counts one that waits for someone unknown as a root', () => {
    assert.deepEqual(rootsOf([node(1, wait(1, [null]))]), [1]);
  });

  it('shows two that wait for one another as a cycle, and no root', () => {
    const nodes = [node(1, wait(1, [2])), node(2, wait(2, [1]))];
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual(rootsOf(nodes), []);
    assert.deepEqual([...deadlocked(nodes)], [1, 2]);
  });

  it('shows one that waits for itself as a cycle', () => {
    assert.deepEqual(cyclesOf([node(1, wait(1, [1]))]), [[1]]);
  });

  it('shows two that could free themselves and one another as one cycle', () => {
    const nodes = [node(1, wait(1, [1, 2])), node(2, wait(2, [2, 1]))];
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual([...deadlocked(nodes)], [1, 2]);
  });

  it('still shows one alone that has a lock in its own way, whoever else has one', () => {
    const shared = wait(1, [1, 2]);
    const edges = shared.edges.map(edge => ({...edge, kind: 'waits-for-lock' as const}));
    assert.deepEqual(cyclesOf([node(1, {...shared, edges}), node(2, wait(2, [], ['time']))]), [[1]]);
  });

  it('leaves the way to a cycle out of the cycle', () => {
    const nodes = [node(1, wait(1, [2])), node(2, wait(2, [3])), node(3, wait(3, [2]))];
    assert.deepEqual(cyclesOf(nodes), [[2, 3]]);
    assert.deepEqual([...deadlocked(nodes)], [1, 2, 3]);
  });

  it('shows two cycles apart', () => {
    const nodes = [
      node(1, wait(1, [2, 3])),
      node(2, wait(2, [2])),
      node(3, wait(3, [4])),
      node(4, wait(4, [3])),
    ];
    assert.deepEqual(cyclesOf(nodes), [[2], [3, 4]]);
  });

  it('has no cycle where any of several can end the wait, and one of them is free', () => {
    const nodes = [node(1, wait(1, [1, 2])), node(2, wait(2, [], ['time']))];
    assert.deepEqual(cyclesOf(nodes), []);
    assert.deepEqual([...deadlocked(nodes)], []);
  });

  it('has a cycle where any of several could end the wait, but none of them can', () => {
    const nodes = [node(1, wait(1, [2, 3])), node(2, wait(2, [1])), node(3, wait(3, [1]))];
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual([...deadlocked(nodes)], [1, 2, 3]);
  });

  it('has no cycle where time ends one of the waits', () => {
    assert.deepEqual(cyclesOf([node(1, wait(1, [2])), node(2, wait(2, [1], ['time']))]), []);
  });

  it('still shows the cycle of two threads whose processes have others, without calling it a deadlock', () => {
    const free = wait(1, [], ['time']);
    const nodes = [node(1, free, wait(1, [2])), node(2, wait(2, [1]))];
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual([...deadlocked(nodes)], []);
  });

  it('is not freed by one of the holders of a lock, who have to let go of it all', () => {
    const anyOf = wait(1, [2, 3]);
    const allOf = {...anyOf, edges: anyOf.edges.map(edge => ({...edge, kind: 'waits-for-lock' as const}))};
    const free = node(3, wait(3, [], ['time']));
    const nodes = [node(1, allOf), node(2, wait(2, [1])), free];
    assert.deepEqual([...deadlocked(nodes)], [1, 2]);
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual([...deadlocked([node(1, anyOf), node(2, wait(2, [1])), free])], []);
  });

  it('is not freed by a thread that waits for another thread of the same process', () => {
    const nodes = [node(1, within, wait(1, [2])), node(2, wait(2, [1]))];
    assert.deepEqual([...deadlocked(nodes)], [1, 2]);
    assert.deepEqual([...deadlocked([node(1, within)])], []);
  });
});
