import {cut, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import type {Style} from '../style.ts';
import type {Column} from './columns.ts';

/** The marks of a cell's text, so that only what matters is coloured. */
export type CellMark<Row> = (column: Column<Row>, row: Row, style: Style) => (text: string) => string;

/**
 * Rows as a table with wrapped cells, fitted to a terminal. For few rows on a terminal only: cli-table3 takes
 * time that grows faster than the rows do.
 */
export async function boxedLines<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  page: Page,
  mark: CellMark<Row>,
): Promise<string[]> {
  const {default: Table} = await import('cli-table3');
  const cells = rows.map(row => columns.map(column => printable(String(column.of(row) ?? '-'))));
  const widths = fittedWidths(columns, cells, page.screen);
  const cell = (text: string, at: number, marked: (text: string) => string) =>
    chunks(text, (widths[at] ?? 1) - PADDING)
      .map(chunk => marked(chunk))
      .join('\n');
  const table = new Table({
    head: columns.map(({name}, at) => cell(name.toUpperCase(), at, page.style.strong)),
    colWidths: widths,
    colAligns: columns.map(column => column.align ?? 'left'),
    style: {head: [], border: [], 'padding-left': 0, 'padding-right': PADDING},
    chars: noLines,
  });
  for (const [number, row] of rows.entries()) {
    table.push(
      columns.map((column, at) => cell(cells[number]?.[at] ?? '', at, mark(column, row, page.style))),
    );
  }
  return table
    .toString()
    .split('\n')
    .map(line => line.trimEnd());
}

const PADDING = 2;

/** A cell of more lines than these is cut: a program given by -c may be pages long. */
const CELL_LINES = 3;

/** Cut here and not by the library, which counts the characters of a colour as text: paths hold no blanks to wrap at. */
function chunks(text: string, width: number): string[] {
  const shown = cut(text, width * CELL_LINES);
  const count = Math.max(1, Math.ceil(shown.length / width));
  return Array.from({length: count}, (_, at) => shown.slice(at * width, (at + 1) * width));
}

const noLines = Object.fromEntries(
  [
    'middle',
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map(name => [name, '']),
);

/** Every column as wide as its widest cell; what is too much is taken from the widest. */
function fittedWidths<Row>(
  columns: readonly Column<Row>[],
  cells: readonly string[][],
  width: number,
): number[] {
  const widths = columns.map(
    ({name}, at) => Math.max(name.length, ...cells.map(row => row[at]?.length ?? 0)) + PADDING,
  );
  for (let excess = sum(widths) - PADDING - width; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = Math.max(PADDING + 1, (widths[widest] ?? 0) - 1);
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
