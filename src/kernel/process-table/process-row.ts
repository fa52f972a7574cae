import {PROGRAM_SIZE, record, WORD} from './process-record.ts';
import {type StateLetter, stateLetter} from './state-letter.ts';

/** PF_KTHREAD. */
const KERNEL_THREAD = 0x0020_0000;
/** SIGNAL_STOP_STOPPED and SIGNAL_GROUP_EXIT of signal_struct.flags: the exit code of the process is that of the group. */
const HAS_GROUP_EXIT_CODE = 0x1 | 0x4;
/** SIGNAL_GROUP_EXIT, and SIGNAL_GROUP_COREDUMP before Linux 5.17. */
const GROUP_EXITS = 0x4 | 0x8;

const COMM_SIZE = 16;

/** A process as the kernel's own table has it: one record, which is decoded as it is asked for. */
export class ProcessRow {
  readonly #words: Uint32Array;
  readonly #at: number;

  /**
   * @param words all records as numbers of 32 bits, which are read several times as fast as through a DataView (measured)
   * @param at with which of them the record begins
   */
  constructor(words: Uint32Array, at: number) {
    this.#words = words;
    this.#at = at;
  }

  /** A number of 32 bits, without a sign. */
  number(
    place:
      | 'pid'
      | 'ppid'
      | 'pgid'
      | 'sid'
      | 'flags'
      | 'threads'
      | 'processor'
      | 'uid'
      | 'effectiveUid'
      | 'tracer'
      | 'level'
      | 'seccomp',
  ): number {
    return this.#unsigned(place);
  }

