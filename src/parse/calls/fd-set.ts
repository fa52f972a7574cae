/** How many bytes of an fd_set the kernel reads for `count` descriptors: whole longs of 8 bytes. */
export function fdSetSize(count: number): number {
  return Math.ceil(count / 64) * 8;
}

/** The descriptors below `count` in an fd_set of select(2), as it lies in memory: a bit each, from the lowest. */
export function parseFdSet(bytes: Uint8Array, count: number): number[] {
  const fds: number[] = [];
  const end = Math.min(count, bytes.length * 8);
  for (let fd = 0; fd < end; fd++) {
    if ((((bytes[fd >> 3] ?? 0) >> (fd & 7)) & 1) === 1) fds.push(fd);
  }
  return fds;
}
