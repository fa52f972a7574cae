import {type Read, unreadable} from './read.ts';

/**
 * The system calls that no recording has, and that are not made while recording either, so that both give the same answer:
 * ENOTSUP.
 */
export abstract class UnrecordedSyscalls {
  pidfdInode(): Read<never> {
    return unreadable('ENOTSUP');
  }

  /** Processes are read from their files, which a recording has. */
  processes(): Read<never> {
    return unreadable('ENOTSUP');
  }

  /** A search goes by links, which a recording has. */
  descriptorEntries(): Read<never> {
    return unreadable('ENOTSUP');
  }

  /** Mappings are read from the maps of each process, which a recording has. */
  mappers(): Read<never> {
    return unreadable('ENOTSUP');
  }

  /** What processes have in common a recording has in its answers. */
  kernelObjects(): Read<never> {
    return unreadable('ENOTSUP');
  }

  /** What a thread sleeps in is read from its syscall file, which a recording has. */
  blockedCalls(): Read<never> {
    return unreadable('ENOTSUP');
  }

  inodeAt(): Read<never> {
    return unreadable('ENOTSUP');
  }

  ipSocket(): Read<never> {
    return unreadable('ENOTSUP');
  }

  /** Which semaphore a call is about is in the memory of its process, which is not recorded. */
  lastSemaphoreUser(): Read<never> {
    return unreadable('ENOTSUP');
  }

  async fileOpenings(): Promise<Read<never>> {
    return unreadable('ENOTSUP');
  }
}
