import {record} from '../../kernel/process-table/process-record.ts';
import type {ProcessRow} from '../../kernel/process-table/process-row.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {type SignalSet, signalSetOf} from '../../parse/signals/signal-set.ts';

/** The status of a process in the initial pid namespace, by the kernel's own record: see PidStatus for the fields. */
export class KernelStatus implements PidStatus {
  readonly #row: ProcessRow;

  constructor(row: ProcessRow) {
    this.#row = row;
  }

  get tgid(): number {
    return this.#row.number(record.pid);
  }

  get ppid(): number {
    return this.#row.number(record.ppid);
  }

  get tracerPid(): number {
    return this.#row.number(record.tracer);
  }

  get uid(): number {
    return this.#row.number(record.uid);
  }

  get effectiveUid(): number {
    return this.#row.number(record.effectiveUid);
  }

  get nspids(): readonly number[] {
    return [this.#row.number(record.pid)];
  }

  get nspgids(): readonly number[] {
    return [this.#row.number(record.pgid)];
  }

  get pending(): SignalSet {
    return signalSetOf(this.#row.big(record.pending));
  }

  get sharedPending(): SignalSet {
    return signalSetOf(this.#row.big(record.sharedPending));
  }

  get blocked(): SignalSet {
    return signalSetOf(this.#row.big(record.blocked));
  }

  get ignored(): SignalSet {
    return signalSetOf(this.#row.ignored);
  }

  get caught(): SignalSet {
    return signalSetOf(this.#row.caught);
  }

  get effectiveCapabilities(): bigint {
    return this.#row.big(record.capabilities);
  }

  /** /proc has no such line of a process without memory of its own. */
  get coreDumping(): boolean | undefined {
    return this.#row.hasMemory ? false : undefined;
  }

  get seccomp(): number {
    return this.#row.number(record.seccomp);
  }

  get contextSwitches(): number {
    return this.#row.contextSwitches;
  }
}
