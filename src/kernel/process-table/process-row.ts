import {PROGRAM_SIZE} from './process-record.ts';
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

/** A process as the kernel's own table has it: one record, which is decoded as it is asked for. */
export class ProcessRow extends RecordNumbers {
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
    return this.unsigned(place);
  }

  /** The letter of (3) of proc_pid_stat(5). */
  get state(): StateLetter {
    return stateLetter(this.unsigned('state'), this.unsigned('exitState'));
  }

  get isKernelThread(): boolean {
    return (this.number('flags') & KERNEL_THREAD) !== 0;
  }

  /** Whether it has memory of its own: a zombie and a kernel thread have none. */
  get hasMemory(): boolean {
    return (this.unsigned('memory') !== 0 || this.high('memory') !== 0) && !this.isKernelThread;
  }

  /**
   * Whether it has all that its status in /proc has. What it does with signals is missing after a brief look, the pids in
   * namespaces below the initial one always, and of a process that is made to exit, whether it writes a core dump.
   */
  get hasStatus(): boolean {
    const isWhole = (this.unsigned('caughtOrIgnored') | this.unsigned('caughtOrDefault')) !== 0;
    const mayDumpCore = this.hasMemory && (this.unsigned('groupFlags') & GROUP_EXITS) !== 0;
    return isWhole && this.number('level') === 0 && !mayDumpCore;
  }

  get exitSignal(): number {
    return this.signed('exitSignal');
  }

  /** The wait status of a zombie: the one that wait(2) gives. */
  get exitCode(): number {
    const isOfGroup = (this.unsigned('groupFlags') & HAS_GROUP_EXIT_CODE) !== 0;
    return this.signed(isOfGroup ? 'groupExitCode' : 'exitCode');
  }

  /** The device number of the controlling terminal, as new_encode_dev() of the kernel source makes it; 0: none. */
  get terminal(): number {
    const minor = this.unsigned('terminalMinorStart') + this.unsigned('terminalIndex');
    return (minor & 0xff) | (this.unsigned('terminalMajor') << 8) | ((minor & ~0xff) << 12);
  }

  /** The foreground process group of that terminal; -1: no terminal. */
  get foregroundPgid(): number {
    return this.signed('foreground');
  }

  /** The start, in clock ticks (1/100 s) since boot, rounded down. */
  get startTicks(): number {
    return this.ticks('startNs');
  }

  /** The page faults, and the clock ticks, of the children that it has waited for. */
  get awaitedChildren(): number {
    const faults = this.count('childMinorFaults') + this.count('childMajorFaults');
    return faults + this.ticks('childUserNs') + this.ticks('childSystemNs');
  }

  /** How often its main thread was switched out, voluntarily or not. */
  get contextSwitches(): number {
    return this.count('voluntarySwitches') + this.count('forcedSwitches');
  }

  /** The clock of its CPU when its main thread last ran, in milliseconds: se.exec_start of /proc/PID/sched. */
  get lastRunMs(): number {
    return this.count('lastRunNs') / 1e6;
  }

  /** A number of 64 bits; of sets of signals or capabilities, a bit for each. */
  big(place: 'cgroups' | 'network' | 'pending' | 'sharedPending' | 'blocked' | 'capabilities'): bigint {
    return this.whole(place);
  }

  /** What it does with SIGCHLD: the handler and the flags of sigaction(2), and whether it adopts orphans. */
  get childAction(): {readonly handler: bigint; readonly flags: number; readonly childSubreaper: boolean} {
    return {
      handler: this.whole('childHandler'),
      flags: this.count('childFlags'),
      childSubreaper: this.unsigned('subreaper') !== 0,
    };
  }

  /** What it does with SIGCHLD; of thousands, without the address of the handler, which is a number of 64 bits. */
  get childDisposition(): 'default' | 'ignored' | 'caught' {
    const low = this.unsigned('childHandler');
    if (this.high('childHandler') !== 0 || low > SIG_IGN) return 'caught';
    return low === SIG_IGN ? 'ignored' : 'default';
  }

  /** Whether it has the cgroups of another process. */
  hasCgroupsOf(other: ProcessRow): boolean {
    const isSame = this.unsigned('cgroups') === other.unsigned('cgroups');
    return isSame && this.high('cgroups') === other.high('cgroups');
  }

  /** The signals that it ignores. */
  get ignored(): bigint {
    return BigInt.asUintN(64, ~this.whole('caughtOrDefault'));
  }

  /** The signals that it has a handler for. */
  get caught(): bigint {
    return this.whole('caughtOrIgnored') & this.whole('caughtOrDefault');
  }

  /** Whether another process has the same name. */
  isNamedAs(other: ProcessRow): boolean {
    return this.hasTextOf(other, 'comm', COMM_SIZE);
  }

  /** Whether another process executes a file of the same name. */
  executesAs(other: ProcessRow): boolean {
    return this.hasTextOf(other, 'program', PROGRAM_SIZE);
  }

  /** Its name: at most 15 bytes. That of a kernel thread is cut short; /proc has more of it. */
  get comm(): Uint8Array {
    return this.text('comm', COMM_SIZE);
  }

  /** The name of the file that it executes; undefined where only the exe link shows that, as of a mount or a long name. */
  get program(): Uint8Array | undefined {
    const name = this.text('program', PROGRAM_SIZE);
    return name.length > 0 && name.length < PROGRAM_SIZE - 1 ? name : undefined;
  }
}
