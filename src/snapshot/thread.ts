import {orUndefined, type Read} from '../kernel/read.ts';
import {parseExecStart} from '../parse/process/pid-sched.ts';
import type {PidStat} from '../parse/process/pid-stat.ts';
import {type PidStatus, parsePidStatus} from '../parse/process/pid-status.ts';
import {parsePidSyscall, type SyscallState} from '../parse/process/pid-syscall.ts';
import {once} from './once.ts';
import type {Source} from './source.ts';
import type {Vantage} from './vantage.ts';

/** A thread of a process (/proc/PID/task/TID), seen as its process is. */
export class Thread {
  readonly pid: number;
  readonly stat: PidStat;
  readonly status: () => Read<PidStatus>;
  /** From where its machine is looked at. */
  readonly vantage: Vantage;
  readonly #source: Source;

  /** @param known its status, where that was read before */
  constructor(source: Source, pid: number, stat: PidStat, known?: Read<PidStatus>) {
    this.#source = source;
    this.vantage = source.vantage;
    this.pid = pid;
    this.stat = stat;
    this.status = once(() => known ?? source.read(`${this.#folder}/status`, parsePidStatus));
  }

  get tid(): number {
    return this.stat.pid;
  }

  /** Needs ptrace attach access: the same user, or CAP_SYS_PTRACE, and Yama's consent. */
  readonly syscall = once(
    (): Read<SyscallState> => this.#source.readAlike(`${this.#folder}/syscall`, 'syscall', parsePidSyscall),
  );
  /** When it last ran: see parse/process/pid-sched. */
  readonly execStart = once((): Read<number> => this.#source.read(`${this.#folder}/sched`, parseExecStart));
  /** The kernel function it sleeps in; undefined where it runs, or where that may not be seen (it reads as "0"). */
  readonly waitChannel = once((): string | undefined => {
    const name = orUndefined(this.#source.read(`${this.#folder}/wchan`, String));
    return name === '0' ? undefined : name;
  });

  get #folder(): string {
    return `${this.pid}/task/${this.tid}`;
  }
}
