import {type Errno, type Read, unreadable} from './read.ts';
import type {SignalAction, Syscalls, UnixSocket} from './syscalls.ts';

/** Answers ENOSYS to everything, for a machine without koffi, and for the /proc of another machine. */
export class NoSyscalls implements Syscalls {
  readonly unavailable: Errno;

  /** @param reason why no system call can be made */
  constructor(reason: Errno) {
    this.unavailable = reason;
  }

  kcmpUsable(): Read<true> {
    return unreadable('ENOSYS');
  }

  compareDescriptions(): Read<-1 | 0 | 1> {
    return unreadable('ENOSYS');
  }

  shareDescriptorTable(): Read<boolean> {
    return unreadable('ENOSYS');
  }

  signalActions(): Read<ReadonlyMap<number, SignalAction>> {
    return unreadable('ENOSYS');
  }

  descriptorEntries(): Read<never> {
    return unreadable('ENOSYS');
  }

  inodeAt(): Read<never> {
    return unreadable('ENOSYS');
  }

  onProcessor(): Read<never> {
    return unreadable('ENOSYS');
  }

  unixSockets(): Read<ReadonlyMap<number, UnixSocket>> {
    return unreadable('ENOSYS');
  }

  unixSocket(): Read<UnixSocket> {
    return unreadable('ENOSYS');
  }
}
