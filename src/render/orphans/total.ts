import {listed} from '../../rules/words/listed.ts';
import type {OrphanScene} from '../../snapshot/families/orphans.ts';
import {counted, type Page, wrapped} from '../page.ts';

/** How many there are, and how many there may be: "no orphans" only where each process is known to be none. */
export function totalLines(leftBehind: number, daemons: number, scene: OrphanScene, page: Page): string[] {
  const {sessionLeadersOfInit: possible, lookedAt} = scene;
  const among = `among ${counted(lookedAt, 'process', 'processes')}`;
  const found = [
    leftBehind > 0 && counted(leftBehind, 'orphan'),
    possible > 0 && `${counted(possible, 'possible orphan')} (unknown)`,
    daemons > 0 && `${counted(daemons, 'daemon')} (likely)`,
  ].filter(part => part !== false);
  if (found.length === 0) return [page.style.good(`no orphans ${among}`)];
  const but = leftBehind + possible === 0 ? 'no orphans, but ' : '';
  return [`${but}${listed(found, found.length)} ${among}`, ...undecided(possible)].flatMap(text =>
    wrapped(text, page.width),
  );
}

function undecided(count: number): string[] {
  if (count === 0) return [];
  const what = count === 1 ? 'a daemon of init or an orphan' : 'daemons of init or orphans';
  return [`${counted(count, 'session leader')} directly under init: ${what} (unknown)`];
}
