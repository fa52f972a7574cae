import {PROGRAM_SIZE, record} from './process-record.ts';
import {RecordNumbers} from './record-numbers.ts';
import {type StateLetter, stateLetter} from './state-letter.ts';

/** PF_KTHREAD. */
const KERNEL_THREAD = 0x0020_0000;
/** SIGNAL_STOP_STOPPED and SIGNAL_GROUP_EXIT of signal_struct.flags: the exit code of the process is that of the group. */
const HAS_GROUP_EXIT_CODE = 0x1 | 0x4;
/** SIGNAL_GROUP_EXIT, and SIGNAL_GROUP_COREDUMP before Linux 5.17. */
const GROUP_EXITS = 0x4 | 0x8;

/** The handler of <signal.h> that ignores a signal; the one by default is 0. */
const SIG_IGN = 1;

const COMM_SIZE = 16;

/** Where numbers of 64 bits lie in a record that are asked for as such. */
type BigPlace = (typeof record)[
  | 'cgroups'
  | 'network'
  | 'pending'
  | 'sharedPending'
  | 'blocked'
  | 'capabilities'];

/** A process as the kernel's own table has it: one record, which is decoded as it is asked for. */
export class ProcessRow extends RecordNumbers {
  /** The letter of (3) of proc_pid_stat(5). */
  get state(): StateLetter {
    return stateLetter(this.number(record.state), this.number(record.exitState));
  }

  get isKernelThread(): boolean {
    return (this.number(record.flags) & KERNEL_THREAD) !== 0;
  }

  /** Whether it has memory of its own: a zombie and a kernel thread have none. */
  get hasMemory(): boolean {
    return (this.number(record.memory) !== 0 || this.high(record.memory) !== 0) && !this.isKernelThread;
  }

  /**
   * Whether it has all that its status in /proc has. What it does with signals is missing after a brief look, the pids in
   * namespaces below the initial one always, and of a process that is made to exit, whether it writes a core dump.
   */
  get hasStatus(): boolean {
    const isWhole = (this.number(record.caughtOrIgnored) | this.number(record.caughtOrDefault)) !== 0;
    const mayDumpCore = this.hasMemory && (this.number(record.groupFlags) & GROUP_EXITS) !== 0;
    return isWhole && this.number(record.level) === 0 && !mayDumpCore;
  }

  get exitSignal(): number {
    return this.signed(record.exitSignal);
  }

  /** The wait status of a zombie: the one that wait(2) gives. */
  get exitCode(): number {
    const isOfGroup = (this.number(record.groupFlags) & HAS_GROUP_EXIT_CODE) !== 0;
    return this.signed(isOfGroup ? record.groupExitCode : record.exitCode);
  }

  /** The device number of the controlling terminal, as new_encode_dev() of the kernel source makes it; 0: none. */
  get terminal(): number {
    const minor = this.number(record.terminalMinorStart) + this.number(record.terminalIndex);
    return (minor & 0xff) | (this.number(record.terminalMajor) << 8) | ((minor & ~0xff) << 12);
  }

  /** The foreground process group of that terminal; -1: no terminal. */
  get foregroundPgid(): number {
    return this.signed(record.foreground);
  }

  /** The start, in clock ticks (1/100 s) since boot, rounded down. */
  get startTicks(): number {
    return this.ticks(record.startNs);
  }

  /** The page faults, and the clock ticks, of the children that it has waited for. */
  get awaitedChildren(): number {
    const faults = this.count(record.childMinorFaults) + this.count(record.childMajorFaults);
    return faults + this.ticks(record.childUserNs) + this.ticks(record.childSystemNs);
  }

  /** How often its main thread was switched out, voluntarily or not. */
  get contextSwitches(): number {
    return this.count(record.voluntarySwitches) + this.count(record.forcedSwitches);
  }

  /** The clock of its CPU when its main thread last ran, in milliseconds: se.exec_start of /proc/PID/sched. */
  get lastRunMs(): number {
    return this.count(record.lastRunNs) / 1e6;
  }

  /** A number of 64 bits; of sets of signals or capabilities, a bit for each. */
  big(place: BigPlace): bigint {
    return this.whole(place);
  }

  /** What it does with SIGCHLD: the handler and the flags of sigaction(2), and whether it adopts orphans. */
  get childAction(): {readonly handler: bigint; readonly flags: number; readonly childSubreaper: boolean} {
    return {
      handler: this.whole(record.childHandler),
      flags: this.count(record.childFlags),
      childSubreaper: this.number(record.subreaper) !== 0,
    };
  }

  /** What it does with SIGCHLD; of thousands, without the address of the handler, which is a number of 64 bits. */
  get childDisposition(): 'default' | 'ignored' | 'caught' {
    const low = this.number(record.childHandler);
    if (this.high(record.childHandler) !== 0 || low > SIG_IGN) return 'caught';
    return low === SIG_IGN ? 'ignored' : 'default';
  }

  /** Whether it has the cgroups of another process. */
  hasCgroupsOf(other: ProcessRow): boolean {
    const isSame = this.number(record.cgroups) === other.number(record.cgroups);
    return isSame && this.high(record.cgroups) === other.high(record.cgroups);
  }

  /** The signals that it ignores. */
  get ignored(): bigint {
    return this.inverted(record.caughtOrDefault);
  }

  /** The signals that it has a handler for. */
  get caught(): bigint {
    return this.whole(record.caughtOrIgnored) & this.whole(record.caughtOrDefault);
  }

  /** Whether another process has the same name. */
  isNamedAs(other: ProcessRow): boolean {
    return this.hasTextOf(other, record.comm, COMM_SIZE);
  }

  /** Whether another process executes a file of the same name. */
  executesAs(other: ProcessRow): boolean {
    return this.hasTextOf(other, record.program, PROGRAM_SIZE);
  }

  /** Its name: at most 15 bytes. That of a kernel thread is cut short; /proc has more of it. */
  get comm(): Uint8Array {
    return this.text(record.comm, COMM_SIZE);
  }

  /** The name of the file that it executes; undefined where only the exe link shows that, as of a mount or a long name. */
  get program(): Uint8Array | undefined {
    const name = this.text(record.program, PROGRAM_SIZE);
    return name.length > 0 && name.length < PROGRAM_SIZE - 1 ? name : undefined;
  }
}
