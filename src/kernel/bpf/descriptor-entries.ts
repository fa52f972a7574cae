import {openSync} from 'node:fs';
import {attempt, O_PATH, withDescriptor} from '../descriptor.ts';
import type {DescriptorEntry, WantedEntries} from '../descriptor-entry.ts';
import type {Libc} from '../libc.ts';
import {inInitialPidNamespace} from '../pid-namespace.ts';
import type {InodeNumber} from '../procfs.ts';
import {found, mapRead, orUndefined, type Read, unreadable} from '../read.ts';
import {runIterator} from './bpf-iterator.ts';
import type {Btf} from './btf.ts';
import {descriptorEntryProgram, type EntryLayout, findEntryLayout} from './descriptor-entry-program.ts';
import {decodeDescriptorEntries} from './descriptor-entry-record.ts';
import {MOST_INODES} from './wanted-inodes.ts';

/** How often the kernel goes through all descriptors at most: reading the links is as fast as more runs. */
const MOST_RUNS = 16;

/**
 * The entries of descriptor tables, read from the kernel's memory by a BPF program: see
 * `Syscalls.descriptorEntries`.
 */
export class DescriptorEntries {
  readonly #libc: Libc;
  readonly #types: () => Read<Btf>;
  #layout: Read<EntryLayout> | undefined;

  /** @param types the types of the kernel, or why programs can't read its memory */
  constructor(libc: Libc, types: () => Read<Btf>) {
    this.#libc = libc;
    this.#types = types;
  }

  read({pids, inodes}: WantedEntries): Read<DescriptorEntry[]> {
    if (inodes === undefined || inodes.length <= MOST_INODES) return this.#run(pids, inodes);
    if (pids) {
      const wanted = new Set(inodes);
      return mapRead(this.#run(pids, undefined), all => all.filter(({inode}) => wanted.has(inode)));
    }
    if (inodes.length > MOST_INODES * MOST_RUNS) return unreadable('E2BIG');
    const runs = Array.from({length: Math.ceil(inodes.length / MOST_INODES)}, (_, at) =>
      this.#run(undefined, inodes.slice(at * MOST_INODES, (at + 1) * MOST_INODES)),
    );
    return runs.find(({ok}) => !ok) ?? found(runs.flatMap(run => orUndefined(run) ?? []));
  }

  #run(pids?: readonly number[], inodes?: readonly InodeNumber[]): Read<DescriptorEntry[]> {
    this.#layout ??= this.#findLayout();
    if (!this.#layout.ok) return this.#layout;
    const layout = this.#layout.value;
    const program = descriptorEntryProgram(layout, inodes);
    const written = runIterator(this.#libc, program, layout.iteratorId, pids);
    return mapRead(written, bytes => decodeDescriptorEntries(bytes, layout));
  }

  /**
   * Opens the file with O_PATH, which needs no permission to read it, and neither blocks nor wakes a process:
   * open(2).
   */
  inodeAt(path: string): Read<InodeNumber> {
    const opened = attempt(() => openSync(path, O_PATH));
    return withDescriptor(opened, fd => {
      const own = this.read({pids: [process.pid]});
      if (!own.ok) return own;
      const entry = own.value.find(one => one.fd === fd && one.pid === process.pid);
      return entry ? found(entry.inode) : unreadable('EBADF');
    });
  }

  /** EXDEV in any other pid namespace than the initial one, whose pids the records have. */
  #findLayout(): Read<EntryLayout> {
    const types = this.#types();
    const layout = types.ok ? findEntryLayout(types.value) : undefined;
    if (!layout) return types.ok ? unreadable('EBADMSG') : types;
    return inInitialPidNamespace() ? found(layout) : unreadable('EXDEV');
  }
}
