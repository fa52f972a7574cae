import {readFileSync} from 'node:fs';
import {arch, platform} from 'node:os';
import {found, type Read, unreadable} from './read.ts';

/** The facts of a machine, and of procdoc on it, that no /proc file tells. */
export interface Host {
  /** As Node names it: "linux", "darwin" … */
  readonly platform: string;
  /** As Node names it: "x64", "arm64" … Decides the numbers of the system calls. */
  readonly arch: string;
  /** The pid of procdoc in its own pid namespace. */
  readonly pid: number;
  /** The effective user id of procdoc: 0 may look at everything, short of a security module. */
  readonly uid: number;
  /** Milliseconds since the epoch; of a recording, when it was made. */
  now(): number;
  /** The bytes of /etc/passwd (passwd(5)): users known to other name services are not in it. */
  passwd(): Read<Buffer>;
}

export function liveHost(): Host {
  return {
    platform: platform(),
    arch: arch(),
    pid: process.pid,
    uid: process.geteuid?.() ?? -1,
    now: Date.now,
    passwd() {
      try {
        return found(readFileSync('/etc/passwd'));
      } catch (error) {
        return unreadable((error as NodeJS.ErrnoException).code ?? 'EIO');
      }
    },
  };
}
