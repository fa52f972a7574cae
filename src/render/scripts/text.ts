import type {Freshness} from '../../snapshot/scripts/freshness.ts';
import type {RunningScript} from '../../snapshot/scripts/script.ts';
import type {FoundScript, ScriptScene} from '../../snapshot/scripts/script-answer.ts';
import {type Column, columnLines} from '../columns.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import {counted, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import type {Style} from '../style.ts';
import {boxedLines} from '../table.ts';
import {defaultScriptColumns, scriptColumns} from './columns.ts';

/** What a narrow terminal does without, so that the script itself can be read; -o has it all the same. */
const leftOut = [
  {name: 'started', below: 72},
  {name: 'user', below: 64},
  {name: 'args', below: 56},
];

/** More rows than these are not drawn as a table with lines. */
const BOXED_ROWS = 200;

/** The answer for a person: a table, then what is not as it should be; of what was asked for, also what is not known. */
export async function scriptsText(
  {found, isNamed}: ScriptScene,
  unmet: readonly string[],
  page: Page,
): Promise<string[]> {
  const old = found.filter(({freshness}) => freshness === 'stale' || freshness === 'deleted');
  const unknown = isNamed ? found.filter(({freshness}) => freshness === 'unknown') : [];
  return [
    ...(found.length === 0 ? [] : [...(await table(found, page)), '']),
    ...old.flatMap(one => [...oldLines(one, page), '']),
    ...unknown.flatMap(one => [...unknownLines(one, page), '']),
    found.length === 0
      ? 'no such script runs'
      : `${counted(found.length, 'script')} running${['stale', 'deleted'].map(is => countOf(is, found)).join('')}`,
    ...unmet.map(sentence => page.style.bad(printable(sentence))),
  ];
}

function countOf(freshness: string, found: readonly FoundScript[]): string {
  const count = found.filter(one => one.freshness === freshness).length;
  return count > 0 ? `, ${count} ${freshness}` : '';
}

async function table(found: readonly FoundScript[], page: Page): Promise<string[]> {
  const left = leftOut.filter(({below}) => page.isTerminal && page.width < below).map(({name}) => name);
  const columns = scriptColumns.filter(
    ({name}) => defaultScriptColumns.includes(name) && !left.includes(name),
  );
  if (page.isTerminal && found.length <= BOXED_ROWS) return boxedLines(found, columns, page, colour);
  return columnLines(found, {columns, sort: [], heading: true}, page);
}

function colour(
  column: Column<FoundScript>,
  {freshness}: FoundScript,
  style: Style,
): (text: string) => string {
  const marks: Record<Freshness, (text: string) => string> = {
    fresh: style.good,
    stale: style.warning,
    deleted: style.bad,
    unknown: style.faint,
  };
  return column.name === 'freshness' ? marks[freshness] : text => text;
}

function unknownLines({script, because}: FoundScript, page: Page): string[] {
  return [
    `${nameOf(script, page)} is not known to run the code on disk`,
    ...labelledLines('why', `${because}.`, page),
  ];
}

function nameOf({process: {comm, pid}}: RunningScript, {style}: Page): string {
  return style.strong(`${printable(comm)} (${pid})`);
}

function oldLines({script, freshness, because, staleFiles}: FoundScript, page: Page): string[] {
  return [
    `${nameOf(script, page)} runs code that is ${freshness}`,
    ...labelledLines('why', `${because}.`, page),
    ...labelledList('files', staleFiles, page),
    ...labelledLines(
      'do',
      'Restart it, or reload it if it can; until then it runs what it read when it started.',
      page,
    ),
  ];
}
