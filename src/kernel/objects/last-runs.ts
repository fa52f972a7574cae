import type {ObjectsOfProcess} from '../kernel-objects.ts';

/** What was asked and answered so far. */
interface Noted {
  /** What was read of a file, as latin1; undefined: it was not. */
  textOf(name: string): string | undefined;
}

/**
 * The line of /proc/PID/task/PID/sched that recordings have, written from the number of which the kernel makes it: of that file,
 * it would write fifty lines more. A line counts only for a process that hasn't run since the number was read, and only once a
 * file that was read is what is written here of its process.
 */
export class LastRuns {
  /** What a process has that hasn't run since: see `SameAnswers`. */
  readonly #objectsOf: (pid: string) => ObjectsOfProcess | undefined;
  readonly #noted: Noted;
  /** Whether the kernel writes the line as it is written here; undefined: no file has shown it. */
  #isSure: boolean | undefined;

  constructor(objectsOf: (pid: string) => ObjectsOfProcess | undefined, noted: Noted) {
    this.#objectsOf = objectsOf;
    this.#noted = noted;
  }

  /** The line for a file that is asked for; undefined where that has to be read. */
  lineOf(pid: string, file: string): string | undefined {
    return this.#isSure === true && file === fileOf(pid) ? this.#made(pid) : undefined;
  }

  /** Notes that a file was read. */
  wasRead(pid: string, file: string): void {
    if (this.#isSure !== undefined || file !== fileOf(pid)) return;
    const made = this.#made(pid);
    if (made !== undefined) this.#isSure = made === this.#noted.textOf(file);
  }

  #made(pid: string): string | undefined {
    const ns = this.#objectsOf(pid)?.lastRunNs;
    return ns === undefined ? undefined : lineFor(ns);
  }
}

function fileOf(pid: string): string {
  return `${pid}/task/${pid}/sched`;
}

/** As proc_sched_show_task() in kernel/sched/debug.c writes it: milliseconds, and six digits of nanoseconds. */
function lineFor(ns: bigint): string {
  const [ms, rest] = [ns / 1_000_000n, ns % 1_000_000n];
  return `${'se.exec_start'.padEnd(45)}:${String(ms).padStart(14)}.${String(rest).padStart(6, '0')}\n`;
}
