import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {type BlobType, btfBlob} from '../../../test/support/recorded/btf-blob.ts';
import {parseBtf} from './btf.ts';

const [INT, POINTER, STRUCT, UNION, TYPEDEF, FUNC, FUNC_PROTO] = [1, 2, 4, 5, 8, 12, 13];

/**
 *     struct task { long start; union { struct { int tid, tgid; }; long both; }; };
 *     struct flags { unsigned plain, a : 3, subreaper : 1; };
 */
const kernel: BlobType[] = [
  {kind: INT, name: 'int', sizeOrType: 4, words: [0x0100_0020]},
  {
    kind: STRUCT,
    name: 'task',
    sizeOrType: 16,
    members: [
      {name: 'start', type: 1, bitOffset: 0},
      {name: '', type: 3, bitOffset: 64},
    ],
  },
  {
    kind: UNION,
    sizeOrType: 8,
    members: [
      {name: '', type: 4, bitOffset: 0},
      {name: 'both', type: 1, bitOffset: 0},
    ],
  },
  {
    kind: STRUCT,
    sizeOrType: 8,
    members: [
      {name: 'tid', type: 1, bitOffset: 0},
      {name: 'tgid', type: 1, bitOffset: 32},
    ],
  },
  {
    kind: STRUCT,
    name: 'flags',
    sizeOrType: 8,
    members: [
      {name: 'plain', type: 1, bitOffset: 0},
      {name: 'a', type: 1, bitOffset: 32, bitSize: 3},
      {name: 'subreaper', type: 1, bitOffset: 35, bitSize: 1},
    ],
  },
  {kind: FUNC, name: 'flags', sizeOrType: 1},
  {kind: FUNC, name: 'iterate', sizeOrType: 1},
];
/** void (*btf_trace_by_task)(void *, struct task *); void (*btf_trace_by_pid)(void *, int); the next type has the id 8. */
const tracepoints: BlobType[] = [
  {kind: TYPEDEF, name: 'btf_trace_by_task', sizeOrType: 9},
  {kind: POINTER, sizeOrType: 10},
  {kind: FUNC_PROTO, elements: 2, words: [0, 0, 0, 11]},
  {kind: POINTER, sizeOrType: 2},
  {kind: TYPEDEF, name: 'btf_trace_by_pid', sizeOrType: 13},
  {kind: POINTER, sizeOrType: 14},
  {kind: FUNC_PROTO, elements: 2, words: [0, 0, 0, 1]},
];
const blob = btfBlob([...kernel, ...tracepoints]);
const btf = parseBtf(blob);

describe('BTF', () => {
  it('knows tracepoints, and whether they take a pointer or a number', () => {
    assert.deepEqual(btf?.tracepointNamed('by_task'), {id: 8, takesPointer: true});
    assert.deepEqual(btf?.tracepointNamed('by_pid'), {id: 12, takesPointer: false});
    assert.equal(btf?.tracepointNamed('iterate'), undefined);
  });

  it('places a member in its struct, in bits', () => {
    assert.equal(btf?.bitOffsetOf('task', 'start'), 0);
  });

  it('places a member of unnamed structs and unions as if it were the outer struct’s own', () => {
    assert.equal(btf?.bitOffsetOf('task', 'tgid'), 96);
    assert.equal(btf?.bitOffsetOf('task', 'both'), 64);
  });

  it('places a member of a struct that is a member', () => {
    const inner = {kind: STRUCT, name: 'entity', members: [{name: 'ran', type: 1, bitOffset: 32}]};
    const members = [{name: 'se', type: 1, bitOffset: 128}];
    const nested = parseBtf(btfBlob([inner, {kind: STRUCT, name: 'task', members}]));
    assert.equal(nested?.bitOffsetOf('task', 'se.ran'), 160);
    assert.equal(nested?.bitOffsetOf('task', 'se.slept'), undefined);
    assert.equal(nested?.bitOffsetOf('task', 'se.ran.far'), undefined);
    assert.equal(nested?.bitOffsetOf('task', 'ran'), undefined);
  });

  it('places a bit field, and its neighbours that are none', () => {
    assert.equal(btf?.bitOffsetOf('flags', 'subreaper'), 35);
    assert.equal(btf?.bitOffsetOf('flags', 'plain'), 0);
  });

  it('knows the size of a struct, and a function by its id, though a struct has the same name', () => {
    assert.equal(btf?.sizeOf('task'), 16);
    assert.equal(btf?.functionNamed('iterate'), 7);
    assert.equal(btf?.functionNamed('flags'), 6);
  });

  it('has no answer for names it does not have, or that only begin alike', () => {
    assert.equal(btf?.sizeOf('tas'), undefined);
    assert.equal(btf?.sizeOf('int'), undefined);
    assert.equal(btf?.bitOffsetOf('task', 'star'), undefined);
    assert.equal(btf?.bitOffsetOf('task', 'started'), undefined);
    assert.equal(btf?.bitOffsetOf('nothing', 'start'), undefined);
    assert.equal(btf?.functionNamed('task'), undefined);
  });

  it('steps over every kind of type', () => {
    const others: BlobType[] = [
      {kind: 2},
      {kind: 3, words: [1, 1, 8]},
      {kind: 6, elements: 2, words: [0, 0, 0, 1]},
      ...[7, 8, 9, 10, 11].map(kind => ({kind})),
      {kind: 13, elements: 2, words: [0, 1, 0, 1]},
      {kind: 14, words: [0]},
      {kind: 15, elements: 1, words: [1, 0, 4]},
      {kind: 16},
      {kind: 17, words: [0]},
      {kind: 18},
      {kind: 19, elements: 1, words: [0, 1, 0]},
    ];
    const long = parseBtf(btfBlob([...others, ...kernel.filter(({name}) => name !== 'task')]));
    assert.equal(long?.bitOffsetOf('flags', 'a'), 32);
  });

  it('is not what has another magic or version, is cut short, or has a kind of type yet to be invented', () => {
    assert.equal(parseBtf(Buffer.alloc(0)), undefined);
    assert.equal(parseBtf(Buffer.from('not a description of any kernel')), undefined);
    assert.equal(parseBtf(Buffer.from(blob).fill(2, 2, 3)), undefined);
    for (let length = 0; length < blob.length; length++) {
      assert.equal(parseBtf(blob.subarray(0, length)), undefined);
    }
    assert.equal(parseBtf(btfBlob([{kind: 20}, ...kernel])), undefined);
    assert.equal(parseBtf(btfBlob([{kind: 0}, ...kernel])), undefined);
  });

  it('does not follow an unnamed struct that holds itself', () => {
    const self = {name: '', type: 1, bitOffset: 0};
    const circle = parseBtf(btfBlob([{kind: STRUCT, name: 'circle', members: [self, self]}]));
    assert.equal(circle?.bitOffsetOf('circle', 'way out'), undefined);
  });

  it('never throws, whatever bytes are changed', () => {
    const change = fc.record({at: fc.nat(blob.length - 1), to: fc.nat(255)});
    fc.assert(
      fc.property(fc.array(change, {minLength: 1, maxLength: 8}), changes => {
        const mangled = Buffer.from(blob);
        for (const {at, to} of changes) mangled[at] = to;
        const parsed = parseBtf(mangled);
        parsed?.bitOffsetOf('task', 'tgid');
        parsed?.sizeOf('flags');
        parsed?.functionNamed('iterate');
      }),
    );
  });
});
