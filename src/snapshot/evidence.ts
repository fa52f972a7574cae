/**
 * What a piece of evidence is worth.
 * fact: it stays so as long as the process or the file is the one it was: an exit, what a process was started as.
 * moment: one look showed it, and the next may not: a mask, a system call, a state, a descriptor.
 * lasting: two looks showed it, and no thread of the process ran in between.
 * heuristic: it points there, and something else may have made it: a name, an order in time, what wasn't seen.
 */
export type EvidenceKind = 'fact' | 'moment' | 'lasting' | 'heuristic';

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
  readonly kind: EvidenceKind;
}

/** What a file of a process shows: `seenIn(812, 'status', 'SigBlk', 'SIGCHLD')`. */
export function seenIn(pid: number, file: string, field: string | null, value: string | number): Evidence {
  return seenAt(`/proc/${pid}/${file}`, field, value);
}

/** What a file, a call or a record shows: `seenAt('/proc/locks', null, 'FLOCK WRITE 1170')`. */
export function seenAt(file: string, field: string | null, value: string | number): Evidence {
  return {file, field, value: String(value), kind: isFact(field, String(value)) ? 'fact' : 'moment'};
}

/** The fields that no process can change once it has them; of a state, only that of the dead lasts. */
const facts: readonly string[] = [
  'pid (1)',
  'starttime (22)',
  'exit_signal (38)',
  'NSpid',
  'sa_flags',
  'is_child_subreaper',
];

function isFact(field: string | null, value: string): boolean {
  if (field === 'state (3)') return value === 'Z';
  return field === null ? false : facts.includes(field);
}
