import type {Machine} from '../src/kernel/machine.ts';
import {found, type Read, unreadable} from '../src/kernel/read.ts';
import {NoSyscalls, type SignalAction} from '../src/kernel/syscalls.ts';

/** A process that no machine here has; what is left out is as of a plain child of PID 1. */
export interface ImaginedProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly comm?: string;
  readonly state?: string;
  /** Its own, unless said otherwise. */
  readonly pgid?: number;
  readonly sid?: number;
  readonly terminal?: number;
  /** In clock ticks; the later the higher the pid, unless said otherwise. */
  readonly startTicks?: number;
  readonly cgroup?: string;
  readonly uid?: number;
}

/** Answers the kernel's own record: these, and no others, are subreapers. */
class SubreaperSyscalls extends NoSyscalls {
  readonly #actions: ReadonlyMap<number, SignalAction>;

  constructor(processes: readonly ImaginedProcess[], subreapers: readonly number[]) {
    super('imagined');
    this.#actions = new Map(
      processes.map(({pid, startTicks = pid}) => [
        pid,
        {startTicks, handler: 0n, flags: 0, childSubreaper: subreapers.includes(pid)},
      ]),
    );
  }

  override signalActions(): Read<ReadonlyMap<number, SignalAction>> {
    return found(this.#actions);
  }
}

/**
 * A machine of these processes, for situations that cannot be made on every machine: services of systemd. It has
 * their stat, status, cgroup and cmdline. Without `subreapers`, who is one may not be seen.
 */
export function imaginedMachine(
  processes: readonly ImaginedProcess[],
  subreapers?: readonly number[],
): Machine {
  const files = new Map(processes.flatMap(process => Object.entries(filesOf(process))));
  const syscalls = subreapers
    ? new SubreaperSyscalls(processes, subreapers)
    : new NoSyscalls('none imagined');
  return {
    procfs: {
      read: path => {
        const text = files.get(path);
        return text === undefined ? unreadable('ENOENT') : found(Buffer.from(text));
      },
      readAt: () => unreadable('ENOTSUP'),
      list: path => (path === '' ? found(processes.map(({pid}) => String(pid))) : unreadable('ENOENT')),
      link: () => unreadable('ENOENT'),
      stat: () => unreadable('ENOENT'),
      fileSystemType: () => found(0x9fa0),
    },
    host: {
      platform: 'linux',
      arch: 'x64',
      pid: 99_999,
      uid: 0,
      now: () => 0,
      passwd: () => unreadable('ENOENT'),
    },
    syscalls: () => Promise.resolve(syscalls),
  };
}

function filesOf(process: ImaginedProcess): Record<string, string> {
  const {pid, ppid, comm = 'imagined', state = 'S', terminal = 0, startTicks = pid, cgroup = '/'} = process;
  const {pgid = pid, sid = pid, uid = 0} = process;
  const fields = [ppid, pgid, sid, terminal, ...Array(14).fill(0), startTicks, ...Array(30).fill(0)];
  const sets = ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'].map(
    name => `${name}:\t${'0'.repeat(16)}\n`,
  );
  const ids = `Tgid:\t${pid}\nPPid:\t${ppid}\nUid:\t${[uid, uid, uid, uid].join('\t')}\nNSpid:\t${pid}\n`;
  return {
    [`${pid}/stat`]: `${pid} (${comm}) ${state} ${fields.join(' ')}\n`,
    [`${pid}/status`]: ids + sets.join(''),
    [`${pid}/cgroup`]: `0::${cgroup}\n`,
    [`${pid}/cmdline`]: `${comm}\0`,
  };
}
