import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type BlobType, btfBlob} from '../../../test/support/recorded/btf-blob.ts';
import {parseBtf} from './btf.ts';
import {findTaskLayout} from './task-layout.ts';

const [STRUCT, FUNC] = [4, 12];

/** Structs of 64-bit members in a row. */
function struct(name: string, ...members: string[]): BlobType {
  return {
    kind: STRUCT,
    name,
    sizeOrType: 8 * members.length,
    members: members.map((member, index) => ({name: member, type: 0, bitOffset: 64 * index})),
  };
}

const kernel = [
  struct('bpf_iter__task', 'meta', 'task'),
  struct('bpf_iter_meta', 'seq'),
  struct('task_struct', 'flags', 'pid', 'tgid', 'start_boottime', 'signal', 'sighand'),
  struct('sighand_struct', 'count', 'action'),
  struct('k_sigaction', 'sa', 'more', 'and_more'),
  struct('sigaction', 'sa_handler', 'sa_flags'),
  {
    kind: STRUCT,
    name: 'signal_struct',
    members: [{name: 'is_child_subreaper', type: 0, bitOffset: 77, bitSize: 1}],
  },
  {kind: FUNC, name: 'bpf_iter_task'},
];

function layoutOf(types: readonly BlobType[]) {
  const btf = parseBtf(btfBlob(types));
  assert.ok(btf);
  return findTaskLayout(btf);
}

describe('the layout of tasks', () => {
  it('is what the kernel’s types say, in bytes', () => {
    const layout = layoutOf(kernel);
    assert.equal(layout?.iteratorId, 8);
    assert.equal(layout.actionSize, 24);
    assert.equal(layout.offsets.contextTask, 8);
    assert.equal(layout.offsets.handlers, 40);
    assert.equal(layout.offsets.actionFlags, 8);
  });

  it('has a bit field as the byte and the bit in it', () => {
    const layout = layoutOf(kernel);
    assert.equal(layout?.offsets.childSubreaper, 9);
    assert.equal(layout.childSubreaperMask, 0b10_0000);
  });

  it('is unknown where any struct, or the iterator, is missing', () => {
    for (const missing of kernel) {
      assert.equal(layoutOf(kernel.filter(type => type !== missing)), undefined, missing.name);
    }
  });

  it('is unknown where a member has another name', () => {
    const renamed = struct('task_struct', 'flags', 'pid', 'tgid', 'real_start_time', 'signal', 'sighand');
    const older = kernel.map(type => (type.name === 'task_struct' ? renamed : type));
    assert.equal(layoutOf(older), undefined);
  });
});
