/** What of the kernel's objects stands behind files of a process; behind its maps, all its mappings together. */
export type ObjectKind = 'root' | 'cwd' | 'program' | 'namespaces' | 'pid-namespace' | 'mappings';

/** An open file description that a descriptor refers to. */
export interface DescriptionObject {
  /** Descriptors of one description have one number. */
  readonly number: number;
  readonly isCloseOnExec: boolean;
  /** Whether anything was ever locked of the file, so that the fdinfo of each process may have other locks. */
  readonly mayBeLocked: boolean;
}

/** The objects of one process. */
export interface ObjectsOfProcess {
  /** Its start, in clock ticks since boot, as proc_pid_stat(5) has it. */
  readonly startTicks: number;
  /** How often its thread was switched out so far, voluntarily or not. */
  readonly contextSwitches: number;
  /** When its thread last ran, by the clock of its CPU, in nanoseconds. */
  readonly lastRunNs: bigint;
  /** Whether it has no timer of timer_create(2). */
  readonly hasNoTimers: boolean;
  /** The numbers of its descriptors, ascending. */
  readonly descriptors: readonly number[];
  /** What processes have in common that have one number of a kind here; undefined: it has no such object. */
  numberOf(kind: ObjectKind): number | undefined;
  /** The description behind a descriptor; undefined: it was not open. */
  description(fd: number): DescriptionObject | undefined;
}

/** Which objects of the kernel the processes of a machine had at one moment. Numbers stand for their addresses. */
export interface KernelObjects {
  /**
   * The objects of a process that had one thread, which slept, and shared its descriptor table and its folders with no other,
   * so that none of its objects could change before it ran again. Undefined for any other, and for one that came later.
   */
  of(pid: number): ObjectsOfProcess | undefined;
}
