import {boolean, option, string} from '@oclif/core/flags';
import {nearest} from '../parse/targets/nearest.ts';
import {type DrawingFormat, drawingFormats, isDrawing} from '../render/drawings/graph.ts';
import {
  type Column,
  type Listing,
  type ListingFormat,
  listingFormats,
  listingLines,
  type SortKey,
} from '../render/listings/columns.ts';
import type {Page} from '../render/page.ts';
import {UsageError} from './failures.ts';

/** What proves each verdict, shown too: in text it is left out, in JSON it is always there. */
export const evidenceFlag = boolean({char: 'v', description: 'show the evidence for each verdict'});

/** --format, of a command whose answer has no table, but can be drawn. */
export const drawingFlag = option({
  options: drawingFormats,
  description: 'draw the answer: for Graphviz, for Mermaid, or laid out as SVG',
});

/** What `listingFlags` is to offer besides: --format draws, too. */
export const drawn = drawingFormats;

/** -o, --sort and -n, as lsfd(1) and ps(1) have them, and --format. `columns` is shown in the help, and for completion. */
export function listingFlags(
  columns: ReadonlyArray<Column<never>>,
  byDefault: readonly string[],
  drawings: readonly DrawingFormat[] = [],
) {
  const others = columns.map(({name}) => name).filter(name => !byDefault.includes(name));
  const names = `${byDefault.join(', ')}${others.length === 0 ? '' : `; also ${others.join(', ')}`}`;
  return {
    output: Object.assign(
      string({
        char: 'o',
        aliases: ['columns'],
        helpValue: '[+]COL,...',
        description: `print a plain table of these columns (+COL adds to the default): ${names}`,
      }),
      {columns: columns.map(({name}) => name)},
    ),
    sort: string({
      helpValue: '[-]COL,...',
      description: 'print a table sorted by these columns; "-" sorts descending',
    }),
    'no-header': boolean({
      char: 'n',
      aliases: ['noheadings', 'no-headers'],
      description: 'leave out the heading line of the table',
    }),
    format: option({
      options: [...listingFormats, ...drawings] as const,
      description: `print the table for a program: cells between tabs, or an object a line${drawings.length === 0 ? '' : '; or draw the answer: for Graphviz, for Mermaid, or laid out as SVG'}`,
    })(),
  };
}

/** What was given for -o, --sort and -n. */
export interface ListingFlagValues {
  readonly output: string | undefined;
  readonly sort: string | undefined;
  readonly 'no-header': boolean;
  readonly format: ListingFormat | DrawingFormat | undefined;
  readonly json: boolean;
  /** Of `zombies`: a line for each parent. */
  readonly 'by-parent'?: boolean;
}

/** Prints rows as a plain table. */
export type TableOf<Row> = (rows: readonly Row[], page: Page) => string[];

/**
 * The plain table that -o, --sort, -n and --format ask for; undefined without these flags, where the text for people is wanted.
 * An unknown column is a usage error.
 */
export function tableOf<Row>(
  flags: ListingFlagValues,
  all: readonly Column<Row>[],
  byDefault: readonly string[],
): TableOf<Row> | undefined {
  return asksForTable(flags) ? alwaysTable(flags, all, byDefault) : undefined;
}

/** What {@link tableOf} prints a table of: undefined without these flags. */
export function askedListing<Row>(
  flags: ListingFlagValues,
  all: readonly Column<Row>[],
  byDefault: readonly string[],
): Listing<Row> | undefined {
  return asksForTable(flags) ? listingOf(flags, all, byDefault) : undefined;
}

/** Whether flags ask for a table, which a program may read. */
export function asksForTable(flags: Partial<ListingFlagValues>): boolean {
  const {output, sort, 'no-header': noHeader = false, format, 'by-parent': byParent = false} = flags;
  const isTable = format !== undefined && !isDrawing(format);
  return output !== undefined || sort !== undefined || noHeader || isTable || byParent;
}

/** The plain table of a command whose answer is always a table. */
export function alwaysTable<Row>(
  flags: ListingFlagValues,
  all: readonly Column<Row>[],
  byDefault: readonly string[],
): TableOf<Row> {
  const listing = listingOf(flags, all, byDefault);
  return (rows, page) => listingLines(rows, listing, page);
}

/** The columns, order and format that the flags ask for. */
function listingOf<Row>(
  flags: ListingFlagValues,
  all: readonly Column<Row>[],
  byDefault: readonly string[],
): Listing<Row> {
  if (flags.json && asksForTable(flags)) {
    throw new UsageError({kind: 'json-with-table-flags'});
  }
  const {format} = flags;
  if (isDrawing(format)) throw new UsageError({kind: 'drawing-with-table-flags', format});
  const standard = byDefault.map(name => columnNamed(name, all));
  return {
    columns: chosenColumns(flags.output, all, standard),
    sort: (flags.sort?.split(',') ?? []).map(key => sortKeyOf(key, all)),
    heading: !flags['no-header'],
    format,
  };
}

function chosenColumns<Row>(
  list: string | undefined,
  all: readonly Column<Row>[],
  standard: readonly Column<Row>[],
): readonly Column<Row>[] {
  if (list === undefined) return standard;
  const named = (list.startsWith('+') ? list.slice(1) : list).split(',').map(name => columnNamed(name, all));
  if (!list.startsWith('+')) return named;
  return [...standard, ...named.filter(column => !standard.includes(column))];
}

function sortKeyOf<Row>(key: string, all: readonly Column<Row>[]): SortKey<Row> {
  const descending = key.startsWith('-');
  return {column: columnNamed(key.replace(/^[-+]/, ''), all), descending};
}

function columnNamed<Row>(name: string, all: readonly Column<Row>[]): Column<Row> {
  const column = all.find(candidate => candidate.name === name.trim().toLowerCase());
  if (column) return column;
  const columns = all.map(candidate => candidate.name);
  throw new UsageError({kind: 'unknown-column', name, like: nearest(name, columns), columns});
}
