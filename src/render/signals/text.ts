import {named} from '../../rules/words/named.ts';
import type {SignalReport} from '../../snapshot/signal-origins/signal-report.ts';
import {type Introduce, introductionLine} from '../introductions/introductions.ts';
import {columnLines} from '../listings/columns.ts';
import {type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {defaultSignalColumns, signalColumns} from './columns.ts';
import {signalSummary} from './summary.ts';

/** The answer for a person: a sentence, who it is, and a row for each signal. */
export function signalsText(
  report: SignalReport,
  asked: number | undefined,
  page: Page,
  introduce: Introduce,
): string[] {
  const {rows, process} = report;
  const columns = signalColumns.filter(({name}) => defaultSignalColumns.includes(name));
  return [
    ...wrapped(printable(signalSummary(report, asked)), page.width).map(page.style.strong),
    ...introductionLine(process, introduce, page),
    ...(rows.length === 0 ? [] : ['', ...columnLines(rows, {columns, sort: [], heading: true}, page)]),
    ...(process.isZombie() || asked !== undefined ? [] : ['', ...wrapped(terminalText(report), page.width)]),
  ];
}

function terminalText({process: {stat}, terminal}: SignalReport): string {
  if (!terminal) return 'It has no controlling terminal: no key that is typed sends it a signal.';
  const {isForeground, foreground, foregroundPgid} = terminal;
  if (isForeground) return `It is in the foreground of its terminal (process group ${stat.pgid}).`;
  const who = foreground ? named(foreground) : `process group ${foregroundPgid}`;
  return `It is in the background of its terminal (process group ${stat.pgid}); ${printable(who)} is in the foreground.`;
}
