import type {NamedScript, ScriptNameTest} from '../../parse/script-name.ts';
import {type FreshnessFacts, freshnessOf} from './freshness.ts';
import {type RunningScript, runningScripts} from './script.ts';
import type {ScriptProcess} from './script-process.ts';

/** A running script with whether it is the code on disk. */
export interface FoundScript extends FreshnessFacts {
  readonly script: RunningScript;
}

export interface ScriptQuestion {
  /** Which scripts; undefined: all. */
  readonly name: ScriptNameTest | undefined;
  /** As which modules the file that is asked for may run as well; undefined: as none. */
  readonly asModule: ((module: string) => boolean) | undefined;
  /** Also look at what a script loads. */
  readonly deep: boolean;
}

/** What was found. */
export interface ScriptScene {
  /** Whether it was asked for by a name. */
  readonly isNamed: boolean;
  readonly found: readonly FoundScript[];
  /** Pythons that run a module which may be the very file that was asked for: not among those found. */
  readonly asModules: readonly RunningScript[];
}

/**
 * The scripts that run, or those that go by a name. `askedBy` is procdoc: who asks after a script by its name
 * does not mean procdoc, nor what started it.
 */
export function findScripts(
  processes: readonly ScriptProcess[],
  {name, asModule, deep}: ScriptQuestion,
  askedBy: number,
): ScriptScene {
  const asking = name ? lineOf(askedBy, processes) : new Set([askedBy]);
  const scripts = runningScripts(processes.filter(({pid}) => !asking.has(pid)));
  const isAsked = (script: RunningScript) => name === undefined || name(namesOf(script));
  return {
    isNamed: name !== undefined,
    found: scripts.filter(isAsked).map(script => ({script, ...freshnessOf(script, deep)})),
    asModules: scripts.filter(script => {
      const {interpreter, module} = script.line;
      return interpreter === 'python' && module !== null && asModule?.(module) === true && !isAsked(script);
    }),
  };
}

function namesOf(script: RunningScript): NamedScript {
  return {script: script.line.script, path: script.path(), module: script.line.module};
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

/** What does not hold of an expectation, a sentence each; none: all is well. Unknown freshness is not fresh. */
export function unmetExpectations(
  found: readonly FoundScript[],
  {min, max, fresh}: ScriptExpectation,
): string[] {
  const count = found.length;
  return [
    ...(count < min ? [`${count} running, at least ${min} expected`] : []),
    ...(count > max ? [`${count} running, at most ${max} expected`] : []),
    ...(fresh ? found.filter(({freshness}) => freshness !== 'fresh').map(notFresh) : []),
  ];
}

function notFresh({script, freshness, because}: FoundScript): string {
  return `${script.process.pid} is ${freshness === 'unknown' ? 'not known to be fresh' : freshness}: ${because}`;
}
