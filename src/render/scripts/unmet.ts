import {freshnessText} from '../../rules/words/freshness.ts';
import {named} from '../../rules/words/named.ts';
import type {FoundScript, UnmetExpectation} from '../../snapshot/scripts/script-answer.ts';

/** What does not hold of --min, --max or --fresh. */
export function unmetText(unmet: UnmetExpectation): string {
  switch (unmet.kind) {
    case 'too-few':
      return `${unmet.count} running, at least ${unmet.min} expected`;
    case 'too-many':
      return `${unmet.count} running, at most ${unmet.max} expected`;
    case 'not-fresh':
      return notFreshText(unmet.found);
  }
}

function notFreshText({script, freshness, reason}: FoundScript): string {
  const what = freshness === 'unknown' ? "isn't known to be fresh" : `is ${freshness}`;
  return `${named(script.process)} ${what}${reason ? `: ${freshnessText(reason)}` : ''}`;
}
