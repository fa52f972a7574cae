import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {DescriptorEntry} from '../../kernel/descriptor-entry.ts';
import {areAllPlaces} from './candidates.ts';

const everyDescription = () => true;

/** A descriptor of a process with a table of its own: not a pipe, and not shared. */
function place(changes: Partial<DescriptorEntry>): DescriptorEntry {
  const {pid = 1} = changes;
  const plain = {pid, fd: 3, inode: 4242, object: 70n, table: BigInt(pid), description: 700n, references: 1};
  return {
    ...plain,
    isSocket: false,
    isPipe: false,
    accessMode: undefined,
    pipeDescriptions: undefined,
    ...changes,
  };
}

const areAll = (...places: DescriptorEntry[]) => areAllPlaces(places, everyDescription);

describe('the places of an open file description', () => {
  it('are all known where the kernel counts no reference more', () => {
    assert.ok(areAll(place({references: 1})));
    assert.ok(areAll(place({pid: 1, references: 2}), place({pid: 2, references: 2})));
    assert.ok(areAll(place({fd: 3, references: 2}), place({fd: 4, references: 2})));
  });

  it('are not all known where it counts more: another holder, a mapping, a descriptor on its way', () => {
    assert.ok(!areAll(place({references: 2})));
    assert.ok(!areAll(place({pid: 1, references: 3}), place({pid: 2, references: 3})));
  });

  it('count once where two processes share the table they stand in', () => {
    const one = place({pid: 1, table: 9n, references: 2});
    const same = place({pid: 2, table: 9n, references: 2});
    assert.ok(!areAll(one, same));
    assert.ok(areAll(one, same, place({pid: 3, references: 2})));
  });

  it('are not known where the count changed between two looks, or is less than there are', () => {
    assert.ok(!areAll(place({pid: 1, references: 2}), place({pid: 2, references: 3})));
    assert.ok(!areAll(place({pid: 1, references: 1}), place({pid: 2, references: 1})));
  });

  it('do not matter for a description that was not asked for', () => {
    const others = place({pid: 2, description: 701n, references: 5});
    assert.ok(areAllPlaces([place({}), others], ({description}) => description === 700n));
    assert.ok(!areAllPlaces([place({}), others], everyDescription));
  });

  it('are distinguished by inode, where two file systems use the same number', () => {
    const read = place({pipeDescriptions: 2});
    const write = place({pid: 2, description: 701n, pipeDescriptions: 2});
    const file = place({pid: 3, object: 71n, description: 702n});
    assert.ok(areAll(read, write, file));
    assert.ok(!areAll(read, {...write, object: 71n}, file));
  });
});

describe('the ends of a pipe', () => {
  const read = place({pid: 1, pipeDescriptions: 2});
  const write = place({pid: 2, description: 701n, pipeDescriptions: 2});

  it('are all known where the kernel counts no description more', () => {
    assert.ok(areAll(read, write));
    assert.ok(!areAll(read));
    assert.ok(!areAll({...read, pipeDescriptions: 3}, {...write, pipeDescriptions: 3}));
  });

  it('matter to each other, whichever was asked for', () => {
    const shared = {...write, references: 2};
    assert.ok(!areAllPlaces([read, shared], ({description}) => description === 700n));
    assert.ok(
      areAllPlaces([read, shared, {...shared, pid: 3, table: 3n}], ({description}) => description === 700n),
    );
  });

  it('are not those of O_PATH, which the kernel does not count', () => {
    const path = place({pid: 3, description: 702n});
    assert.ok(areAll(read, write, path));
    assert.ok(!areAll(read, path));
  });
});
