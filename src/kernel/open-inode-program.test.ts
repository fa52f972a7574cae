import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {INSTRUCTION_SIZE} from './bpf-program.ts';
import {decodeOpenInodes, type FileLayout, openInodeProgram} from './open-inode-program.ts';

const layout: FileLayout = {
  iteratorId: 1,
  offsets: {
    contextMeta: 0,
    contextTask: 8,
    contextDescriptor: 16,
    contextFile: 24,
    seqFile: 0,
    tid: 100,
    inode: 32,
    inodeNumber: 64,
  },
};

function record(tid: number, fd: number, inode: bigint): Buffer {
  return Buffer.from(BigUint64Array.of(BigInt(tid), BigInt(fd), inode).buffer);
}

describe('records of open files', () => {
  it('are a descriptor and its inode', () => {
    const bytes = Buffer.concat([record(7, 3, 4242n), record(8, 1_000_000, 0x1f_ffff_ffff_ffffn)]);
    assert.deepEqual(decodeOpenInodes(bytes), [
      {pid: 7, fd: 3, inode: 4242},
      {pid: 8, fd: 1_000_000, inode: Number.MAX_SAFE_INTEGER},
    ]);
  });

  it('are left out where cut short', () => {
    assert.deepEqual(decodeOpenInodes(record(1, 2, 3n).subarray(0, 23)), []);
  });
});

describe('the program that writes them', () => {
  it('compares with each wanted inode, of which a number takes two instructions', () => {
    const length = (wanted: number[]) => openInodeProgram(layout, wanted).length / INSTRUCTION_SIZE;
    assert.equal(length([1, 2]) - length([1]), 4);
  });

  it('holds both halves of a large number', () => {
    const inode = 0x12_3456_789a_bcde;
    const program = Buffer.from(openInodeProgram(layout, [inode]));
    const words = Array.from({length: program.length / 4}, (_, at) => program.readUInt32LE(at * 4));
    const at = words.indexOf(0x789a_bcde);
    assert.notEqual(at, -1);
    assert.equal(words[at + 2], 0x12_3456);
  });
});
