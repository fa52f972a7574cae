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
  /** Where to see that its acquirer has exited. */
  readonly gone: Evidence;
}
