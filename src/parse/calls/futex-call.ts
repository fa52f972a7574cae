/** A wait on a futex(2), by the arguments of the call. */
export interface FutexCall {
  readonly kind: 'futex';
  /** undefined for several at once. */
  readonly address: bigint | undefined;
  readonly timed: boolean;
  /** Whether only threads of the same process use it (FUTEX_PRIVATE_FLAG). */
  readonly isPrivate: boolean;
  /** What the word has to be for the thread to sleep. */
  readonly value: number;
  /** Whether it is FUTEX_LOCK_PI, for which the word has the owner. */
  readonly isPi: boolean;
}

/** futex(2), a flag of the operation. Since Linux 2.6.22. */
const FUTEX_PRIVATE_FLAG = 128n;
/** FUTEX_LOCK_PI, and FUTEX_LOCK_PI2 since Linux 5.14. */
const LOCK_PI = [6n, 13n];

/** futex(2): address, operation, value, timeout. */
export function futexCall([address, operation = 0n, value = 0n, timeout]: readonly bigint[]): FutexCall {
  const isPi = LOCK_PI.includes(operation & 0x7fn);
  return {...wait(address, operation, timeout), value: Number(BigInt.asUintN(32, value)), isPi};
}

/** futex_wait(2): address, value, mask, flags, timeout. FUTEX2_PRIVATE is the bit of FUTEX_PRIVATE_FLAG. Since Linux 6.7. */
export function futexWaitCall([address, value = 0n, , flags, timeout]: readonly bigint[]): FutexCall {
  return {...wait(address, flags, timeout), value: Number(BigInt.asUintN(32, value))};
}

/** futex_waitv(2): waiters, their number, flags, timeout. Since Linux 5.16. */
export function futexWaitvCall([, , , timeout]: readonly bigint[]): FutexCall {
  return wait(undefined, undefined, timeout);
}

function wait(address: bigint | undefined, flags = 0n, timeout = 0n): FutexCall {
  const isPrivate = (flags & FUTEX_PRIVATE_FLAG) !== 0n;
  return {kind: 'futex', address, timed: timeout !== 0n, isPrivate, value: 0, isPi: false};
}
