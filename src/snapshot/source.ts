import type {FileStat, Procfs} from '../kernel/procfs.ts';
import {found, mapRead, type Read, unreadable} from '../kernel/read.ts';
import {type CgroupMembership, parseCgroupMemberships} from '../parse/process/pid-cgroup.ts';
import {parsePidCmdline} from '../parse/process/pid-cmdline.ts';
import type {PidStat} from '../parse/process/pid-stat.ts';
import {decodeText, encodeText} from '../parse/text.ts';
import type {Ledger} from './ledger.ts';
import {KernelStat} from './process-table/kernel-stat.ts';
import type {Vantage} from './vantage.ts';

/** The errno for a file whose content no parser understands: nothing a kernel we know would write. */
export const NOT_UNDERSTOOD = 'EBADMSG';

/** A file, and what was parsed from it. */
interface Parsed {
  readonly bytes: Uint8Array;
  readonly value: unknown;
}

/** A proc file system read and parsed, with every failure in the ledger. */
export class Source {
  readonly procfs: Procfs;
  readonly ledger: Ledger;
  readonly vantage: Vantage;
  readonly #cgroups = new Map<bigint, Read<readonly CgroupMembership[]>>();
  readonly #latest = new Map<string, Parsed>();

  constructor(procfs: Procfs, ledger: Ledger, vantage: Vantage) {
    this.procfs = procfs;
    this.ledger = ledger;
    this.vantage = vantage;
  }

  /** The parsed file; a parser that returns undefined did not understand it. */
  read<T>(path: string, parse: (bytes: Buffer) => T | undefined): Read<T> {
    return this.#parsed(path, this.procfs.read(path), parse);
  }

  /** As `read`, of the lines of a file from one on and before another: see Procfs. */
  readLines<T>(
    path: string,
    [first, behind]: readonly [first: string, behind: string],
    parse: (bytes: Buffer) => T | undefined,
  ): Read<T> | undefined {
    const bytes = this.procfs.readLines?.(path, first, behind);
    return bytes && this.#parsed(path, bytes, parse);
  }

  #parsed<T>(path: string, bytes: Read<Buffer>, parse: (bytes: Buffer) => T | undefined): Read<T> {
    if (!bytes.ok) return this.#noted(path, bytes);
    const value = parse(bytes.value);
    return value === undefined ? this.#noted(path, unreadable(NOT_UNDERSTOOD)) : found(value);
  }

  /**
   * The parsed file: see `read`. Workers have the same as the one before, and then one value, which is made once.
   * @param kind which files are compared
   */
  readAlike<T>(path: string, kind: string, parse: (bytes: Buffer) => T | undefined): Read<T> {
    return this.read(path, bytes => {
      const latest = this.#latest.get(kind);
      if (latest && bytes.equals(latest.bytes)) return latest.value as T;
      const value = parse(bytes);
      // The bytes are good until the next read.
      if (value !== undefined) this.#latest.set(kind, {bytes: Uint8Array.from(bytes), value});
      return value;
    });
  }

  /** The cgroups of a process: those of one that the kernel keeps together with it, or what is read now. */
  cgroupsOf(stat: PidStat): Read<readonly CgroupMembership[]> {
    const set = stat instanceof KernelStat ? stat.cgroupSet : undefined;
    const known = set === undefined ? undefined : this.#cgroups.get(set);
    const cgroups = known ?? this.readAlike(`${stat.pid}/cgroup`, 'cgroup', parseCgroupMemberships);
    if (set !== undefined && cgroups.ok) this.#cgroups.set(set, cgroups);
    return cgroups;
  }

  /** The arguments of a process. */
  argv(pid: number): Read<readonly string[]> {
    return this.readAlike(`${pid}/cmdline`, 'cmdline', parsePidCmdline);
  }

  /** Bytes at an offset: see Procfs. */
  readAt(path: string, offset: bigint, length: number): Read<Buffer> {
    return this.#noted(path, this.procfs.readAt(path, offset, length));
  }

  list(path: string): Read<string[]> {
    return this.#noted(path, this.procfs.list(path));
  }

  /** The target of a link as text (see parse/text). */
  link(path: string): Read<string> {
    return mapRead(this.#noted(path, this.procfs.link(path)), bytes => decodeText(bytes));
  }

  /** stat(2) of what a link leads to; the path may hold any bytes. */
  stat(path: string): Read<FileStat> {
    return this.#noted(path, this.procfs.stat(path.isWellFormed() ? path : Buffer.from(encodeText(path))));
  }

  #noted<T>(path: string, read: Read<T>): Read<T> {
    if (!read.ok) {
      const [, pid, file] = /^(\d+)\/(.+)$/.exec(path) ?? [];
      const what = (file ?? path)
        .replace(/^task\/\d+\//, '')
        .replace(/^root\/.*/s, 'root')
        .replace(/\/\d+$/, '');
      // A process that has exited has no mounts any more, though its pid is there until it is reaped.
      if (what === 'mountinfo' && read.errno === 'EINVAL') return read;
      this.ledger.note(what, read.errno, pid === undefined ? undefined : Number(pid));
    }
    return read;
  }
}
