import type {Platform} from '../signals/signals.ts';

/** The errors of spawn that Node reports by an event, by errno; it throws the others: lib/internal/child_process.js. */
const BY_ERRNO = {2: 'ENOENT', 13: 'EACCES', 23: 'ENFILE', 24: 'EMFILE'} as const;

const byErrno: Readonly<Record<number, SpawnErrno>> = BY_ERRNO;

export type SpawnErrno = (typeof BY_ERRNO)[keyof typeof BY_ERRNO] | 'EAGAIN';

/** Why spawn failed, where Node reports this exitCode, which is minus an errno then; undefined for any other. */
export function spawnError(exitCode: number, platform: Platform): SpawnErrno | undefined {
  // An index below 0 would be looked up as a string.
  if (exitCode >= 0) return undefined;
  const eagain = platform === 'darwin' || platform === 'freebsd' ? 35 : 11;
  return -exitCode === eagain ? 'EAGAIN' : byErrno[-exitCode];
}
