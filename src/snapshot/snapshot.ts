import type {Machine} from '../kernel/machine/machine.ts';
import type {Look} from '../kernel/process-table/process-record.ts';
import {found, mapRead, orUndefined, type Read} from '../kernel/read.ts';
import type {Syscalls} from '../kernel/syscalls.ts';
import {parsePasswd} from '../parse/passwd.ts';
import type {PidStat} from '../parse/process/pid-stat.ts';
import {parseUptime} from '../parse/uptime.ts';
import {containersIn} from './containers.ts';
import {SYSTEM_CALLS} from './gap-names.ts';
import {groupBy} from './group-by.ts';
import {Ledger} from './ledger.ts';
import {once, onceEach} from './once.ts';
import {type KnownOfProcesses, Process} from './process.ts';
import {Listing} from './process-table/listing.ts';
import {type ProcessTable, readProcessTable} from './process-table/process-table.ts';
import {StatFiles} from './process-table/stat-files.ts';
import {Source} from './source.ts';
import {userOf} from './users.ts';
import {HERE, type Vantage} from './vantage.ts';

/** Clock ticks a second in what the kernel tells user space: USER_HZ is 100 on every architecture Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * A machine's processes at about one moment. Everything is read on first ask and kept, so that the same
 * question has the same answer as long as the snapshot lives; what could not be read is in the ledger.
 */
