import {grouped} from '../../rules/words/listed.ts';
import {durationText} from '../duration.ts';
import {printable} from '../safe-text.ts';

/** A process among several that were meant. */
export interface ProcessRow {
  /** PID and start, which can be given instead of the PID alone. */
  readonly key: string;
  /** null: when it started isn't known. */
  readonly ageSeconds: number | null;
  /** null: it can't be read. */
  readonly user: string | null;
  readonly command: string;
}

/** Of the command lines, which may be longer than any page. */
const MOST_COMMAND = 100;

/** A line for each process, in columns: what to give for it, its age, its user, its command line. */
export function processRows(rows: readonly ProcessRow[], count: number): string[] {
  const cells = rows.map(({key, ageSeconds, user, command}) => [
    key,
    ageSeconds === null ? '?' : durationText(ageSeconds),
    printable(user ?? '?'),
    command.length > MOST_COMMAND ? `${command.slice(0, MOST_COMMAND)}…` : command,
  ]);
  const widths = [0, 1, 2].map(at => Math.max(...cells.map(row => row[at]?.length ?? 0)));
  const lines = cells.map(row => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`);
  return count > rows.length ? [...lines, `  and ${grouped(count - rows.length)} more`] : lines;
}
