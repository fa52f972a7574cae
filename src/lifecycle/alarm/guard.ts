import type {Machine} from '../../kernel/machine/machine.ts';
import {type Freshness, type FreshnessReason, freshnessOf} from '../../snapshot/scripts/freshness.ts';
import {ProcScript} from '../../snapshot/scripts/proc-script.ts';
import {runningScript} from '../../snapshot/scripts/script.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import type {NameTest} from '../watch/name-test.ts';
import type {ProcessWatchEvent, WatchEvent} from '../watch/watch-event.ts';

/** Why an alarm is raised for a script. */
export type AlarmCause =
  | {readonly kind: 'exit'; readonly event: ProcessWatchEvent & {readonly type: 'exit'}}
  | {
      /** The code on disk is another one than the process runs, or is gone. */
      readonly kind: 'replaced' | 'deleted';
      readonly pid: number;
      readonly comm: string;
      readonly reason: FreshnessReason | null;
    };

/** How the code on disk is looked at, of a process that runs a script; undefined where it runs none now. */
export type ScriptLook = (
  pid: number,
) => {freshness: Freshness; reason: FreshnessReason | null; comm: string} | undefined;

/**
 * Watches over a script. It has died when a process that runs it exits in another way than with status 0, or when none is
 * left. The processes that it forks run it, too, until they call execve(2), but they are its own affair: their deaths
 * count only as the last ones. A daemon that leaves its parent behind has not died.
 */
export class Guard {
  readonly #runs: NameTest;
  readonly #look: ScriptLook;
  /** What was known of the code of each process that runs the script. */
  readonly #guarded = new Map<number, Freshness | undefined>();

  constructor(runs: NameTest, look: ScriptLook) {
    this.#runs = runs;
    this.#look = look;
  }

  /** How many processes run the script. */
  get count(): number {
    return this.#guarded.size;
  }

  /** The process is there, and may run the script. */
  seed(pid: number, comm: string | undefined): void {
    if (this.#runs(pid, comm)) this.#guarded.set(pid, this.#look(pid)?.freshness);
  }

  take(event: WatchEvent): AlarmCause | undefined {
    switch (event.type) {
      case 'fork':
        if (event.ppid !== undefined && this.#guarded.has(event.ppid))
          this.#guarded.set(event.pid, this.#guarded.get(event.ppid));
        return undefined;
      case 'exec':
        this.#guarded.delete(event.pid);
        this.seed(event.pid, event.comm);
        return undefined;
      case 'exit':
        return this.#hasDied(event) ? {kind: 'exit', event} : undefined;
      default:
        return undefined;
    }
  }

  /** Whether the code on disk has changed since the last look, under one process that runs it. */
  lookAtCode(): AlarmCause | undefined {
    const changed = [...this.#guarded].flatMap(([pid, before]): AlarmCause[] => {
      const now = this.#look(pid);
      if (now === undefined || now.freshness === 'unknown') return [];
      this.#guarded.set(pid, now.freshness);
      const {freshness, comm, reason} = now;
      if (freshness === before || freshness === 'fresh') return [];
      return [{kind: freshness === 'stale' ? 'replaced' : 'deleted', pid, comm, reason}];
    });
    return changed[0];
  }

  #hasDied({pid, ppid, status}: ProcessWatchEvent & {readonly type: 'exit'}): boolean {
    if (!this.#guarded.delete(pid)) return false;
    if (this.#guarded.size === 0) return true;
    const isForked = ppid !== undefined && this.#guarded.has(ppid);
    return !isForked && status !== 0;
  }
}

/** Looks at the script that a process of this machine runs now. */
export function scriptLook(machine: Machine): ScriptLook {
  return pid => {
    const snapshot = new Snapshot(machine);
    const process = snapshot.find(pid);
    if (!process) return undefined;
    const script = runningScript(new ProcScript(snapshot, process));
    return script && {...freshnessOf(script, false), comm: process.comm};
  };
}
