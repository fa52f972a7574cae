import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type HasParent, lineageOf, wholeLineage} from './lineage.ts';

/** 1 ← 2 ← 3 ← 4, and 5 and 6 below 3. */
const family: HasParent[] = [
  {pid: 1, ppid: 0},
  {pid: 2, ppid: 1},
  {pid: 3, ppid: 2},
  {pid: 4, ppid: 3},
  {pid: 5, ppid: 3},
  {pid: 6, ppid: 5},
];
const deep = Number.POSITIVE_INFINITY;

function kin(all: readonly HasParent[], pid: number): HasParent {
  const found = all.find(one => one.pid === pid);
  assert.ok(found);
  return found;
}

const pidsOf = (some: readonly HasParent[]) => some.map(({pid}) => pid);

describe('a lineage', () => {
  it('is the ancestors, nearest first, and the descendants, parents first', () => {
    const {ancestors, roots, shown, hiddenBelow} = lineageOf(family, kin(family, 3), deep);
    assert.deepEqual([pidsOf(ancestors), pidsOf(roots), pidsOf(shown)], [[2, 1], [3], [3, 4, 5, 6]]);
    assert.equal(hiddenBelow.size, 0);
  });

  it('counts what lies deeper than asked for', () => {
    const {shown, hiddenBelow} = lineageOf(family, kin(family, 2), 1);
    assert.deepEqual(pidsOf(shown), [2, 3]);
    assert.deepEqual([...hiddenBelow], [[3, 3]]);
    const alone = lineageOf(family, kin(family, 2), 0);
    assert.deepEqual([pidsOf(alone.shown), [...alone.hiddenBelow]], [[2], [[2, 4]]]);
  });

  it('of a whole machine starts from each process whose parent is not seen', () => {
    const seenInside = [...family, {pid: 90, ppid: 0}, {pid: 91, ppid: 90}, {pid: 95, ppid: 94}];
    const {roots, shown, ancestors} = wholeLineage(seenInside, deep);
    assert.deepEqual([pidsOf(roots), shown.length, ancestors], [[1, 90, 95], 9, []]);
  });

  it('ends where pids make a ring', () => {
    const ring: HasParent[] = [
      {pid: 7, ppid: 9},
      {pid: 8, ppid: 7},
      {pid: 9, ppid: 8},
      {pid: 10, ppid: 10},
    ];
    const {ancestors, shown} = lineageOf(ring, kin(ring, 7), deep);
    assert.deepEqual(
      [pidsOf(ancestors), pidsOf(shown)],
      [
        [9, 8],
        [7, 8, 9],
      ],
    );
    assert.deepEqual(pidsOf(lineageOf(ring, kin(ring, 10), 1).shown), [10]);
    const whole = wholeLineage([...ring, {pid: 11, ppid: 8}], deep);
    assert.deepEqual(
      [pidsOf(whole.roots), pidsOf(whole.shown)],
      [
        [7, 10],
        [7, 10, 8, 9, 11],
      ],
    );
  });
});
