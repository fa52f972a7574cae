/** A use of a System V object: svipc(7). */
export interface LastUse {
  /** The process; null where there was none, or it isn't in the pid namespace of the procfs. */
  readonly pid: number | null;
  /** In seconds since the epoch; 0 where there was none. */
  readonly at: number;
}

/** A System V message queue. */
export interface MessageQueue {
  readonly id: number;
  readonly sent: LastUse;
  readonly received: LastUse;
}

/** A set of System V semaphores. */
export interface SemaphoreSet {
  readonly id: number;
  /** When semop(2) last changed one of them, in seconds since the epoch; 0 where none has. */
  readonly changedAt: number;
}

/**
 * Parses /proc/sysvipc/msg (proc_sysvipc(5)), the queues of the reader's IPC namespace, whatever procfs it is in. Lines of
 * another form (the heading) are left out.
 */
export function parseMessageQueues(bytes: Buffer): MessageQueue[] {
  return rowsOf(bytes, 14).map(([, id = 0, , , , sender, receiver, , , , , sentAt = 0, receivedAt = 0]) => ({
    id,
    sent: {pid: sender || null, at: sentAt},
    received: {pid: receiver || null, at: receivedAt},
  }));
}

/** Parses /proc/sysvipc/sem, as of the queues. */
export function parseSemaphoreSets(bytes: Buffer): SemaphoreSet[] {
  return rowsOf(bytes, 10).map(([, id = 0, , , , , , , changedAt = 0]) => ({id, changedAt}));
}

function rowsOf(bytes: Buffer, columns: number): number[][] {
  const rows = bytes
    .toString('latin1')
    .split('\n')
    .map(line => line.trim().split(/ +/).map(Number));
  return rows.filter(row => row.length === columns && row.every(Number.isSafeInteger));
}
