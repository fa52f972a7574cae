import type {DescriptorEntry} from '../descriptor-entry.ts';
import {inodeNumber} from '../procfs.ts';

/** The record that the program writes for each descriptor: 64-bit words, little-endian, at these offsets in bytes. */
export const entryRecord = {
  tid: 0,
  descriptor: 8,
  inodeNumber: 16,
  inode: 24,
  table: 32,
  file: 40,
  fileMode: 48,
  references: 56,
  inodeMode: 64,
  pipeFiles: 72,
  magic: 80,
  size: 88,
} as const;

/** The mask of the file type in i_mode, and two of the types: inode(7). */
const [S_IFMT, S_IFIFO, S_IFSOCK] = [0o170000, 0o010000, 0o140000];
/** The bit of f_mode for a file opened with O_PATH, and by its lowest two what it may be used for: <linux/fs.h>. */
const FMODE_PATH = 1 << 14;
const accessModes: readonly DescriptorEntry['accessMode'][] = [undefined, 'r', 'w', 'rw'];
/** <linux/magic.h>: the file system of pipes, which have no name. */
const PIPEFS_MAGIC = 0x50495045;

/**
 * Decodes the records that the program wrote. Bytes that make no whole record are left out.
 * @param referencesOffBy what to add to the counter to get the number of references
 */
export function decodeDescriptorEntries(
  bytes: Uint8Array,
  {referencesOffBy}: {readonly referencesOffBy: number},
): DescriptorEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => view.getUint32(at, true);
  const long = (at: number) => view.getBigUint64(at, true);
  // Hardly any inode has a number of more than 32 bits, and one of 64 is an object.
  const isSmall = (at: number) => word(at + 4) === 0;
  return Array.from({length: Math.floor(bytes.length / entryRecord.size)}, (_, row) => {
    const at = row * entryRecord.size;
    const type = word(at + entryRecord.inodeMode) & S_IFMT;
    const mode = word(at + entryRecord.fileMode);
    const isCounted = type === S_IFIFO && (mode & FMODE_PATH) === 0;
    return {
      pid: word(at + entryRecord.tid),
      fd: word(at + entryRecord.descriptor),
      inode: isSmall(at + entryRecord.inodeNumber)
        ? word(at + entryRecord.inodeNumber)
        : inodeNumber(long(at + entryRecord.inodeNumber)),
      object: long(at + entryRecord.inode),
      table: long(at + entryRecord.table),
      description: long(at + entryRecord.file),
      references: Number(view.getBigInt64(at + entryRecord.references, true)) + referencesOffBy,
      isSocket: type === S_IFSOCK,
      isPipe: type === S_IFIFO && word(at + entryRecord.magic) === PIPEFS_MAGIC,
      accessMode: accessModes[mode & 0b11],
      pipeDescriptions: isCounted ? word(at + entryRecord.pipeFiles) : undefined,
    };
  });
}
