import {orUndefined} from '../../kernel/read.ts';
import {named} from '../../rules/words/named.ts';
import type {Process, Start} from '../../snapshot/process.ts';
import type {Beginning, Beginnings} from '../../snapshot/starters/beginning.ts';
import {fittedCommand} from '../command-line.ts';
import {durationText} from '../duration.ts';
import {labelledList} from '../labelled.ts';
import type {Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {originClause} from './starter-text.ts';

/** What is left of a command line on a narrow terminal, however long the rest of its line is. */
const LEAST_COMMAND = 20;

/** What a note below a name is indented by, and a text after a label. */
const INDENT = 12;

/**
 * What a process is, where an answer first names it: undefined where that was said, or nothing is known.
 * @param taken how much of its line is taken on a terminal
 */
export type Introduce = (process: Process, taken?: number) => string | undefined;

/** For an answer that names no process. */
export const nobody: Introduce = () => undefined;

/** Introductions for an answer that has somebody to introduce: what they tell is read only then. */
export type Introducing = () => Promise<Introduce>;

/**
 * "python3 daemon.py · www-data · started 3 min 20 s ago by cron (411)", without what isn't known; of each process once.
 * @param beginnings none where the answer says elsewhere how each began
 */
export function introductions(page: Page, beginnings?: Beginnings): Introduce {
  const met = new Set<number>();
  return (process, taken = INDENT) => {
    if (met.has(process.pid)) return undefined;
    met.add(process.pid);
    const user = process.user();
    const others = [...(user === null ? [] : [user]), ...startTexts(process.start(), beginnings?.(process))];
    const room = page.screen - taken - others.reduce((sum, text) => sum + SEPARATOR.length + text.length, 0);
    const known = [...commandOf(process, Math.max(LEAST_COMMAND, room), page), ...others];
    return known.length === 0 ? undefined : known.join(SEPARATOR);
  };
}

const SEPARATOR = ' · ';

/** A zombie and a kernel thread have no command line, and of others it may not be known. */
function commandOf(process: Process, room: number, page: Page): string[] {
  if ((orUndefined(process.argv()) ?? []).length === 0) return [];
  return [fittedCommand(process, room, page)];
}

/** "3 min 20 s ago"; undefined where it isn't known when a process started. */
export function startedAgo(start: Start | undefined): string | undefined {
  return start && `${durationText(Math.max(0, (start.seenAtMs - start.atMs) / 1000))} ago`;
}

/** "started 3 min 20 s ago by bash (400), in an ssh session of root". */
function startTexts(start: Start | undefined, {parent, within = []}: Partial<Beginning> = {}): string[] {
  const ago = startedAgo(start);
  const by = parent && ` by ${named(parent)}`;
  const place = originClause(within);
  const started =
    ago === undefined && by === undefined ? [] : [`started${ago === undefined ? '' : ` ${ago}`}${by ?? ''}`];
  const all = [...started, ...(place === undefined ? [] : [place])].join(', ');
  return all === '' ? [] : [all];
}

/** A line for each process that was not introduced before, below a label. */
export function introductionLines(processes: readonly Process[], introduce: Introduce, page: Page): string[] {
  const texts = processes.flatMap(process => {
    const name = `${named(process)}: `;
    const text = introduce(process, INDENT + name.length);
    return text === undefined ? [] : [name + text];
  });
  return labelledList('who', texts, page).map(page.style.faint);
}

/** The faint line below the name of a process that the answer goes on to; none where it was introduced. */
export function introductionLine(process: Process, introduce: Introduce, {style}: Page): string[] {
  const indent = '  ';
  const text = introduce(process, indent.length);
  return text === undefined ? [] : [style.faint(indent + printable(text))];
}
