/**
 * What was seen, and where, for a reader to look at again: a file, a field in it, and what stood there. The sentence
 * about it is made in rules/ and render/.
 */
export interface Evidence {
  /** "/proc/812/status"; where no file shows it, the call or record that did: "sigaction(2) of 812". */
  readonly file: string;
  /** "SigBlk", "ppid (4)"; null: the file as a whole, where a link leads, or that the file is not there. */
  readonly field: string | null;
  /** What stood there: "SIGCHLD", "T", "pipe:[4242]", "ENOENT". */
  readonly value: string;
}

/** What a file of a process shows: `seenIn(812, 'status', 'SigBlk', 'SIGCHLD')`. */
export function seenIn(pid: number, file: string, field: string | null, value: string | number): Evidence {
  return {file: `/proc/${pid}/${file}`, field, value: String(value)};
}
