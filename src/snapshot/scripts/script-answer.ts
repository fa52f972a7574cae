import type {NamedScript, ScriptNameTest} from '../../parse/script-name.ts';
import {type FreshnessFacts, freshnessOf} from './freshness.ts';
import {type RunningScript, runningScripts} from './script.ts';
import type {ScriptProcess} from './script-process.ts';

/** A running script, and whether it is the code on disk. */
export interface FoundScript extends FreshnessFacts {
  readonly script: RunningScript;
}

export interface ScriptQuestion {
  /** Which scripts; undefined: all. */
  readonly name: ScriptNameTest | undefined;
  /** Which modules may be the very file that is asked for; undefined: none. */
  readonly asModule: ((module: string) => boolean) | undefined;
  /** Which scripts may have been meant, if none goes by the name; undefined: none. */
  readonly near?: ScriptNameTest | undefined;
  /** Also look at what a script loads. */
  readonly deep: boolean;
}

/** What was found. */
export interface ScriptScene {
  readonly found: readonly FoundScript[];
  /** Pythons that run a module which may be the very file that was asked for; `found` is without them. */
  readonly asModules: readonly RunningScript[];
  /** Scripts that may have been meant, where `found` is empty. */
  readonly near: readonly RunningScript[];
}

/**
 * The scripts that run, or those that go by a name. `askedBy` is procdoc: a question for a script by its name means
 * neither procdoc nor what started procdoc.
 */
export function findScripts(
  processes: readonly ScriptProcess[],
  {name, asModule, near, deep}: ScriptQuestion,
  askedBy: number,
): ScriptScene {
  const asking = name ? lineOf(askedBy, processes) : new Set([askedBy]);
  const scripts = runningScripts(processes.filter(({pid}) => !asking.has(pid)));
  const isAsked = (script: RunningScript) => name === undefined || name(namesOf(script));
  const asked = scripts.filter(isAsked);
  return {
    found: asked.map(script => ({script, ...freshnessOf(script, deep)})),
    asModules: scripts.filter(script => {
      const {interpreter, module} = script.line;
      return interpreter === 'python' && module !== null && asModule?.(module) === true && !isAsked(script);
    }),
    near: asked.length > 0 ? [] : scripts.filter(script => near?.(namesOf(script)) === true),
  };
}

/** What a running script can be called by. */
export function namesOf(script: RunningScript): NamedScript {
  const {line, path, address} = script;
  return {script: line.script, path: path(), address: address(), module: line.module};
}

/** A process and its ancestors. */
function lineOf(pid: number, processes: readonly ScriptProcess[]): Set<number> {
  const parents = new Map(processes.map(process => [process.pid, process.ppid]));
  const line = new Set<number>();
  for (let next: number | undefined = pid; next !== undefined && !line.has(next); next = parents.get(next))
    line.add(next);
  return line;
}

/** How many there have to be, and whether each has to be the code on disk. */
export interface ScriptExpectation {
  readonly min: number;
  readonly max: number;
  readonly fresh: boolean;
}

/** Something that does not hold of an expectation. */
export type UnmetExpectation =
  | {readonly kind: 'too-few'; readonly count: number; readonly min: number}
  | {readonly kind: 'too-many'; readonly count: number; readonly max: number}
  | {readonly kind: 'not-fresh'; readonly found: FoundScript};

/**
 * Whether what is expected holds, true or false; null where processes that can't be seen could decide it. Too many, or
 * one that isn't fresh, are seen.
 */
export function holdsExpectation(
  unmet: readonly UnmetExpectation[],
  {max}: ScriptExpectation,
  isEverySeen: boolean,
): boolean | null {
  if (unmet.some(({kind}) => kind !== 'too-few')) return false;
  const isOpen = unmet.length > 0 || Number.isFinite(max);
  return isOpen && !isEverySeen ? null : unmet.length === 0;
}

/** What does not hold of an expectation; none: all is well. Unknown freshness is not fresh. */
export function unmetExpectations(
  found: readonly FoundScript[],
  {min, max, fresh}: ScriptExpectation,
): UnmetExpectation[] {
  const count = found.length;
  const old = fresh ? found.filter(({freshness}) => freshness !== 'fresh') : [];
  return [
    ...(count < min ? [{kind: 'too-few' as const, count, min}] : []),
    ...(count > max ? [{kind: 'too-many' as const, count, max}] : []),
    ...old.map(one => ({kind: 'not-fresh' as const, found: one})),
  ];
}
