import path from 'node:path';
import {grouped, listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {FreshnessReason} from '../../snapshot/scripts/freshness.ts';
import type {RunningScript} from '../../snapshot/scripts/script.ts';
import type {FoundScript, ScriptScene} from '../../snapshot/scripts/script-answer.ts';
import {counted} from '../page.ts';

/** How many processes a clause names. */
const NAMED = 3;

/**
 * The first line: how often a script runs and whether it is the code on disk, in a sentence; without a name how many
 * scripts run.
 * @param asked the name, as it was asked for; undefined for all scripts
 */
export function headingText({found, near}: ScriptScene, asked: string | undefined): string {
  if (found.length === 0) return `no such script is running${likeText(near)}`;
  if (asked === undefined) {
    const counts = ['stale', 'deleted'].map(is => countOf(is, found));
    return `${counted(found.length, 'script')} running${counts.join('')}`;
  }
  const groups = groupBy([...found].sort(byConcern), ({freshness, reason}) => `${freshness} ${reason?.kind}`);
  const times = found.length === 1 ? 'once' : `${grouped(found.length)} times`;
  return `${asked} runs ${times}: ${[...groups.values()].map(clauseOf).join('; ')}.`;
}

/** ": did you mean worker.py (2940) or -m jobs.worker (2944)?" */
function likeText(near: readonly RunningScript[]): string {
  const names = near.map(({line: {script, module}, process: {pid}}) =>
    module === null ? `${path.posix.basename(script ?? '')} (${pid})` : `-m ${module} (${pid})`,
  );
  return names.length === 0 ? '' : `: did you mean ${listed(names, NAMED, 'or')}?`;
}

const concerns = ['stale', 'deleted', 'unknown', 'fresh'];

function byConcern(a: FoundScript, b: FoundScript): number {
  return concerns.indexOf(a.freshness) - concerns.indexOf(b.freshness);
}

/** What is true of all these: "python3 (4711) started before it was last written or touched". */
function clauseOf(alike: readonly FoundScript[]): string {
  const names = listed(
    alike.map(({script}) => named(script.process)),
    NAMED,
  );
  const run = alike.length === 1 ? 'runs' : 'run';
  switch (alike[0]?.freshness) {
    case 'stale':
      return `${names} started before ${changeText(alike[0].reason)}`;
    case 'deleted':
      return `${names} ${run} it from a file that no longer exists`;
    case 'fresh':
      return `${names} ${run} it as it is on disk`;
    default:
      return `whether ${names} ${run} it as it is on disk is unknown`;
  }
}

function changeText(reason: FreshnessReason | null): string {
  if (reason?.kind === 'loaded-files-written') return 'files that it loads were last written or touched';
  return reason?.kind === 'replaced-or-changed-mode'
    ? 'it was replaced, or had its owner or mode changed'
    : 'it was last written or touched';
}

function countOf(freshness: string, found: readonly FoundScript[]): string {
  const count = found.filter(one => one.freshness === freshness).length;
  return count > 0 ? `, ${count} ${freshness}` : '';
}
