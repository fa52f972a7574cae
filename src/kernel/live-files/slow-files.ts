import {fileStat} from '../file-stat.ts';
import {monotonicMs} from '../monotonic-ms.ts';
import type {FileStat} from '../procfs.ts';
import {inodeNumber} from '../procfs.ts';
import {found, mapRead, type Read, unreadable} from '../read.ts';
import {FileHelper} from './file-helper.ts';
import type {HelperCall} from './file-helper-program.ts';
import {type Lookup, SlowPaths, type SlowPlace} from './slow-paths.ts';

/** How long a file system that didn't answer is left alone by a process that looks again and again. */
const LEFT_ALONE_MS = 60_000;

/** st_ino in decimal, st_dev, st_size, st_blocks, st_mode, st_nlink, the times in milliseconds, and st_rdev. */
type StatFields = readonly [string, number, number, number, number, number, number, number, number];

/** A file whose file system may never answer. Each look ends in time, by ETIMEDOUT if need be. */
interface SlowFile {
  read(most: number): Read<Buffer>;
  list(): Read<string[]>;
  link(): Read<Buffer>;
  stat(): Read<FileStat>;
}

/** What didn't answer in time. */
export interface Silent {
  /** Whether anything didn't. */
  readonly any: boolean;
  /** The mount points of the file systems that are known not to have answered. */
  readonly mountPoints: ReadonlySet<string>;
}

/** The files below a procfs that a server answers for, looked at within a limit of time. */
export class SlowFiles {
  readonly #mount: string;
  readonly #procfs: Lookup;
  #paths: SlowPaths;
  readonly #helper = new FileHelper();
  readonly #silent = {any: false, mountPoints: new Set<string>()};
  #silentSinceMs = 0;

  /** @param mount where the procfs is mounted */
  constructor(mount: string, procfs: Lookup) {
    this.#mount = Buffer.from(mount).toString('latin1');
    this.#procfs = procfs;
    this.#paths = new SlowPaths(procfs);
  }

  get silent(): Silent {
    return this.#silent;
  }

  /** The pids of processes that exist only because procdoc looks. */
  get helpers(): ReadonlySet<string> {
    return this.#helper.pids;
  }

  /**
   * Forgets the mounts that were seen, and after a while which of them were silent: not as long as a helper still hangs
   * in one, so that there are never more than a few of these.
   */
  forget(): void {
    this.#paths = new SlowPaths(this.#procfs);
    if (!this.#silent.any || monotonicMs() - this.#silentSinceMs < LEFT_ALONE_MS) return;
    if (!this.#helper.startOver()) return;
    this.#silent.any = false;
    this.#silent.mountPoints.clear();
  }

  /** The file at a path relative to the procfs, its bytes as latin1; undefined where any call with it returns soon. */
  at(path: string): SlowFile | undefined {
    const place = this.#paths.at(path);
    if (!place) return undefined;
    const ask = <T>(call: HelperCall, most?: number) => this.#ask<T>(call, path, place, most);
    const bytes = (text: string) => Buffer.from(text, 'latin1');
    return {
      read: most => mapRead(ask<string>('read', most), bytes),
      list: () => ask<string[]>('list'),
      link: () => mapRead(ask<string>('link'), bytes),
      stat() {
        const now = ask<StatFields>('stat');
        // Of a file system that doesn't answer, the kernel still knows what it has seen before.
        const cached = now.ok || now.errno !== 'ETIMEDOUT' ? now : ask<StatFields>('cached-stat');
        // Without koffi, or on an old kernel, there is no second answer, and the first one stands.
        const stat = cached.ok ? cached : now;
        return mapRead(stat, ([ino, dev, size, blocks, mode, nlink, mtimeMs, ctimeMs, rdev]) =>
          fileStat({dev, size, blocks, mode, nlink, mtimeMs, ctimeMs, rdev}, inodeNumber(BigInt(ino))),
        );
      },
    };
  }

  /** A file system that was silent once is asked only for what the kernel has in its cache. */
  #ask<T>(call: HelperCall, path: string, {mountPoint}: SlowPlace, most?: number): Read<T> {
    const isSilent = mountPoint !== undefined && this.#silent.mountPoints.has(mountPoint);
    if (isSilent && call !== 'cached-stat') return unreadable('ETIMEDOUT');
    const whole = this.#wholePath(path);
    if (!whole.ok) return whole;
    const answer = this.#helper.ask<T>(call, whole.value, most);
    if (!answer.ok && answer.errno === 'ETIMEDOUT') {
      this.#silent.any = true;
      this.#silentSinceMs = monotonicMs();
      if (mountPoint !== undefined) this.#silent.mountPoints.add(mountPoint);
    }
    return answer;
  }

  /** For the helper, /proc/self is another process. */
  #wholePath(path: string): Read<string> {
    if (!path.startsWith('self/')) return found(`${this.#mount}/${path}`);
    const self = this.#procfs.link('self');
    return mapRead(self, pid => `${this.#mount}/${pid.toString('latin1')}${path.slice('self'.length)}`);
  }
}
