import {orUndefined} from '../../kernel/read.ts';
import {parseScriptCommandLine} from '../../parse/script-command-line/script-command-line.ts';
import type {ParentGroup} from '../../rules/inspections/zombies.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {programFile} from '../../snapshot/programs/runtime.ts';

/** Parents that are one program with one verdict: what is said of the first is true of the others. */
export interface AlikeParents {
  readonly first: ParentGroup;
  readonly others: readonly ParentGroup[];
}

/** Parents that are alike in one place each, those with most zombies together first. */
export function alikeParents(parents: readonly ParentGroup[]): AlikeParents[] {
  const groups = [...groupBy(parents, likenessOf).values()].flatMap(([first, ...others]) =>
    first ? [{first, others}] : [],
  );
  return groups.sort((a, b) => zombiesOf(b) - zombiesOf(a));
}

/** How many zombies parents have together. */
export function zombiesOf({first, others}: AlikeParents): number {
  return [first, ...others].reduce((sum, {zombies}) => sum + zombies.length, 0);
}

/** Its program, script, container and verdicts; a parent that isn't visible is like no other. */
function likenessOf({ppid, reaper, causes}: ParentGroup): string {
  if (!reaper) return `${ppid}`;
  const {process} = reaper;
  const runs = parseScriptCommandLine(orUndefined(process.argv()) ?? []);
  return JSON.stringify([
    process.comm,
    programFile(process) ?? null,
    runs ? [runs.script, runs.module, runs.command] : null,
    process.container()?.id ?? null,
    causes.map(({verdict: {rule, certainty}}) => [rule, certainty]).sort(),
  ]);
}
