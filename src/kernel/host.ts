import {readFileSync} from 'node:fs';
import {arch, platform} from 'node:os';
import {found, type Read, unreadable} from './read.ts';

/** The facts of a machine, and of procdoc on it, that are in no /proc file. */
export interface Host {
  /** Node's name for the platform: "linux", "darwin" … */
  readonly platform: string;
  /** Node's name for the architecture: "x64", "arm64" … The numbers of the system calls depend on it. */
  readonly arch: string;
  /** The pid of procdoc in its own pid namespace. */
  readonly pid: number;
  /** The effective user id of procdoc; 0 may read everything that no security module denies. */
  readonly uid: number;
  /** The time in milliseconds since the epoch; for a recording, the time when it was made. */
  now(): number;
  /** The bytes of /etc/passwd (passwd(5)), which lacks users of other name services. */
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
