import type {SpawnErrno} from '../../parse/status-readings/spawn-errors.ts';

/** Why spawn usually fails with an errno. */
export const spawnErrorCauses: Readonly<Record<SpawnErrno, string>> = {
  EAGAIN: 'no more processes are allowed (pids.max of the cgroup, RLIMIT_NPROC)',
  ENOENT: 'no such command in PATH, or no such cwd',
  EACCES: 'the file is not executable, or it is a directory',
  ENFILE: 'the system has no file descriptors left',
  EMFILE: 'the parent has no file descriptors left (RLIMIT_NOFILE)',
};
