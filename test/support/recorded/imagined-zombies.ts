/** Machines with zombies that no program can be made to have, or not on every machine. */
import type {Machine} from '../../../src/kernel/machine/machine.ts';
import {orUndefined} from '../../../src/kernel/read.ts';
import {SIGCHLD} from '../../../src/parse/signals/numbers.ts';
import {statField} from './edits.ts';
import {type ImaginedFile, type ImaginedProcess, imaginedMachine} from './imagined-machine.ts';

/** cgroup v2 alone, mounted where most machines have it. */
export const V2 = {'self/mountinfo': '30 23 0:27 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n'};

/** A parent 100 and its zombies 101 and on, and a stranger 99, all in the cgroup /app/worker. */
export function family(zombies: number): ImaginedProcess[] {
  const cgroup = '/app/worker';
  const dead = Array.from({length: zombies}, (_, at) => ({
    pid: 101 + at,
    ppid: 100,
    comm: 'git',
    state: 'Z',
    cgroup,
  }));
  return [{pid: 99, ppid: 1, cgroup: '/other'}, {pid: 100, ppid: 1, comm: 'runner', cgroup}, ...dead];
}

/** pids.max, pids.current and pids.events of a cgroup. */
export function limits(
  folder: string,
  max: string,
  current: number,
  events?: number,
): Record<string, string> {
  const at = (name: string) => `self/root/sys/fs/cgroup${folder}/pids.${name}`;
  return {
    [at('max')]: `${max}\n`,
    [at('current')]: `${current}\n`,
    ...(events === undefined ? {} : {[at('events')]: `max ${events}\n`}),
  };
}

/** Texts as files of an imagined machine. */
export function asFiles(texts: Readonly<Record<string, string>>): Record<string, ImaginedFile> {
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, {text}]));
}

/** A parent's system call: read(0, …), and wait4(-1, …), which takes any child. */
const READ = '0 0x0 0x7ffc0000 0x1 0x0 0x0 0x0 0x7ffc1000 0x7f0000001000\n';
const WAIT_FOR_ANY = '61 0xffffffff 0x7ffc0000 0x0 0x0 0x0 0x0 0x7ffc1000 0x7f0000001000\n';

/** Twelve zombies fill the cgroup of their parent, which is in a read(2). */
export function crowdedMachine(): Machine {
  const files = {...threadOf(family(12), 100, READ), ...limits('/app/worker', '15', 13, 7)};
  return zombieMachine(family(12), 90, files);
}

/** Two zombies have just died; their parent is in a wait for any child, and has yet to return from it. */
export function waitingMachine(): Machine {
  return zombieMachine(family(2), 0.3, threadOf(family(2), 100, WAIT_FOR_ANY));
}

/** PF_EXITING, with PF_FORKNOEXEC and PF_RANDOMIZE. */
const EXITING = 0x40_0044;

/** A parent that was killed, and hangs in the close of a file on a dead file server; it has not handed on its zombie. */
export function exitingMachine(): Machine {
  const files = threadOf(family(1), 100, READ);
  const exiting = Object.entries(files).map(([file, text]) =>
    file.endsWith('/stat') ? [file, statField(3, 'D')(statField(9, EXITING)(text))] : [file, text],
  );
  const wchan = {'100/task/100/wchan': 'nfs_wait_bit_killable'};
  return zombieMachine(family(1), 90, {...Object.fromEntries(exiting), ...wchan});
}

/** A container in which its runtime started two zombies: their parent is outside of the pid namespace. */
export function containerMachine(): Machine {
  const probes = [13, 14].map(pid => ({pid, ppid: 0, comm: 'sh', state: 'Z'}));
  return zombieMachine([{pid: 1, ppid: 0, comm: 'app'}, ...probes], 90, {});
}

/** The files of a process's main thread, which is in this system call. */
function threadOf(processes: readonly ImaginedProcess[], pid: number, syscall: string) {
  const {procfs} = imaginedMachine(processes);
  const contentOf = (name: string) => String(orUndefined(procfs.read(`${pid}/${name}`)));
  const task = `${pid}/task/${pid}`;
  return {
    [`${task}/stat`]: contentOf('stat'),
    [`${task}/status`]: contentOf('status'),
    [`${task}/syscall`]: syscall,
  };
}

/** A machine of these processes, of which the zombies died so many seconds ago, and were announced by SIGCHLD. */
function zombieMachine(
  processes: readonly ImaginedProcess[],
  deadForSeconds: number,
  texts: Readonly<Record<string, string>>,
): Machine {
  const {procfs} = imaginedMachine(processes);
  const ranAt = (seconds: number) => `se.exec_start : ${(seconds * 1000).toFixed(6)}\n`;
  const ofEach = processes.flatMap(({pid}) => [
    [`${pid}/sched`, ranAt(1)],
    [`${pid}/stat`, statField(38, SIGCHLD)(String(orUndefined(procfs.read(`${pid}/stat`))))],
  ]);
  const files = {...V2, 'self/sched': ranAt(1 + deadForSeconds), ...Object.fromEntries(ofEach), ...texts};
  return imaginedMachine(processes, undefined, asFiles(files));
}
