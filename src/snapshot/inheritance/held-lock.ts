import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {Evidence} from '../evidence.ts';

/** A lock held through a descriptor. */
export interface HeldLock extends LockLine {
  /** null where the kernel names no acquirer, or where its pid may have been reused. */
  readonly acquirerAlive: boolean | null;
}

/** A flock that outlived the process which took it. */
export interface LeftBehindLock extends HeldLock {
  readonly acquirerPid: number;
  /** Whether it is certain that the acquirer was there before every holder; else their pids say so, which come round. */
  readonly isCertain: boolean;
  /** Where to see that its acquirer has exited. */
  readonly gone: Evidence;
}
