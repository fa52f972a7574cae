import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {cyclesOf, deadlocked, rootsOf, type Wait, type WaitNode} from './graph.ts';
import type {WakeUp} from './wake-up.ts';

/** A wait of process `from` that any of these can end. */
function wait(from: number, ends: readonly (number | null)[], others: readonly WakeUp[] = []): Wait {
  const edges = ends.map(to => ({
    from,
    to,
    kind: 'reads-pipe' as const,
    target: {kind: 'link' as const, link: 'pipe:[1]'},
    fds: [0],
    certainty: 'proven' as const,
    evidence: [],
  }));
  return {
    tid: from,
    state: 'S',
    doing: {kind: 'in-call', number: 0, name: 'read'},
    fd: 0,
    target: 'pipe:[1]',
    address: 'pipe:[1]',
    edges,
    others,
    isInternal: false,
  };
}

const time: WakeUp = {kind: 'time'};
const internal: Wait = {
  ...wait(0, []),
  doing: {kind: 'in-call', number: 202, name: 'futex'},
  others: [{kind: 'own-thread'}],
  isInternal: true,
};

function node(pid: number, ...waits: Wait[]): WaitNode {
  return {pid, waits};
}

describe('a graph of waits', () => {
  it('has its roots where a process waits for no other', () => {
    const nodes = [node(1, wait(1, [2])), node(2, wait(2, [3])), node(3, wait(3, [], [time]))];
    assert.deepEqual(rootsOf(nodes), [3]);
    assert.deepEqual(cyclesOf(nodes), []);
  });

  it('counts a process that waits for an unknown one as a root', () => {
    assert.deepEqual(rootsOf([node(1, wait(1, [null]))]), [1]);
  });

  it('ends the chain at a process whose wait any of several can end, and knows no root behind it', () => {
    const server = node(2, wait(2, [3, 4]));
    const nodes = [
      node(1, wait(1, [2])),
      server,
      node(3, wait(3, [], [time])),
      node(4, wait(4, [5])),
      node(5),
    ];
    assert.deepEqual(rootsOf(nodes), [2]);
    assert.deepEqual(rootsOf([node(1, wait(1, [2], [time])), node(2)]), [1]);
  });

  it('follows a wait for a lock to all that hold it: each of them is a cause', () => {
    const shared = wait(1, [2, 3]);
    const edges = shared.edges.map(edge => ({...edge, kind: 'waits-for-lock' as const}));
    assert.deepEqual(rootsOf([node(1, {...shared, edges}), node(2), node(3)]), [2, 3]);
  });

  it('shows two processes that wait for each other as a cycle, and no root', () => {
    const nodes = [node(1, wait(1, [2])), node(2, wait(2, [1]))];
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual(rootsOf(nodes), []);
    assert.deepEqual([...deadlocked(nodes)], [1, 2]);
  });

  it('shows a process that waits for itself as a cycle', () => {
    assert.deepEqual(cyclesOf([node(1, wait(1, [1]))]), [[1]]);
  });

  it('shows two processes that could free themselves and each other as one cycle', () => {
    const nodes = [node(1, wait(1, [1, 2])), node(2, wait(2, [2, 1]))];
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual([...deadlocked(nodes)], [1, 2]);
  });

  it('still shows a process alone that has a lock in its own way, though another has one too', () => {
    const shared = wait(1, [1, 2]);
    const edges = shared.edges.map(edge => ({...edge, kind: 'waits-for-lock' as const}));
    assert.deepEqual(cyclesOf([node(1, {...shared, edges}), node(2, wait(2, [], [time]))]), [[1]]);
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
    const nodes = [node(1, wait(1, [1, 2])), node(2, wait(2, [], [time]))];
    assert.deepEqual(cyclesOf(nodes), []);
    assert.deepEqual([...deadlocked(nodes)], []);
  });

  it('has a cycle where any of several could end the wait, but none of them can', () => {
    const nodes = [node(1, wait(1, [2, 3])), node(2, wait(2, [1])), node(3, wait(3, [1]))];
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual([...deadlocked(nodes)], [1, 2, 3]);
  });

  it('has no cycle where time ends one of the waits', () => {
    assert.deepEqual(cyclesOf([node(1, wait(1, [2])), node(2, wait(2, [1], [time]))]), []);
  });

  it('still shows the cycle of two threads whose processes have others, without calling it a deadlock', () => {
    const free = wait(1, [], [time]);
    const nodes = [node(1, free, wait(1, [2])), node(2, wait(2, [1]))];
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual([...deadlocked(nodes)], []);
  });

  it('is not freed by one of the holders of a lock, which all have to release it', () => {
    const anyOf = wait(1, [2, 3]);
    const allOf = {...anyOf, edges: anyOf.edges.map(edge => ({...edge, kind: 'waits-for-lock' as const}))};
    const free = node(3, wait(3, [], [time]));
    const nodes = [node(1, allOf), node(2, wait(2, [1])), free];
    assert.deepEqual([...deadlocked(nodes)], [1, 2]);
    assert.deepEqual(cyclesOf(nodes), [[1, 2]]);
    assert.deepEqual([...deadlocked([node(1, anyOf), node(2, wait(2, [1])), free])], []);
  });

  it('is not freed by a thread that waits for another thread of the same process', () => {
    const nodes = [node(1, internal, wait(1, [2])), node(2, wait(2, [1]))];
    assert.deepEqual([...deadlocked(nodes)], [1, 2]);
    assert.deepEqual([...deadlocked([node(1, internal)])], []);
  });
});
