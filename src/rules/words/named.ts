/** What it takes to name a process. */
export interface Named {
  readonly pid: number;
  readonly comm: string;
}

/** A process as every sentence names it: "python3 (4711)". */
export function named({comm, pid}: Named): string {
  return `${comm} (${pid})`;
}

/** A process by one of its descriptors: "python3 (4711) fd 3". */
export function namedFd(process: Named, fd: number): string {
  return `${named(process)} fd ${fd}`;
}
