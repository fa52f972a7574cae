export type LockClass = 'flock' | 'posix' | 'ofd' | 'lease';

/** One line of /proc/locks (proc_locks(5)), which a `lock:` line of fdinfo repeats. */
export interface LockLine {
  readonly class: LockClass;
  /** Of a lease that is being broken, what is to be left of it: "read", too, where nothing is. */
  readonly mode: 'read' | 'write';
  /** Whether it is granted; false for one that waits ("->"). */
  readonly granted: boolean;
  /** Whether it is a lease that its holder is to give up, because another process opens the file. */
  readonly breaking: boolean;
  /**
   * The pid of the process that took the lock, in the reader's pid namespace: dead, or even another process's
   * by now, if a child inherited the open file description. null where the kernel tells none: an OFD lock (-1),
   * or an acquirer not in this namespace (0).
   */
  readonly acquirerPid: number | null;
  /** "major:minor" in decimal, of the file system; of an open(2) that waits for a lease "0:0", and inode 0. */
  readonly device: string;
  readonly inode: number;
  /** First byte, and last byte; null: to the end of the file. */
  readonly start: number;
  readonly end: number | null;
}

const classes: Record<string, LockClass> = {FLOCK: 'flock', POSIX: 'posix', OFDLCK: 'ofd', LEASE: 'lease'};
const form =
  /^\s*\d+:\s+(?<waits>->\s+)?(?<class>[A-Z]+)\s+(?<state>\S+)\s+(?<mode>READ|WRITE|UNLCK|NONE)\s+(?<pid>-?\d+)\s+(?:<none>:0|(?<major>[0-9a-f]+):(?<minor>[0-9a-f]+):(?<inode>\d+))\s+(?<start>\d+)\s+(?<end>EOF|\d+)\s*$/;

/** Undefined for a line of another form, and for a class we do not know (DELEG, which only an NFS server takes). */
export function parseLockLine(line: string): LockLine | undefined {
  const fields = form.exec(line)?.groups;
  const lockClass = classes[fields?.class ?? ''];
  if (!fields || !lockClass) return undefined;
  const pid = Number(fields.pid);
  return {
    class: lockClass,
    mode: fields.mode === 'WRITE' ? 'write' : 'read',
    granted: fields.waits === undefined,
    breaking: fields.state === 'BREAKING',
    acquirerPid: pid > 0 ? pid : null,
    device: `${Number.parseInt(fields.major ?? '0', 16)}:${Number.parseInt(fields.minor ?? '0', 16)}`,
    inode: Number(fields.inode ?? 0),
    start: Number(fields.start),
    end: fields.end === 'EOF' ? null : Number(fields.end),
  };
}
