import type {Machine} from '../../../src/kernel/machine/machine.ts';
import {NoSyscalls} from '../../../src/kernel/no-syscalls.ts';
import type {FileStat} from '../../../src/kernel/procfs.ts';
import {found, type Read, unreadable} from '../../../src/kernel/read.ts';
import type {SignalAction} from '../../../src/kernel/syscalls.ts';

/** The pid of procdoc on an imagined machine. */
const OWN_PID = 99_999;

/** A process that no machine here has; what is left out is as of a plain child of PID 1. */
export interface ImaginedProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly comm?: string;
  /** Its comm alone, unless said otherwise. */
  readonly argv?: readonly string[];
  readonly state?: string;
  /** Its own, unless said otherwise. */
  readonly pgid?: number;
  readonly sid?: number;
  readonly terminal?: number;
  /** In clock ticks; the later the higher the pid, unless said otherwise. */
  readonly startTicks?: number;
  readonly cgroup?: string;
  readonly uid?: number;
  /** Its pids in the pid namespaces from ours inwards; its pid alone, unless said otherwise. */
  readonly nspids?: readonly number[];
  readonly kernelThread?: boolean;
}

/** A file that is not about a process, or one beneath its root; times are milliseconds since the epoch. */
export interface ImaginedFile {
  /** What it holds, and where it leads to if it is read as a link. */
  readonly text: string;
  readonly isLink?: false;
  readonly modifiedMs?: number;
}

/** Answers the kernel's own record: these, and no others, are subreapers. */
class SubreaperSyscalls extends NoSyscalls {
  readonly #actions: ReadonlyMap<number, SignalAction>;

  constructor(processes: readonly ImaginedProcess[], subreapers: readonly number[]) {
    super('ENOSYS');
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
  moreFiles: Readonly<Record<string, ImaginedFile>> = {},
): Machine {
  const more = new Map(Object.entries(moreFiles));
  const files = new Map([
    ...processes.flatMap(process => Object.entries(filesOf(process))),
    ...[...more].map(([path, {text}]) => [path, text] as const),
  ]);
  const syscalls = subreapers ? new SubreaperSyscalls(processes, subreapers) : new NoSyscalls('ENOSYS');
  return {
    procfs: {
      read: path => {
        const text = files.get(path);
        return text === undefined ? unreadable('ENOENT') : found(Buffer.from(text));
      },
      readAt: () => unreadable('ENOTSUP'),
      list: path => {
        if (path === '') return found(processes.map(({pid}) => String(pid)));
        const below = [...more.keys()].filter(file => file.startsWith(`${path}/`));
        const names = below.map(file => file.slice(path.length + 1).split('/')[0] ?? '');
        return names.length > 0 ? found([...new Set(names)]) : unreadable('ENOENT');
      },
      link: path => {
        const file = more.get(path);
        const target = path === 'self' ? `${OWN_PID}` : file?.isLink === false ? undefined : file?.text;
        return target === undefined ? unreadable('ENOENT') : found(Buffer.from(target));
      },
      stat: path => {
        const file = more.get(String(path));
        return file ? found(statOf(file, [...more.keys()].indexOf(String(path)))) : unreadable('ENOENT');
      },
      fileSystemType: () => found(0x9fa0),
    },
    host: {
      platform: 'linux',
      arch: 'x64',
      pid: OWN_PID,
      uid: 0,
      now: () => 0,
      passwd: () => unreadable('ENOENT'),
    },
    syscalls: () => Promise.resolve(syscalls),
  };
}

function statOf({text, modifiedMs = 0}: ImaginedFile, inode: number): FileStat {
  const size = Buffer.byteLength(text);
  return {
    device: 1,
    inode,
    size,
    allocated: size,
    mode: 0o644,
    links: 1,
    modifiedMs,
    changedMs: modifiedMs,
    kind: 'file',
  };
}

function filesOf(process: ImaginedProcess): Record<string, string> {
  const {pid, ppid, comm = 'imagined', state = 'S', terminal = 0, startTicks = pid, cgroup = '/'} = process;
  const {pgid = pid, sid = pid, uid = 0, nspids = [pid], kernelThread = false, argv = [comm]} = process;
  const flags = kernelThread ? 0x20_0000 : 0;
  const zeros = (count: number) => Array(count).fill(0);
  const fields = [ppid, pgid, sid, terminal, 0, flags, ...zeros(12), startTicks, ...zeros(30)];
  const sets = ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'].map(
    name => `${name}:\t${'0'.repeat(16)}\n`,
  );
  const ids = `Tgid:\t${pid}\nPPid:\t${ppid}\nUid:\t${[uid, uid, uid, uid].join('\t')}\nNSpid:\t${nspids.join('\t')}\n`;
  return {
    [`${pid}/stat`]: `${pid} (${comm}) ${state} ${fields.join(' ')}\n`,
    [`${pid}/status`]: ids + sets.join(''),
    [`${pid}/cgroup`]: `0::${cgroup}\n`,
    [`${pid}/cmdline`]: argv.map(word => `${word}\0`).join(''),
  };
}
