import {isSameInode} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {freshnessOf} from './freshness.ts';
import {mayRunScript, ProcScript} from './proc-script.ts';
import {BASH_SCRIPT, runningScript} from './script.ts';
import {type FoundScript, findScripts} from './script-answer.ts';

/** A script that runs for less than this is over before anybody can act on a finding. */
const LONG_RUNNING_SECONDS = 10;

/** How the file of a script was changed: what a shell has open as its script shows it. */
export type ScriptEdit = 'in-place' | 'replaced' | 'unknown';

/** A running script, with what decides whether it runs the code on disk, and whether that matters. */
export class ScriptCase {
  readonly process: Process;
  readonly found: FoundScript;
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot, process: Process, found: FoundScript) {
    this.#snapshot = snapshot;
    this.process = process;
    this.found = found;
  }

  /** Whether it has run for some time. A job that is being set up, or is about to exit, has not. */
  get isLongRunning(): boolean {
    const {startedAtMs = Number.POSITIVE_INFINITY} = this.found.script.process;
    return this.#snapshot.takenAtMs() - startedAtMs >= LONG_RUNNING_SECONDS * 1000;
  }

  /** The root directory of the process as procdoc sees it: not "/" after chroot(2). Needs ptrace read access. */
  readonly root = once((): string | undefined =>
    orUndefined(this.#snapshot.source.link(`${this.process.pid}/root`)),
  );

  /**
   * The parent that the process is a copy of: it was forked, has called no execve(2) since, and its parent runs the
   * same script. It runs the code that the parent had read, however late it was forked.
   */
  readonly copiedFrom = once((): Process | undefined => {
    const parent = this.#snapshot.parentOf(this.process);
    return parent && this.process.stat.forkedWithoutExec && this.#runsTheSame(parent) ? parent : undefined;
  });

  /**
   * A child that runs the same script as it is on disk: a reloader keeps such a child, and starts it again at each
   * change. The child has called execve(2), since a fork alone would have copied the old code.
   */
  readonly reloaded = once((): Process | undefined => {
    const children = this.#snapshot.childrenOf(this.process);
    return children.find(
      child => !child.stat.forkedWithoutExec && !child.isZombie() && this.#runsTheSame(child, true),
    );
  });

  readonly edit = once((): ScriptEdit => {
    const {script} = this.found;
    const path = script.codePath();
    if (script.line.interpreter !== 'shell' || path === null) return 'unknown';
    const fd = script.opened()?.fd ?? BASH_SCRIPT;
    const open = orUndefined(this.#snapshot.source.stat(`${this.process.pid}/fd/${fd}`));
    const now = orUndefined(script.process.stat(path));
    if (!open || !now) return 'unknown';
    return isSameInode(open, now) ? 'in-place' : 'replaced';
  });

  #runsTheSame(other: Process, fresh = false): boolean {
    const path = this.found.script.codePath();
    const script = runningScript(new ProcScript(this.#snapshot, other));
    if (path === null || script?.codePath() !== path) return false;
    return !fresh || freshnessOf(script, false).freshness === 'fresh';
  }
}

/**
 * The scripts that these processes run. With `deep` also what they load counts, which takes the maps of each, and a
 * list of the folder of each Python script.
 */
export function readScriptCases(
  snapshot: Snapshot,
  processes: readonly Process[],
  deep: boolean,
): ScriptCase[] {
  const living = processes.filter(process => mayRunScript(process) && !process.isZombie());
  const byPid = new Map(living.map(process => [process.pid, process]));
  const {found} = findScripts(
    living.map(process => new ProcScript(snapshot, process)),
    {name: undefined, asModule: undefined, deep},
    snapshot.observerPid(),
  );
  return found.flatMap(script => {
    const process = byPid.get(script.script.process.pid);
    return process ? [new ScriptCase(snapshot, process, script)] : [];
  });
}
