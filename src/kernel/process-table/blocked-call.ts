/** A system call that a thread sleeps in. */
export interface BlockedCall {
  readonly number: number;
  /** Six, as the registers have them. */
  readonly args: readonly bigint[];
}
