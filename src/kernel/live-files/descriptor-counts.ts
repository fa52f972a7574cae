import {readdirSync, statSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import {orUndefined} from '../read.ts';

/** A process that exits while it is looked at is common, and an error for each would take longer than the look. */
const WITHOUT_ERROR = {throwIfNoEntry: false} as const;

/**
 * How many descriptors each process has open, by the size of /proc/PID/fd, which has counted them since Linux 6.2
 * (proc_fd_getattr() in fs/proc/fd.c). Everyone may ask for it.
 */
export class DescriptorCounts {
  readonly #mount: string;
  #areShown: boolean | undefined;

  /** @param mount where the procfs is mounted */
  constructor(mount: string) {
    this.#mount = mount;
  }

  /** Undefined where the kernel doesn't show it. */
  of(pid: number): number | undefined {
    this.#areShown ??= this.#showOurs();
    return this.#areShown ? this.#sizeOf(`${pid}`) : undefined;
  }

  /** Whether the size of procdoc's own folder is how many it has: other kernels, and what stands for one, have any number there. */
  #showOurs(): boolean {
    const names = orUndefined(attempt(() => readdirSync(`${this.#mount}/self/fd`)));
    // The folder itself was open while its names were read.
    return names !== undefined && this.#sizeOf('self') === names.length - 1;
  }

  #sizeOf(process: string): number | undefined {
    return orUndefined(attempt(() => statSync(`${this.#mount}/${process}/fd`, WITHOUT_ERROR)?.size));
  }
}
