import {freshnessText} from '../../rules/words/freshness.ts';
import {named} from '../../rules/words/named.ts';
import type {Freshness, FreshnessReason} from '../../snapshot/scripts/freshness.ts';
import type {RunningScript} from '../../snapshot/scripts/script.ts';
import type {FoundScript, ScriptScene, UnmetExpectation} from '../../snapshot/scripts/script-answer.ts';
import {labelledLines, labelledList, labelledOrder} from '../labelled.ts';
import {type Column, columnLines} from '../listings/columns.ts';
import {boxedLines} from '../listings/table.ts';
import {type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import type {Style} from '../style.ts';
import {defaultScriptColumns, scriptColumns} from './columns.ts';
import {headingText} from './heading.ts';
import {unmetText} from './unmet.ts';

/** Columns that a narrow terminal does without, so that the script has room; -o still shows them. */
const leftOut = [
  {name: 'started', below: 72},
  {name: 'user', below: 64},
  {name: 'args', below: 56},
];

/** More rows than these are not drawn as a table with lines. */
const BOXED_ROWS = 200;

/**
 * The answer for a person: what runs and which expectation does not hold, the table, then each script that isn't
 * the code on disk. If a name was asked for, also those of which that is unknown.
 * @param asked the name, as it was asked for; undefined for all scripts
 */
export async function scriptsText(
  scene: ScriptScene,
  asked: string | undefined,
  unmet: readonly UnmetExpectation[],
  page: Page,
): Promise<string[]> {
  const {found} = scene;
  const old = found.filter(({freshness}) => freshness === 'stale' || freshness === 'deleted');
  const unknown = asked !== undefined ? found.filter(({freshness}) => freshness === 'unknown') : [];
  return [
    ...wrapped(printable(headingText(scene, asked)), page.width).map(page.style.strong),
    ...unmet.map(one => page.style.bad(printable(unmetText(one)))),
    ...(found.length === 0 ? [] : ['', ...(await table(found, page))]),
    ...old.flatMap(one => ['', ...oldLines(one, page)]),
    ...unknown.flatMap(one => ['', ...unknownLines(one, page)]),
  ];
}

async function table(found: readonly FoundScript[], page: Page): Promise<string[]> {
  const left = leftOut.filter(({below}) => page.isTerminal && page.screen < below).map(({name}) => name);
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

function unknownLines({script, reason}: FoundScript, page: Page): string[] {
  return [`${nameOf(script, page)} isn't known to run the code on disk`, ...whyLines(reason, page)];
}

function oldLines({script, freshness, reason, staleFiles}: FoundScript, page: Page): string[] {
  const what = freshness === 'deleted' ? 'runs code that was deleted' : 'runs older code than is on disk';
  return [
    `${nameOf(script, page)} ${what}`,
    ...whyLines(reason, page),
    ...labelledList(
      'files',
      staleFiles.map(path => script.process.address(path)),
      page,
    ),
    ...labelledOrder('do', remedyFor(freshness, named(script.process)), page),
  ];
}

function remedyFor(freshness: Freshness, name: string): string {
  return freshness === 'deleted'
    ? `Start ${name} again from where its code is now.`
    : `Restart ${name}, or have it reload its code.`;
}

function nameOf({process}: RunningScript, {style}: Page): string {
  return style.strong(printable(named(process)));
}

function whyLines(reason: FreshnessReason | null, page: Page): string[] {
  return reason ? labelledLines('why', `${freshnessText(reason)}.`, page) : [];
}
