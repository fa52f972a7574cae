import {readToEnd, withDescriptor} from '../descriptor.ts';
import type {Libc} from '../libc.ts';
import {found, meansGone, orUndefined, type Read} from '../read.ts';
import {loadProgram} from './bpf-load.ts';
import {assemble, exit, set} from './bpf-program.ts';

/** Constants of <linux/bpf.h>: commands of bpf(2), and the attach type of an iterator. */
const BPF_LINK_CREATE = 28;
const BPF_ITER_CREATE = 33;
const BPF_TRACE_ITER = 28;

/**
 * Runs a program for every object of a kind (since Linux 5.8, Documentation/bpf/bpf_iterators.rst) and returns what
 * the program wrote. The kernel checks the program while it loads it, and runs it while the iterator is read. Nothing
 * is left behind: program, link and iterator vanish with their descriptors.
 *
 * @param iteratorId the BTF id of the function that stands for the kind of objects
 * @param pids the processes whose objects are wanted, for an iterator over objects of tasks; EINVAL before Linux 6.1
 */
export function runIterator(
  libc: Libc,
  program: Uint8Array,
  iteratorId: number,
  pids?: readonly number[],
): Read<Buffer> {
  return withDescriptor(
    loadProgram(libc, program, {attachType: BPF_TRACE_ITER, attachTo: iteratorId}),
    loaded => {
      if (pids === undefined) return iterate(libc, loaded);
      const written = pids.map(pid => iterate(libc, loaded, pid)).filter(read => !isGone(read));
      const refused = written.find(read => !read.ok);
      return refused ?? found(Buffer.concat(written.flatMap(read => orUndefined(read) ?? [])));
    },
  );
}

function iterate(libc: Libc, loaded: number, pid?: number): Read<Buffer> {
  return withDescriptor(createLink(libc, loaded, pid), link =>
    withDescriptor(libc.bpf(BPF_ITER_CREATE, words(link, 0)), readToEnd),
  );
}

/** Whether the process was reaped, so that it has no objects. */
function isGone(read: Read<unknown>): boolean {
  return !read.ok && meansGone(read.errno);
}

/** Offsets in bytes of the attributes of BPF_LINK_CREATE that narrow the iterator to a process, and the size of all. */
const linkAttribute = {narrowing: 16, narrowingSize: 24, size: 32} as const;

/**
 * Attaches a loaded program, to one process or to all. The attributes and what they point to lie in one piece of
 * memory.
 */
function createLink(libc: Libc, loaded: number, pid: number | undefined): Read<number> {
  const plain = words(loaded, 0, BPF_TRACE_ITER, 0);
  if (pid === undefined) return libc.bpf(BPF_LINK_CREATE, plain);
  // The members of union bpf_iter_link_info are tid, pid and pid_fd.
  const narrowing = words(0, pid, 0);
  const memory = Buffer.concat([plain, Buffer.alloc(linkAttribute.size - plain.length), narrowing]);
  const address = libc.addressOf(memory) + BigInt(linkAttribute.size);
  memory.writeBigUInt64LE(address, linkAttribute.narrowing);
  memory.writeUInt32LE(narrowing.length, linkAttribute.narrowingSize);
  return libc.bpf(BPF_LINK_CREATE, memory.subarray(0, linkAttribute.size));
}

/**
 * Whether the kernel lets procdoc run iterators. The program of this request has nothing to attach to, but the kernel
 * checks the caller before the program: EPERM means no, and any other errno leaves it open.
 */
export function mayRunIterators(libc: Libc): boolean {
  const refused = withDescriptor(
    loadProgram(libc, assemble([set(0, 0), exit()]), {attachType: BPF_TRACE_ITER, attachTo: 0}),
    () => found(true),
  );
  return refused.ok || refused.errno !== 'EPERM';
}

/** The attributes of a smaller command: 32-bit numbers in a row. */
function words(...values: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}
