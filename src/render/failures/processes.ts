import type {VisibilityObstacle} from '../../snapshot/visibility.ts';
import {obstacleText} from '../visibility.ts';

/** Why a process or a procfs as a whole, can't be looked at. */
export const processWords = {
  'no-procfs': ({obstacle}: {obstacle: VisibilityObstacle}) => obstacleText(obstacle),
  'no-such-process': ({pid, isRecorded}: {pid: number; isRecorded: boolean}) =>
    `no such process${isRecorded ? ' in the recording' : ''}: ${pid}`,
  'no-such-process-by-ps': ({pid}: {pid: number}) => `no such process by ps(1): ${pid}`,
  'process-not-visible': ({pid, errno}: {pid: number; errno: string}) =>
    `process ${pid} isn't visible from here (${errno})`,
  'caller-not-visible': () =>
    "procdoc's caller isn't visible in this procfs: --caller needs one that shows procdoc itself",
  'process-has-exited': ({pid}: {pid: number}) => `process ${pid} has exited`,
  /** `owner`: the process, by name; null where its name isn't known. */
  'pid-of-thread': ({tid, pid, owner}: {tid: number; pid: number; owner: string | null}) =>
    `${tid} is a thread of ${owner ?? `process ${pid}`}: give ${pid} instead`,
  'descriptors-unreadable': ({pid, errno}: {pid: number; errno: string}) =>
    `/proc/${pid}/fd can't be read (${errno}): it takes the user of process ${pid}, root, or CAP_SYS_PTRACE`,
  'own-cgroup-unreadable': () => "procdoc's own cgroup can't be read",
  'no-process-to-check': () => "no process to check: kernel threads and procdoc itself don't count",
};
