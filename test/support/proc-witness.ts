/** Reads /proc for the tests with nothing of procdoc's own, so that the two can be compared. Failures throw. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {constants} from 'node:os';

/** Field `number` of /proc/PID/stat, counted from 1 as proc_pid_stat(5) does; from 3 on. */
export function statField(pid: number, number: number): string {
  const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const field = line
    .slice(line.lastIndexOf(')') + 2)
    .trimEnd()
    .split(' ')[number - 3];
  assert.ok(field !== undefined, `/proc/${pid}/stat has no field ${number}`);
  return field;
}

/** For how many seconds a process has run: starttime (22) of /proc/PID/stat, in hundredths, and /proc/uptime. */
export function ageOf(pid: number): number {
  const [uptime] = readFileSync('/proc/uptime', 'latin1').split(' ');
  return Number(uptime) - Number(statField(pid, 22)) / 100;
}

/** The state letter of a process or thread, or "gone". */
export function stateOf(pid: number): string {
  try {
    return statField(pid, 3);
  } catch {
    return 'gone';
  }
}

/** Dead: reaped, or a zombie that PID 1 has not got round to. */
export function isGone(pid: number): boolean {
  return ['gone', 'Z', 'X'].includes(stateOf(pid));
}

/** The value of a line of /proc/PID/status (or of /proc/PID/task/TID/status, given "PID/task/TID"). */
export function statusField(pid: number | string, name: string): string {
  const value = new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(
    readFileSync(`/proc/${pid}/status`, 'latin1'),
  )?.[1];
  assert.ok(value !== undefined, `/proc/${pid}/status has no line ${name}`);
  return value;
}

/** Whether a signal is in a set of /proc/PID/status: SigIgn, SigCgt, SigBlk, ShdPnd … */
export function hasSignal(pid: number | string, set: string, signal: NodeJS.Signals): boolean {
  const bit = 1n << BigInt(constants.signals[signal] - 1);
  return (BigInt(`0x${statusField(pid, set)}`) & bit) !== 0n;
}

export function hasSigchld(pid: number | string, set: string): boolean {
  return hasSignal(pid, set, 'SIGCHLD');
}

/** The name of a process, at most 15 bytes of it. */
export function commOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd();
}

/** What a descriptor leads to, as its link in /proc/PID/fd says: a path, "pipe:[4242]" … */
export function descriptorTarget(pid: number, fd: number): string {
  return readlinkSync(`/proc/${pid}/fd/${fd}`);
}

/** All of /proc/PID/fdinfo/FD. */
export function descriptorInfo(pid: number, fd: number): string {
  return readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1');
}

/** The pids of a process's descendants, zombies among them. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const candidate = Number(name);
    if (Number.isInteger(candidate) && stateOf(candidate) !== 'gone')
      parents.set(candidate, parentOf(candidate));
  }
  const childrenOf = (parent: number): number[] =>
    [...parents.keys()].filter(child => parents.get(child) === parent);
  const descendants = childrenOf(pid);
  for (const descendant of descendants) descendants.push(...childrenOf(descendant));
  return descendants;
}

/** A descendant of a process by its name; undefined where there is none, or none yet: some exit between two looks. */
export function descendantNamed(
  pid: number,
  comm: string,
  isMeant: (pid: number) => boolean = () => true,
): number | undefined {
  return descendantsOf(pid).find(each => {
    try {
      return commOf(each) === comm && isMeant(each);
    } catch {
      return false;
    }
  });
}

/** The ppid of a process; 0 when it has just gone. */
export function parentOf(pid: number): number {
  try {
    return Number(statField(pid, 4));
  } catch {
    return 0;
  }
}

/**
 * How certain it is that of two processes that with the smaller pid was there first: where the machine has made fewer than
 * half as many tasks as there are pids, none was given out twice, unless as many were given out in vain.
 */
export function certaintyByPids(): 'proven' | 'likely' {
  const forks = Number(/^processes (\d+)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1]);
  const last = Number(readFileSync('/proc/loadavg', 'latin1').trim().split(' ').at(-1));
  const pids = Number(readFileSync('/proc/sys/kernel/pid_max', 'latin1')) - 300;
  return forks <= pids / 2 && last <= 1.25 * forks + 1000 ? 'proven' : 'likely';
}
