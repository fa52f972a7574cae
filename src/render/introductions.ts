import {orUndefined} from '../kernel/read.ts';
import {named} from '../rules/words/named.ts';
import type {Process} from '../snapshot/process.ts';
import {commandText} from './command-line.ts';
import {durationText} from './duration.ts';
import {labelledList} from './labelled.ts';
import {cut, type Page} from './page.ts';

/** How much of a command line is shown on a terminal: the rest of the line is for who runs it, and since when. */
const COMMAND_WIDTH = 40;

/** What a process is, where an answer first names it: undefined where that was said, or nothing is known. */
export type Introduce = (process: Process) => string | undefined;

/** "python3 daemon.py · www-data · started 3 min 20 s ago", without what isn't known; of each process once. */
export function introductions(page: Page): Introduce {
  const met = new Set<number>();
  return process => {
    if (met.has(process.pid)) return undefined;
    met.add(process.pid);
    const user = process.user();
    const start = process.start();
    const known = [
      ...commandOf(process, page),
      ...(user === null ? [] : [user]),
      ...(start ? [`started ${agoText(start.seenAtMs - start.atMs)} ago`] : []),
    ];
    return known.length === 0 ? undefined : known.join(' · ');
  };
}

/** A zombie and a kernel thread have no command line, and of others it may not be known. */
function commandOf(process: Process, page: Page): string[] {
  if ((orUndefined(process.argv()) ?? []).length === 0) return [];
  const command = commandText(process);
  return [page.isTerminal ? cut(command, COMMAND_WIDTH) : command];
}

function agoText(ms: number): string {
  return durationText(Math.max(0, ms / 1000));
}

/** A line for each process that was not introduced before, below a label. */
export function introductionLines(processes: readonly Process[], introduce: Introduce, page: Page): string[] {
  const texts = processes.flatMap(process => {
    const text = introduce(process);
    return text === undefined ? [] : [`${named(process)}: ${text}`];
  });
  return labelledList('who', texts, page).map(page.style.faint);
}
