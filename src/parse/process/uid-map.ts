/** A line of /proc/PID/uid_map: user_namespaces(7). */
export interface UidRange {
  readonly inside: number;
  /** As the reader of the file has it in its own user namespace. */
  readonly outside: number;
  readonly count: number;
}

/** The ranges of /proc/PID/uid_map; lines of another form are left out. */
export function parseUidMap(bytes: Buffer): UidRange[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .flatMap(line => {
      const [, inside, outside, count] = /^\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})$/.exec(line) ?? [];
      return count === undefined
        ? []
        : {inside: Number(inside), outside: Number(outside), count: Number(count)};
    });
}

/** What a user id of the reader's is inside; undefined where it has none there. */
export function uidInside(ranges: readonly UidRange[], uid: number): number | undefined {
  const range = ranges.find(({outside, count}) => uid >= outside && uid < outside + count);
  return range && uid - range.outside + range.inside;
}
