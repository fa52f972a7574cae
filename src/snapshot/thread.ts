import {orUndefined, type Read} from '../kernel/read.ts';
import {parseExecStart} from '../parse/process/pid-sched.ts';
import type {PidStat} from '../parse/process/pid-stat.ts';
import {type PidStatus, parsePidStatus} from '../parse/process/pid-status.ts';
import {parsePidSyscall, type SyscallState} from '../parse/process/pid-syscall.ts';
import type {Source} from './source.ts';
import type {Vantage} from './vantage.ts';

/** A thread of a process (/proc/PID/task/TID), seen as its process is. A machine has tens of thousands: methods cost less each. */
export class Thread {
  readonly pid: number;
  readonly stat: PidStat;
  /** From where its machine is looked at. */
  readonly vantage: Vantage;
  readonly #source: Source;
  #status: Read<PidStatus> | undefined;
  #syscall: Read<SyscallState> | undefined;
  #execStart: Read<number> | undefined;
  #waitChannel: Read<string> | undefined;

  /** @param known its status, where that was read before */
  constructor(source: Source, pid: number, stat: PidStat, known?: Read<PidStatus>) {
    this.#source = source;
    this.vantage = source.vantage;
    this.pid = pid;
    this.stat = stat;
    this.#status = known;
  }

  get tid(): number {
    return this.stat.pid;
  }

  status(): Read<PidStatus> {
    this.#status ??= this.#source.read(`${this.#folder}/status`, parsePidStatus);
    return this.#status;
  }

  /** Needs ptrace attach access: the same user, or CAP_SYS_PTRACE, and Yama's consent. */
  syscall(this: Thread): Read<SyscallState> {
    this.#syscall ??= this.#source.readAlike(`${this.#folder}/syscall`, 'syscall', parsePidSyscall);
    return this.#syscall;
  }

  /** When it last ran: see parse/process/pid-sched. */
  execStart(): Read<number> {
    this.#execStart ??= this.#source.read(`${this.#folder}/sched`, parseExecStart);
    return this.#execStart;
  }

  /** The kernel function it sleeps in; undefined where it runs, or where that may not be seen (it reads as "0"). */
  waitChannel(this: Thread): string | undefined {
    this.#waitChannel ??= this.#source.read(`${this.#folder}/wchan`, String);
    const name = orUndefined(this.#waitChannel);
    return name === '0' ? undefined : name;
  }

  get #folder(): string {
    return `${this.pid}/task/${this.tid}`;
  }
}