  /** The letter of (3) of proc_pid_stat(5). */
  get state(): StateLetter {
    return stateLetter(this.#unsigned('state'), this.#unsigned('exitState'));
  }

  get isKernelThread(): boolean {
    return (this.number('flags') & KERNEL_THREAD) !== 0;
  }

  /** Whether it has memory of its own: a zombie and a kernel thread have none. */
  get hasMemory(): boolean {
    return (this.#unsigned('memory') !== 0 || this.#high('memory') !== 0) && !this.isKernelThread;
  }

  /**
   * Whether it has all that its status in /proc has. What it does with signals is missing after a brief look, the pids in
   * namespaces below the initial one always, and of a process that is made to exit, whether it writes a core dump.
   */
  get hasStatus(): boolean {
    const isWhole = (this.#unsigned('caughtOrIgnored') | this.#unsigned('caughtOrDefault')) !== 0;
    const mayDumpCore = this.hasMemory && (this.#unsigned('groupFlags') & GROUP_EXITS) !== 0;
    return isWhole && this.number('level') === 0 && !mayDumpCore;
  }

  get exitSignal(): number {
    return this.#signed('exitSignal');
  }

  /** The wait status of a zombie: the one that wait(2) gives. */
  get exitCode(): number {
    const isOfGroup = (this.#unsigned('groupFlags') & HAS_GROUP_EXIT_CODE) !== 0;
    return this.#signed(isOfGroup ? 'groupExitCode' : 'exitCode');
  }

  /** The device number of the controlling terminal, as new_encode_dev() of the kernel source makes it; 0: none. */
  get terminal(): number {
    const minor = this.#unsigned('terminalMinorStart') + this.#unsigned('terminalIndex');
    return (minor & 0xff) | (this.#unsigned('terminalMajor') << 8) | ((minor & ~0xff) << 12);
  }

  /** The foreground process group of that terminal; -1: no terminal. */
  get foregroundPgid(): number {
    return this.#signed('foreground');
  }

  /** The start, in clock ticks (1/100 s) since boot, rounded down. */
  get startTicks(): number {
    return this.#ticks('startNs');
  }

  /** The page faults, and the clock ticks, of the children that it has waited for. */
  get awaitedChildren(): number {
    const faults = this.#count('childMinorFaults') + this.#count('childMajorFaults');
    return faults + this.#ticks('childUserNs') + this.#ticks('childSystemNs');
  }

  /** How often its main thread was switched out, voluntarily or not. */
  get contextSwitches(): number {
    return this.#count('voluntarySwitches') + this.#count('forcedSwitches');
  }

  /** The clock of its CPU when its main thread last ran, in milliseconds: se.exec_start of /proc/PID/sched. */
  get lastRunMs(): number {
    return this.#count('lastRunNs') / 1e6;
  }

  /** A number of 64 bits; of sets of signals or capabilities, a bit for each. */
  big(place: 'cgroups' | 'network' | 'pending' | 'sharedPending' | 'blocked' | 'capabilities'): bigint {
    return this.#whole(place);
  }

  /** What it does with SIGCHLD: the handler and the flags of sigaction(2), and whether it adopts orphans. */
  get childAction(): {readonly handler: bigint; readonly flags: number; readonly childSubreaper: boolean} {
    return {
      handler: this.#whole('childHandler'),
      flags: this.#count('childFlags'),
      childSubreaper: this.#unsigned('subreaper') !== 0,
    };
  }

  /** Whether it has the cgroups of another process. */
  hasCgroupsOf(other: ProcessRow): boolean {
    const isSame = this.#unsigned('cgroups') === other.#unsigned('cgroups');
    return isSame && this.#high('cgroups') === other.#high('cgroups');
  }

  /** The signals that it ignores. */
  get ignored(): bigint {
    return BigInt.asUintN(64, ~this.#whole('caughtOrDefault'));
  }

  /** The signals that it has a handler for. */
  get caught(): bigint {
    return this.#whole('caughtOrIgnored') & this.#whole('caughtOrDefault');
  }

  /** Whether another process has the same name. */
  isNamedAs(other: ProcessRow): boolean {
    for (let at = record.comm / WORD; at < (record.comm + COMM_SIZE) / WORD; at++)
      if (this.#words[this.#at + at] !== other.#words[other.#at + at]) return false;
    return true;
  }

  /** Its name: at most 15 bytes. That of a kernel thread is cut short; /proc has more of it. */
  get comm(): Uint8Array {
    return this.#text('comm', COMM_SIZE);
  }

  /** The name of the file that it executes; undefined where only the exe link shows that, as of a mount or a long name. */
  get program(): Uint8Array | undefined {
    const name = this.#text('program', PROGRAM_SIZE);
    return name.length > 0 && name.length < PROGRAM_SIZE - 1 ? name : undefined;
  }

  #text(place: 'comm' | 'program', size: number): Uint8Array {
    const bytes = new Uint8Array(
      this.#words.buffer,
      this.#words.byteOffset + this.#at * WORD + record[place],
      size,
    );
    const end = bytes.indexOf(0);
    return end === -1 ? bytes : bytes.subarray(0, end);
  }

  #unsigned(place: keyof typeof record): number {
    return this.#words[this.#at + record[place] / WORD] ?? 0;
  }

  #signed(place: keyof typeof record): number {
    return this.#unsigned(place) | 0;
  }

  /** A number of 64 bits, exact up to 2^53. */
  #count(place: keyof typeof record): number {
    return this.#high(place) * 2 ** 32 + this.#unsigned(place);
  }

  /**
   * Nanoseconds in clock ticks of 10^7 ns = 78125 * 2^7 ns, rounded down. Without the last seven bits, which don't
   * matter, the number is exact, and so is the tick, for twenty years.
   */
  #ticks(place: keyof typeof record): number {
    return Math.floor((this.#high(place) * 2 ** 25 + (this.#unsigned(place) >>> 7)) / 78_125);
  }

  #whole(place: keyof typeof record): bigint {
    return (BigInt(this.#high(place)) << 32n) | BigInt(this.#unsigned(place));
  }

  #high(place: keyof typeof record): number {
    return this.#words[this.#at + record[place] / WORD + 1] ?? 0;
  }
}
