import {type Host, liveHost} from '../host.ts';
import {LiveProcfs} from '../live-files/live-procfs.ts';
import {NoSyscalls} from '../no-syscalls.ts';
import type {Procfs} from '../procfs.ts';
import type {Errno} from '../read.ts';
import {underOwnFlags} from '../streams/v8-flags.ts';
import type {Syscalls} from '../syscalls.ts';

/** Everything that procdoc can ask: files of a proc file system, system calls, and facts of the host. */
export interface Machine {
  readonly procfs: Procfs;
  readonly host: Host;
  /** Opened on first use, because the foreign function library takes longer to load than many an answer takes. */
  syscalls(): Promise<Syscalls>;
  /** The mount points of file systems that didn't answer in time; a recording doesn't know them. */
  readonly silentMounts?: ReadonlySet<string>;
  /**
   * Forgets what a later look may find changed, which file systems are mounted and which of them don't answer, and what
   * only a first look needs.
   */
  readonly forget?: () => void;
  /** Set for a recording, which never changes, and has only the answers to what was asked when it was made. */
  readonly recorded?: {
    /** The mount point of the procfs that was recorded. */
    readonly mount: string;
    /** Whether it is as procdoc wrote it: then a file has the form that the kernel gave it. */
    readonly isSealed?: boolean;
    /** The pids of a recording that is about some processes only. */
    readonly asked?: readonly number[];
    /** Why no file was looked at that a file system other than procfs has; undefined where such files were. */
    readonly withoutFiles?: Errno | undefined;
  };
}

/** This machine, with its /proc or another mount of procfs. */
export function openMachine(mount = '/proc', onRead?: () => void): Machine {
  const procfs = new LiveProcfs(mount, onRead);
  let opened: Promise<Syscalls> | undefined;
  return {
    procfs,
    host: liveHost(),
    silentMounts: procfs.silent.mountPoints,
    forget() {
      procfs.forget();
      void opened?.then(syscalls => syscalls.forget?.());
    },
    syscalls() {
      opened ??= showsOurProcesses(procfs) ? openNative(procfs) : Promise.resolve(new NoSyscalls('EXDEV'));
      return opened;
    },
  };
}

/** Whether system calls take the pids of this procfs: it is the procfs that is mounted at /proc. */
function showsOurProcesses(procfs: LiveProcfs): boolean {
  if (procfs.mount === '/proc') return true;
  const [there, here] = [procfs.stat('self/stat'), new LiveProcfs().stat('self/stat')];
  return there.ok && here.ok && there.value.device === here.value.device;
}

async function openNative(procfs: LiveProcfs): Promise<Syscalls> {
  const {openSyscalls} = await underOwnFlags(() => import('./native.ts'));
  return openSyscalls(procfs);
}
