import type {NamedScript, ScriptNameTest} from '../parse/script-name.ts';
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
  /** Also look at what a script loads. */
  readonly deep: boolean;
  /** procdoc: who asks after a script by its name does not mean procdoc, nor what started it. */
  readonly askedBy: number;
}

/** The scripts that run, or those that go by a name. */
export function findScripts(
  processes: readonly ScriptProcess[],
  {name, deep, askedBy}: ScriptQuestion,
): FoundScript[] {
  const asking = name ? lineOf(askedBy, processes) : new Set([askedBy]);
  return runningScripts(processes.filter(({pid}) => !asking.has(pid)))
    .filter(script => name === undefined || name(namesOf(script)))
    .map(script => ({script, ...freshnessOf(script, deep)}));
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
