import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {INSTRUCTION_SIZE} from './bpf-program.ts';
import {descriptorEntryProgram, type EntryLayout} from './descriptor-entry-program.ts';
import {decodeDescriptorEntries} from './descriptor-entry-record.ts';

const layout: EntryLayout = {
  iteratorId: 1,
  referencesOffBy: -1,
  offsets: {
    contextMeta: 0,
    contextTask: 8,
    contextDescriptor: 16,
    contextFile: 24,
    seqFile: 0,
    tid: 100,
    table: 200,
    fileMode: 12,
    inode: 32,
    references: 48,
    inodeNumber: 64,
    inodeMode: 0,
    pipe: 72,
    pipeFiles: 8,
    superBlock: 40,
    magic: 96,
  },
};

const FIFO = 0o010600n;
const SOCKET = 0o140777n;
const REGULAR = 0o100644n;
const FMODE_PATH = 0x4000n;
const PIPEFS_MAGIC = 0x5049_5045n;

/**
 * A record of tid 7, descriptor 3, inode 4242; where the inode is not a pipe, `pipeFiles` is what stands in its
 * place.
 */
function record({
  inodeMode = REGULAR,
  fileMode = 0n,
  references = 2n,
  pipeFiles = 99n,
  magic = 0xef53n,
}): Buffer {
  const words = [
    7n,
    3n,
    4242n,
    10n,
    20n,
    0xffff_8888_0000_0030n,
    fileMode,
    references,
    inodeMode,
    pipeFiles,
    magic,
  ];
  return Buffer.from(BigUint64Array.from(words).buffer);
}

function decoded(words: Parameters<typeof record>[0]) {
  const [entry] = decodeDescriptorEntries(record(words), layout);
  return entry ?? assert.fail('no entry');
}

describe('records of places in descriptor tables', () => {
  it('are a descriptor and what it leads to, the reference of the iterator left out', () => {
    assert.deepEqual(decoded({}), {
      pid: 7,
      fd: 3,
      inode: 4242,
      object: 10n,
      table: 20n,
      description: 0xffff_8888_0000_0030n,
      references: 1,
      isSocket: false,
      isPipe: false,
      accessMode: undefined,
      pipeDescriptions: undefined,
    });
  });

  it('know how the file may be used', () => {
    const modes = [0n, 1n, 2n, 3n, FMODE_PATH];
    assert.deepEqual(
      modes.map(fileMode => decoded({fileMode}).accessMode),
      [undefined, 'r', 'w', 'rw', undefined],
    );
  });

  it('know sockets, pipes and FIFOs; but not O_PATH, which counts for no end', () => {
    assert.ok(decoded({inodeMode: SOCKET}).isSocket);
    assert.equal(decoded({inodeMode: FIFO, pipeFiles: 2n}).pipeDescriptions, 2);
    assert.equal(decoded({inodeMode: FIFO, fileMode: FMODE_PATH}).pipeDescriptions, undefined);
    assert.equal(decoded({inodeMode: FIFO, magic: PIPEFS_MAGIC}).isPipe, true);
    assert.equal(decoded({inodeMode: FIFO}).isPipe, false);
  });

  it('count below zero where a description is on its way out', () => {
    const dead = 0xe000_0000_0000_0000n;
    assert.ok(decoded({references: dead}).references < 0);
  });

  it('are left out where cut short', () => {
    const bytes = record({});
    assert.deepEqual(decodeDescriptorEntries(bytes.subarray(0, bytes.length - 1), layout), []);
  });
});

describe('the program that writes them', () => {
  it('compares with each wanted inode, of which a number takes two instructions', () => {
    const length = (wanted: number[]) => descriptorEntryProgram(layout, wanted).length / INSTRUCTION_SIZE;
    assert.equal(length([1, 2]) - length([1]), 4);
  });

  it('holds both halves of a large number', () => {
    const inode = 0x12_3456_789a_bcde;
    const program = Buffer.from(descriptorEntryProgram(layout, [inode]));
    const words = Array.from({length: program.length / 4}, (_, at) => program.readUInt32LE(at * 4));
    const at = words.indexOf(0x789a_bcde);
    assert.notEqual(at, -1);
    assert.equal(words[at + 2], 0x12_3456);
  });
});
