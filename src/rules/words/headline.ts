import {listed} from './listed.ts';
import {type Named, named} from './named.ts';

/** How many processes a headline names; there may be thousands. */
const NAMED = 4;

/** Processes as a headline names them: "cat (4711), sh (4712) and 3 more". */
export function allNamed(subjects: readonly {readonly process: Named}[]): string {
  const names = subjects.map(({process}) => named(process));
  return listed(names, NAMED);
}

/** What processes do, with a verb that agrees: "sh (4711) ignores SIGCHLD.", "sh (4711) and cat (4712) ignore SIGCHLD." */
export function headlineOf(
  subjects: readonly {readonly process: Named}[],
  ofOne: string,
  ofMany: string,
): string {
  return `${allNamed(subjects)} ${subjects.length === 1 ? ofOne : ofMany}.`;
}
