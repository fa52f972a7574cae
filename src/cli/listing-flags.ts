import {boolean, string} from '@oclif/core/flags';
import type {Column, Listing, SortKey} from '../render/columns.ts';
import {UsageError} from './failures.ts';
import {nearest} from './nearest.ts';

/** -o, --sort and -n, as lsfd(1) and ps(1) have them. `columns` is shown in the help. */
export function listingFlags(columns: ReadonlyArray<Column<never>>) {
  const names = columns.map(column => column.name).join(', ');
  return {
    output: string({
      char: 'o',
      aliases: ['columns'],
      helpValue: '[+]COL,...',
      description: `print a plain table of these columns (+COL adds to the default ones): ${names}`,
    }),
    sort: string({
      helpValue: '[-]COL,...',
      description: 'sort the table by these columns, "-" for descending',
    }),
    'no-header': boolean({
      char: 'n',
      aliases: ['noheadings', 'no-headers'],
      description: 'print the table without its heading line',
    }),
  };
}

interface ListingFlagValues {
  readonly output: string | undefined;
  readonly sort: string | undefined;
  readonly 'no-header': boolean;
}

/** Whether a plain table is asked for instead of the text for people. */
export function asksForListing(flags: ListingFlagValues): boolean {
  return flags.output !== undefined || flags.sort !== undefined || flags['no-header'];
}

/** The listing that -o, --sort and -n ask for; a column that does not exist is a usage error. */
export function listingOf<Row>(
  flags: ListingFlagValues,
  all: readonly Column<Row>[],
  byDefault: readonly string[],
): Listing<Row> {
  const standard = byDefault.map(name => columnNamed(name, all));
  return {
    columns: chosenColumns(flags.output, all, standard),
    sort: (flags.sort?.split(',') ?? []).map(key => sortKeyOf(key, all)),
    heading: !flags['no-header'],
  };
}

function chosenColumns<Row>(
  list: string | undefined,
  all: readonly Column<Row>[],
  standard: readonly Column<Row>[],
): readonly Column<Row>[] {
  if (list === undefined) return standard;
  const named = (list.startsWith('+') ? list.slice(1) : list).split(',').map(name => columnNamed(name, all));
  return list.startsWith('+') ? [...standard, ...named] : named;
}

function sortKeyOf<Row>(key: string, all: readonly Column<Row>[]): SortKey<Row> {
  const descending = key.startsWith('-');
  return {column: columnNamed(key.replace(/^[-+]/, ''), all), descending};
}

function columnNamed<Row>(name: string, all: readonly Column<Row>[]): Column<Row> {
  const column = all.find(candidate => candidate.name === name.trim().toLowerCase());
  if (column) return column;
  const names = all.map(candidate => candidate.name);
  const like = nearest(name, names);
  const hint = like ? `did you mean "${like}"?` : `the columns are ${names.join(', ')}`;
  throw new UsageError(`no column "${name}": ${hint}`);
}
