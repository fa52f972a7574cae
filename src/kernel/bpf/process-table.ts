import type {Libc} from '../libc.ts';
import {inInitialPidNamespace, inInitialTimeNamespace} from '../pid-namespace.ts';
import type {Look} from '../process-table/process-record.ts';
import {ProcessRows} from '../process-table/process-rows.ts';
import {found, mapRead, type Read, unreadable} from '../read.ts';
import {runIterator} from './bpf-iterator.ts';
import type {Btf} from './btf.ts';
import {findProcessLayout, type ProcessLayout} from './process-layout.ts';
import {processProgram} from './process-program.ts';

/** The processes of the machine, read from the kernel's memory by a BPF program: see `Syscalls.processes`. */
export class KernelProcesses {
  readonly #libc: Libc;
  readonly #types: () => Read<Btf>;
  #layout: Read<ProcessLayout> | undefined;

  /** @param types the types of the kernel, or why programs can't read its memory */
  constructor(libc: Libc, types: () => Read<Btf>) {
    this.#libc = libc;
    this.#types = types;
  }

  read(look: Look): Read<ProcessRows> {
    this.#layout ??= processLayoutOf(this.#types);
    if (!this.#layout.ok) return this.#layout;
    const layout = this.#layout.value;
    const records = runIterator(this.#libc, processProgram(layout, look), layout.iteratorId);
    return mapRead(records, bytes => new ProcessRows(bytes));
  }
}

/** EXDEV in any other pid or time namespace than the initial ones, whose pids and starts the records have. */
function processLayoutOf(types: () => Read<Btf>): Read<ProcessLayout> {
  if (!inInitialPidNamespace() || !inInitialTimeNamespace()) return unreadable('EXDEV');
  const read = types();
  if (!read.ok) return read;
  const layout = findProcessLayout(read.value);
  return layout ? found(layout) : unreadable('EBADMSG');
}
