import type {TaskState} from '../../parse/process/pid-stat.ts';
import type {Doing, WaitTarget} from '../../snapshot/activity.ts';

/** What a thread is doing, as JSON names it: "read", "system call 4711", "running", "outside of a system call". */
export function doingText(doing: Doing): string {
  if (doing.kind === 'in-call') return doing.name ?? `system call ${doing.number}`;
  return doing.kind === 'running' ? 'running' : 'outside of a system call';
}

/** The state of a thread as a clause has it: "running", "blocked in read", "blocked outside of a system call". */
export function stateText(doing: Doing): string {
  if (doing.kind === 'running') return 'running';
  return doing.kind === 'in-call' ? `blocked in ${doingText(doing)}` : `blocked ${doingText(doing)}`;
}

/** The children that a thread waits for: "any child", "pid 4711", "pid 4711 (5 inside)", "process group 4700". */
export function waitTargetText(target: WaitTarget): string {
  if (target.kind === 'any') return 'any child';
  const [what, number] =
    target.kind === 'pid' ? (['pid', target.pid] as const) : (['process group', target.pgid] as const);
  const {shown} = target;
  if (shown === undefined) return `${what} ${number}`;
  return shown === null ? `${what} ${number} of its pid namespace` : `${what} ${shown} (${number} inside)`;
}

const stateNames: Record<TaskState, string> = {
  R: 'running',
  S: 'sleeping',
  D: 'in uninterruptible sleep',
  Z: 'zombie',
  T: 'stopped',
  t: 'stopped by a tracer',
  X: 'dead',
  x: 'dead',
  K: 'wakekill',
  W: 'waking',
  P: 'parked',
  I: 'idle',
};

/** "sleeping", "stopped" … for a state letter; "in state Q" for a letter unknown here. */
export function stateName(state: TaskState): string {
  return stateNames[state] ?? `in state ${state}`;
}
