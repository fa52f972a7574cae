import {type Host, liveHost} from './host.ts';
import {LiveProcfs} from './live-procfs.ts';
import type {Procfs} from './procfs.ts';
import {NoSyscalls, type Syscalls} from './syscalls.ts';

/** All that procdoc can ask: files of a proc file system, system calls, and facts of the host. */
export interface Machine {
  readonly procfs: Procfs;
  readonly host: Host;
  /** Opened on first use, because loading the foreign function library takes longer than many an answer. */
  syscalls(): Promise<Syscalls>;
  /** Set where it is a recording: it is the same at any moment, and knows only what was asked when it was made. */
  readonly recorded?: {
    /** Where the procfs was mounted that was recorded. */
    readonly mount: string;
    /** Where it knows only what bears on some processes: their pids. */
    readonly asked?: readonly number[];
  };
}

/** This machine, with its /proc or another mount of procfs. */
export function openMachine(mount = '/proc', onRead?: () => void): Machine {
  const procfs = new LiveProcfs(mount, onRead);
  let opened: Promise<Syscalls> | undefined;
  return {
    procfs,
    host: liveHost(),
    syscalls() {
      opened ??= showsOurProcesses(procfs)
        ? openNative()
        : Promise.resolve(new NoSyscalls(`${mount} shows other processes than those our system calls take`));
      return opened;
    },
  };
}

/** Whether the pids of this procfs are those that our system calls take: its mount and /proc are the same one. */
function showsOurProcesses(procfs: LiveProcfs): boolean {
  if (procfs.mount === '/proc') return true;
  const [there, here] = [procfs.stat('self/stat'), new LiveProcfs().stat('self/stat')];
  return there.ok && here.ok && there.value.device === here.value.device;
}

async function openNative(): Promise<Syscalls> {
  const {openSyscalls} = await import('./native.ts');
  return openSyscalls();
}