export class Snapshot {
  readonly machine: Machine;
  readonly ledger = new Ledger();
  readonly source: Source;
  readonly vantage: Vantage;
  #hasListed = false;
  /** All processes from one look of the kernel; undefined where there was none: see `readAtOnce`. */
  table: ProcessTable | undefined;
  readonly #statFiles: StatFiles;
  readonly #processes = new Map<number, Process>();
  readonly #known: KnownOfProcesses = {
    container: containersIn(this),
    user: process => userOf(this, process),
    start: process => {
      const atMs = this.startedAtMs(process);
      return atMs === undefined ? undefined : {atMs, seenAtMs: this.takenAtMs()};
    },
  };

  constructor(machine: Machine, vantage = HERE) {
    this.machine = machine;
    this.vantage = vantage;
    this.source = new Source(machine.procfs, this.ledger, vantage);
    this.#statFiles = new StatFiles(
      this.source,
      machine.recorded !== undefined && !machine.recorded.isSealed,
    );
  }

  /** The moment of the snapshot, which is its first look: milliseconds since the epoch. */
  readonly takenAtMs = once(() => this.machine.host.now());

  /**
   * Has all processes read from one look of the kernel, where they are many: before a question about all of them.
   * @param look less than a whole one for a question that needs the status of few: that is read from /proc then
   */
  async readAtOnce(look: Look = 'whole'): Promise<void> {
    if (this.#hasListed || this.table) return;
    this.takenAtMs();
    this.table = await readProcessTable(this.machine, this.vantage.mount, look);
  }

  /** The processes of the procfs, for a question that is about few of them. */
  readonly listing = once((): Listing => {
    this.takenAtMs();
    this.#hasListed = true;
    const [table, isTableFirst] = [this.table, this.#statFiles.isEmpty];
    const list = () => orUndefined(this.source.list('')) ?? [];
    return new Listing({table, isTableFirst, list, files: this.#statFiles});
  });

  /** The stat of every process of the procfs, by ascending pid. */
  readonly stats = () => this.listing().all();

  /** Every process of the procfs, by ascending pid. Where few matter, choose them by their stats. */
  readonly processes = once((): Process[] => this.stats().map(stat => this.processOf(stat)));

  /** procdoc's own pid, as this procfs numbers it; NaN in a procfs of another pid namespace that has none for it. */
  readonly observerPid = once((): number => {
    const {procfs, host, recorded} = this.machine;
    const self = procfs.link('self');
    if (self.ok) return Number(self.value.toString('latin1'));
    return recorded ? host.pid : Number.NaN;
  });

  /** Every process but kernel threads and procdoc itself, which has copies of what its ancestors hold while it looks. */
  readonly others = once((): Process[] =>
    this.processes().filter(({pid, stat}) => pid !== this.observerPid() && !stat.kernelThread),
  );

  /** The process with a pid, or the task with a tid: /proc answers for both. ENOENT or ESRCH where there is none. */
  process(pid: number): Read<Process> {
    const known = this.#processes.get(pid);
    return known ? found(known) : mapRead(this.#stat(pid), stat => this.processOf(stat));
  }

  /** The process of a stat that this snapshot has read: thousands, of which nothing else is asked, stay a stat each. */
  processOf(stat: PidStat): Process {
    const known = this.#processes.get(stat.pid);
    if (known) return known;
    const process = new Process(this.source, stat, this.#known);
    this.#processes.set(stat.pid, process);
    return process;
  }

  #stat(pid: number): Read<PidStat> {
    const known = this.#statFiles.known(pid);
    if (known) return known;
    const looked = this.table?.stat(pid);
    return looked ? found(looked) : this.#statFiles.of(pid);
  }

  /** Another snapshot of the same machine, for a second look. */
  again(): Snapshot {
    return new Snapshot(this.machine, this.vantage);
  }

  /** The process with a pid; undefined where there is none, for whatever reason. */
  find(pid: number): Process | undefined {
    return this.#processes.get(pid) ?? orUndefined(this.process(pid));
  }

  /**
   * The parent of a process; undefined where it isn't visible, and where a process that started later has its pid, which
   * was reused: the kernel reparents to an ancestor or the init of the pid namespace (find_new_reaper() in kernel/exit.c).
   */
  parentOf({stat}: Pick<Process, 'stat'>): Process | undefined {
    const {pid, ppid, startTicks} = stat;
    const parent = ppid === pid ? undefined : (this.#processes.get(ppid) ?? this.find(ppid));
    return parent && parent.stat.startTicks <= startTicks ? parent : undefined;
  }

  readonly #byParent = once(() => groupBy(this.stats(), ({ppid}) => ppid));

  /** The processes whose parent it is, by ascending pid. */
  readonly childrenOf = onceEach((process: Process): readonly Process[] =>
    (this.#byParent().get(process.pid) ?? [])
      .flatMap(({pid}) => this.find(pid) ?? [])
      .filter(child => this.parentOf(child) === process),
  );

  /** The parent, its parent and so on, nearest first, as far as they are seen. A ring of pids reused at once is cut. */
  ancestors(process: Process): Process[] {
    const met = new Set([process]);
    for (let next = this.parentOf(process); next && !met.has(next); next = this.parentOf(next)) met.add(next);
    return [...met].slice(1);
  }

  /** Children, their children and so on, parents before children. A ring is cut, as that of ancestors is. */
  descendants(process: Process): Process[] {
    const met = new Set([process]);
    for (const parent of met) for (const child of this.childrenOf(parent)) met.add(child);
    return [...met].slice(1);
  }

  /** The system calls. That koffi can't be loaded, or a recording was made without them, is a gap in every answer. */
  async syscalls(): Promise<Syscalls> {
    const syscalls = await this.machine.syscalls();
    const {unavailable = ''} = syscalls;
    if (/^(?:ELIBACC|ENODATA|ENOEXEC)$/.test(unavailable)) this.ledger.note(SYSTEM_CALLS, unavailable);
    return syscalls;
  }

  /** The system calls for a question that compares open file descriptions: without kcmp(2) its answer has a gap. */
  async comparingSyscalls(): Promise<Syscalls> {
    const syscalls = await this.syscalls();
    const kcmp = syscalls.kcmpUsable();
    if (!kcmp.ok) this.ledger.note('kcmp', kcmp.errno);
    return syscalls;
  }

  /** The user's name; null where passwd(5) does not know it. */
  userName(uid: number): string | null {
    return this.#users().get(uid) ?? null;
  }

  /**
   * When the machine started: milliseconds since the epoch. By the uptime, which is read at once with the clock:
   * the btime of /proc/stat is cut to a whole second. Undefined without an uptime.
   */
  readonly bootMs = once((): number | undefined => {
    const uptime = orUndefined(this.source.read('uptime', parseUptime));
    return uptime === undefined ? undefined : this.machine.host.now() - uptime * 1000;
  });

  /** When a process started: milliseconds since the epoch, good to about 20 ms. Undefined without an uptime. */
  startedAtMs({stat}: Pick<Process, 'stat'>): number | undefined {
    const boot = this.bootMs();
    return boot === undefined ? undefined : boot + (stat.startTicks / TICKS_PER_SECOND) * 1000;
  }

  readonly #users = once(() => parsePasswd(orUndefined(this.machine.host.passwd()) ?? Buffer.alloc(0)));
}
