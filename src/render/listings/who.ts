import {orUndefined} from '../../kernel/read.ts';
import type {Process, Start} from '../../snapshot/process.ts';
import {commandText} from '../command-line.ts';
import {isoInstant} from '../instant.ts';
import type {Column} from './columns.ts';

/**
 * The columns that say who a process is: its user, its start and its command line.
 * @param of the process of a row; undefined: the row has none
 * @param whose what the process is, as help has it after "user of": "the holder"
 */
export function whoColumns<Row>(of: (row: Row) => Process | undefined, whose: string): Column<Row>[] {
  return [
    ...originColumns(of, whose),
    {
      name: 'command',
      help: `command line of ${whose}`,
      of: row => {
        const process = of(row);
        return process ? commandText(process) : null;
      },
    },
  ];
}

/** As {@link whoColumns}, of a process that may have no command line any more. */
export function originColumns<Row>(of: (row: Row) => Process | undefined, whose: string): Column<Row>[] {
  return [
    {name: 'user', help: `user of ${whose}`, of: row => userText(of(row))},
    startedColumn(row => of(row)?.start(), `when ${whose} started`),
  ];
}

/** When a process started: shown as a time or a date, and sorted by the moment. */
export function startedColumn<Row>(of: (row: Row) => Start | undefined, help: string): Column<Row> {
  return {
    name: 'started',
    help,
    of: row => startedText(of(row)),
    order: row => of(row)?.atMs ?? null,
  };
}

/** By its number, where it has no name. */
function userText(process: Process | undefined): string | null {
  const uid = process && orUndefined(process.status())?.uid;
  return process?.user() ?? (uid === undefined ? null : `${uid}`);
}

/** Local time, shortened as by ps(1): the time if the start was on the day of the look, else the date. */
function startedText(start: Start | undefined): string | null {
  if (start === undefined) return null;
  const [date, time] = localTime(start.atMs);
  const [today] = localTime(start.seenAtMs);
  return date === today ? time : date;
}

function localTime(ms: number): [date: string, time: string] {
  const local = isoInstant(ms - new Date(ms).getTimezoneOffset() * 60_000) ?? '';
  return [local.slice(0, 10), local.slice(11, 19)];
}
