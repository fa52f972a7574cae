import {mapRead, orUndefined} from '../../kernel/read.ts';
import {decodeText} from '../../parse/text.ts';
import {isTerminalPath} from '../descriptors/kind.ts';
import type {Process} from '../process.ts';
import {KernelStat} from '../process-table/kernel-stat.ts';
import {addressBelow} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {ScriptProcess} from './script-process.ts';

/** A start is known to about 20 ms; a file that was written right before its script was started isn't newer. */
export const START_SLACK_MS = 50;

/** Whether a process may be an interpreter: false where the kernel's record names another program. */
export function mayRunScript({stat}: Process): boolean {
  return !(stat instanceof KernelStat && stat.program?.mayInterpret === false);
}

/**
 * A process of a snapshot, for which script it runs: see ScriptProcess. Paths are looked up through /proc/PID/root, so
 * that they mean what they mean in the process's own mount namespace. A class, since a machine has thousands and few are
 * asked much.
 */
export class ProcScript implements ScriptProcess {
  readonly startSlackMs = START_SLACK_MS;
  readonly #snapshot: Snapshot;
  readonly #process: Process;

  constructor(snapshot: Snapshot, process: Process) {
    this.#snapshot = snapshot;
    this.#process = process;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get ppid(): number {
    return this.#process.stat.ppid;
  }

  get startTicks(): number {
    return this.#process.stat.startTicks;
  }

  get comm(): string {
    return this.#process.comm;
  }

  get status(): Process['status'] {
    return this.#process.status;
  }

  get container(): Process['container'] {
    return this.#process.container;
  }

  get user(): string | null {
    return this.#process.user();
  }

  get mayInterpret(): boolean {
    return mayRunScript(this.#process);
  }

  get argv(): readonly string[] {
    return orUndefined(this.#process.argv()) ?? [];
  }

  get exe(): string | undefined {
    return orUndefined(this.#process.exe());
  }

  get cwd(): string | null {
    return orUndefined(this.#process.cwd()) ?? null;
  }

  get startedAtMs(): number | undefined {
    return this.#snapshot.startedAtMs(this.#process);
  }

  get seenAtMs(): number {
    return this.#snapshot.takenAtMs();
  }

  readsTerminal(): boolean | undefined {
    return orUndefined(mapRead(this.#snapshot.source.link(`${this.pid}/fd/0`), isTerminalPath));
  }

  opened(fd: number): string | undefined {
    return orUndefined(this.#snapshot.source.link(`${this.pid}/fd/${fd}`));
  }

  /** Most files aren't links, which does not make the answer incomplete. */
  link(path: string) {
    return mapRead(this.#snapshot.machine.procfs.link(this.#below(path)), decodeText);
  }

  address(path: string): string {
    return addressBelow(this.#snapshot, this.#process, path);
  }

  stat(path: string) {
    return this.#snapshot.source.stat(this.#below(path));
  }

  list(path: string) {
    return this.#snapshot.source.list(this.#below(path));
  }

  mappedFiles() {
    return orUndefined(this.#process.maps()) ?? [];
  }

  #below(path: string): string {
    return `${this.pid}/root${path}`;
  }
}
