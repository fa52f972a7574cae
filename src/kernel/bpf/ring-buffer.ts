import {closeSync} from 'node:fs';
import type {Libc, SharedMemory} from '../libc.ts';
import {found, type Read} from '../read.ts';

/** Constants of <linux/bpf.h>: commands of bpf(2), and types of maps. */
const BPF_MAP_CREATE = 0;
const BPF_MAP_LOOKUP_ELEM = 1;
const BPF_MAP_TYPE_ARRAY = 2;
const BPF_MAP_TYPE_RINGBUF = 27;

/** A record begins with its length (u32, with two flags in it) and a number for the kernel (u32). */
const HEADER_SIZE = 8;
const BUSY = 2 ** 31;
const DISCARDED = 2 ** 30;
const LENGTH = DISCARDED - 1;

/**
 * A ring buffer that programs of the kernel write to, and procdoc reads without a system call (since Linux 5.8,
 * Documentation/bpf/ringbuf.rst of the kernel source). The kernel keeps the data, whose size is a power of two, and maps
 * it twice in a row, so that no record is cut. Next to it is a counter of the records that found no room.
 */
export class RingBuffer {
  /** The descriptor of the buffer, which is readable when a record waits. */
  readonly descriptor: number;
  /** The descriptor of an array of one counter (u64), to which programs add one for each lost record. */
  readonly lostDescriptor: number;
  readonly #libc: Libc;
  readonly #size: number;
  readonly #consumer: SharedMemory;
  readonly #producer: SharedMemory;
  readonly #data: Buffer;
  readonly #words: Int32Array;
  readonly #read: BigInt64Array;
  readonly #written: BigInt64Array;

  private constructor(
    libc: Libc,
    size: number,
    descriptors: readonly [number, number],
    memories: readonly [SharedMemory, SharedMemory],
  ) {
    [this.descriptor, this.lostDescriptor] = descriptors;
    [this.#consumer, this.#producer] = memories;
    this.#libc = libc;
    this.#size = size;
    const {buffer, byteOffset} = this.#producer.bytes;
    this.#data = Buffer.from(buffer, byteOffset + libc.pageSize, 2 * size);
    this.#words = new Int32Array(buffer, byteOffset + libc.pageSize, (2 * size) / 4);
    this.#read = new BigInt64Array(this.#consumer.bytes.buffer, this.#consumer.bytes.byteOffset, 1);
    this.#written = new BigInt64Array(buffer, byteOffset, 1);
  }

  /** @param size in bytes: a power of two, and a multiple of the page size */
  static open(libc: Libc, size: number): Read<RingBuffer> {
    const ring = createMap(libc, BPF_MAP_TYPE_RINGBUF, {keySize: 0, valueSize: 0, entries: size});
    if (!ring.ok) return ring;
    const lost = createMap(libc, BPF_MAP_TYPE_ARRAY, {keySize: 4, valueSize: 8, entries: 1});
    const consumer = libc.mapShared(ring.value, {offset: 0, size: libc.pageSize, writable: true});
    const part = {offset: libc.pageSize, size: libc.pageSize + 2 * size, writable: false};
    const producer = libc.mapShared(ring.value, part);
    if (lost.ok && consumer.ok && producer.ok)
      return found(new RingBuffer(libc, size, [ring.value, lost.value], [consumer.value, producer.value]));
    closeSync(ring.value);
    if (lost.ok) closeSync(lost.value);
    if (consumer.ok) consumer.value.unmap();
    if (producer.ok) producer.value.unmap();
    return lost.ok ? (consumer.ok ? (producer as Read<never>) : consumer) : lost;
  }

  /**
   * Gives every record that is whole to `take`, in order, and makes room for others.
   * @param take gets all of the data, which it must copy what it keeps of, and where in them the record begins, in bytes
   */
  drain(take: (data: Buffer, at: number) => void): void {
    let read = Number(this.#read[0]);
    const written = Number(Atomics.load(this.#written, 0));
    while (read < written) {
      const at = read % this.#size;
      const header = Atomics.load(this.#words, at / 4) >>> 0;
      if (header >= BUSY) break;
      if ((header & DISCARDED) === 0) take(this.#data, at + HEADER_SIZE);
      read += Math.ceil(((header & LENGTH) + HEADER_SIZE) / 8) * 8;
      Atomics.store(this.#read, 0, BigInt(read));
    }
  }

  /** How many records have found no room so far. */
  lost(): number {
    // The attributes, the key (0) and the value lie in one piece of memory, which the call holds.
    const memory = Buffer.alloc(48);
    const address = this.#libc.addressOf(memory);
    memory.writeUInt32LE(this.lostDescriptor, 0);
    memory.writeBigUInt64LE(address + 32n, 8);
    memory.writeBigUInt64LE(address + 40n, 16);
    this.#libc.bpf(BPF_MAP_LOOKUP_ELEM, memory.subarray(0, 32));
    return Number(memory.readBigUInt64LE(40));
  }

  close(): void {
    this.#consumer.unmap();
    this.#producer.unmap();
    closeSync(this.descriptor);
    closeSync(this.lostDescriptor);
  }
}

function createMap(
  libc: Libc,
  type: number,
  {keySize, valueSize, entries}: {keySize: number; valueSize: number; entries: number},
): Read<number> {
  const attributes = Buffer.alloc(72);
  attributes.writeUInt32LE(type, 0);
  attributes.writeUInt32LE(keySize, 4);
  attributes.writeUInt32LE(valueSize, 8);
  attributes.writeUInt32LE(entries, 12);
  return libc.bpf(BPF_MAP_CREATE, attributes);
}
