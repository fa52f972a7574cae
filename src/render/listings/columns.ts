import {fitted, type Page} from '../page.ts';
import {jsonText, printable} from '../safe-text.ts';

/** A column that -o may name: how it is headed, and its cell of a row. */
export interface Column<Row> {
  /** Lower case, as -o and --sort take it. */
  readonly name: string;
  readonly help: string;
  readonly align?: 'right';
  /** The value to show and to sort by; null is shown as "-" and sorted last. */
  readonly of: (row: Row) => string | number | null;
  /** The value to sort by, where the one that is shown doesn't sort. */
  readonly order?: (row: Row) => number | null;
}

/** Which columns, in which order of rows, with or without the heading line. */
export interface Listing<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: readonly SortKey<Row>[];
  readonly heading: boolean;
  /** Without, columns are aligned. tsv: one tab between cells. ndjson: an object a row, of the columns by name. */
  readonly format?: ListingFormat | undefined;
}

export const listingFormats = ['tsv', 'ndjson'] as const;
export type ListingFormat = (typeof listingFormats)[number];

export interface SortKey<Row> {
  readonly column: Column<Row>;
  readonly descending: boolean;
}

/** Whether each line of a listing depends on its own row only, so that it can be printed before the next is known. */
export function isByLine({format, sort}: Listing<never>): boolean {
  return format !== undefined && sort.length === 0;
}

/** Rows in the format of a listing: for a person, or whole for a program. */
export function listingLines<Row>(rows: readonly Row[], listing: Listing<Row>, page: Page): string[] {
  switch (listing.format) {
    case undefined:
      return columnLines(rows, listing, page);
    case 'tsv':
      return cellLines(rows, listing).map(line => line.join('\t'));
    case 'ndjson':
      return sorted(rows, listing.sort).map(row =>
        jsonText(Object.fromEntries(listing.columns.map(({name, of}) => [name, of(row)])), 0),
      );
  }
}

/** Rows as aligned columns, two blanks apart. On a terminal the last column is cut to what is left of the width. */
export function columnLines<Row>(rows: readonly Row[], listing: Listing<Row>, page: Page): string[] {
  const {columns, heading} = listing;
  const lines = cellLines(rows, listing);
  const widths = columns.map((_, at) =>
    lines.reduce((widest, line) => Math.max(widest, line[at]?.length ?? 0), 0),
  );
  return lines.map((line, number) => {
    const text = fitted(alignedLine(line, columns, widths), page.screen, page);
    return heading && number === 0 ? page.style.strong(text) : text;
  });
}

/** The cells of each line as text, with those of the heading first if that is wanted. */
function cellLines<Row>(rows: readonly Row[], {columns, sort, heading}: Listing<Row>): string[][] {
  const cells = sorted(rows, sort).map(row => columns.map(({of}) => cellOf(of(row))));
  return heading ? [columns.map(({name}) => name.toUpperCase()), ...cells] : cells;
}

function alignedLine<Row>(
  cells: readonly string[],
  columns: readonly Column<Row>[],
  widths: readonly number[],
): string {
  const padded = cells.map((cell, at) => {
    const width = widths[at] ?? 0;
    return columns[at]?.align === 'right' ? cell.padStart(width) : cell.padEnd(width);
  });
  return padded.join('  ').trimEnd();
}

function cellOf(value: string | number | null): string {
  return value === null || value === '' ? '-' : printable(String(value));
}

function sorted<Row>(rows: readonly Row[], keys: readonly SortKey<Row>[]): readonly Row[] {
  if (keys.length === 0) return rows;
  return [...rows].sort((a, b) => {
    for (const {column, descending} of keys) {
      const rank = column.order ?? column.of;
      const order = compareCells(rank(a), rank(b), descending);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** Whichever way: what is not known stands last. */
function compareCells(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(`${a}`, `${b}`);
  return descending ? -order : order;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
