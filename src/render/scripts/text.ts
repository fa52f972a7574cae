import type {Freshness} from '../../snapshot/freshness.ts';
import type {FoundScript} from '../../snapshot/script-answer.ts';
import {type Column, columnLines} from '../columns.ts';
import {labelledLines} from '../labelled.ts';
import {counted, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import type {Style} from '../style.ts';
import {boxedLines} from '../table.ts';
import {defaultScriptColumns, scriptColumns} from './columns.ts';

/** More rows than these are not drawn as a table with lines. */
const BOXED_ROWS = 200;

/** The answer for a person: a table, then what is not as it should be. */
export async function scriptsText(
  found: readonly FoundScript[],
  unmet: readonly string[],
  page: Page,
): Promise<string[]> {
  const old = found.filter(({freshness}) => freshness === 'stale' || freshness === 'deleted');
  return [
    ...(found.length === 0 ? [] : [...(await table(found, page)), '']),
    ...old.flatMap(one => [...oldLines(one, page), '']),
    found.length === 0
      ? 'no such script runs'
      : `${counted(found.length, 'script')} running${old.length > 0 ? `, ${old.length} not the code on disk` : ''}`,
    ...unmet.map(sentence => page.style.bad(printable(sentence))),
  ];
}

async function table(found: readonly FoundScript[], page: Page): Promise<string[]> {
  const columns = scriptColumns.filter(({name}) => defaultScriptColumns.includes(name));
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

function oldLines({script, freshness, because, staleFiles}: FoundScript, page: Page): string[] {
  return [
    `${page.style.strong(`${printable(script.process.comm)} (${script.process.pid})`)} runs code that is ${freshness}`,
    ...labelledLines('why', `${because}.`, page),
    ...staleFiles.flatMap((file, at) => labelledLines(at === 0 ? 'files' : '', file, page)),
    ...labelledLines(
      'do',
      'Restart it, or reload it if it can; until then it runs what it read when it started.',
      page,
    ),
  ];
}
