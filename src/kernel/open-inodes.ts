import {runIterator} from './bpf-iterator.ts';
import type {Btf} from './btf.ts';
import type {Libc} from './libc.ts';
import {
  decodeOpenInodes,
  type FileLayout,
  findFileLayout,
  type OpenInode,
  openInodeProgram,
} from './open-inode-program.ts';
import {inInitialPidNamespace} from './pid-namespace.ts';
import {found, mapRead, type Read, unreadable} from './read.ts';

/** More than these the program is not asked for at once: the kernel follows it through each comparison when it is loaded. */
const MOST_INODES = 256;

/**
 * The inode behind open files, read from the kernel's memory by a BPF program: see `Syscalls.inodesOf` and
 * `Syscalls.descriptorsOn`.
 */
export class OpenInodes {
  readonly #libc: Libc;
  readonly #types: () => Read<Btf>;
  #layout: Read<FileLayout> | undefined;

  /** @param types the types of the kernel, or why programs cannot read its memory */
  constructor(libc: Libc, types: () => Read<Btf>) {
    this.#libc = libc;
    this.#types = types;
  }

  of(pid: number): Read<ReadonlyMap<number, number>> {
    const rows = this.#run(layout =>
      runIterator(this.#libc, openInodeProgram(layout), layout.iteratorId, pid),
    );
    return mapRead(
      rows,
      open => new Map(open.flatMap(row => (row.pid === pid ? [[row.fd, row.inode] as const] : []))),
    );
  }

  on(inodes: readonly number[]): Read<ReadonlyMap<number, readonly number[]>> {
    if (inodes.length > MOST_INODES) return unreadable('E2BIG');
    const rows = this.#run(layout =>
      runIterator(this.#libc, openInodeProgram(layout, inodes), layout.iteratorId),
    );
    return mapRead(rows, open => {
      const byPid = new Map<number, number[]>();
      for (const {pid, fd} of open) {
        const own = byPid.get(pid);
        if (own) own.push(fd);
        else byPid.set(pid, [fd]);
      }
      return byPid;
    });
  }

  #run(ask: (layout: FileLayout) => Read<Buffer>): Read<OpenInode[]> {
    this.#layout ??= this.#findLayout();
    return this.#layout.ok ? mapRead(ask(this.#layout.value), decodeOpenInodes) : this.#layout;
  }

  /** The records have the pids of the initial pid namespace: elsewhere our own pid is another's, or nobody's. */
  #findLayout(): Read<FileLayout> {
    const types = this.#types();
    const layout = types.ok ? findFileLayout(types.value) : undefined;
    if (!layout) return types.ok ? unreadable('EBADMSG') : types;
    return inInitialPidNamespace() ? found(layout) : unreadable('EXDEV');
  }
}
