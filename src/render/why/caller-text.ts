import {evidenceText} from '../../rules/words/evidence.ts';
import {named} from '../../rules/words/named.ts';
import type {CallerOutputs, OutputHolder} from '../../snapshot/caller/caller-outputs.ts';
import {commandText} from '../command-line.ts';
import {durationText} from '../duration.ts';
import {isoInstant} from '../instant.ts';
import {labelledLines, labelledList, labelledOrder} from '../labelled.ts';
import {type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {holderEvidence} from './caller-evidence.ts';
import {starterText} from './caller-starter.ts';
import {callerSummary, fdsOf, holderRemedy} from './caller-summary.ts';

/** The answer about procdoc's caller for a person: a few sentences, then each process that has an output open. */
export function callerText(outputs: CallerOutputs, page: Page): string[] {
  return [
    ...wrapped(printable(callerSummary(outputs)), page.width).map(page.style.strong),
    ...outputs.holders.flatMap(holder => ['', ...holderLines(holder, outputs.takenAtMs, page)]),
  ];
}

function holderLines(holder: OutputHolder, nowMs: number, page: Page): string[] {
  const {process, reader, isLeftOver, certainty} = holder;
  const what = isLeftOver ? `left behind (${certainty})` : 'at work';
  const heading = `${named(process)} ${fdsOf([holder])}: ${what}`;
  return [
    ...wrapped(printable(heading), page.width, '', '  ').map(page.style.strong),
    ...labelledLines('command', commandText(process), page),
    ...labelledLines('user', process.user() ?? 'unknown', page),
    ...labelledLines('since', sinceText(holder, nowMs), page),
    ...labelledLines('started', starterText(holder), page),
    ...labelledLines(
      'reader',
      reader ? `${named(reader)}: ${commandText(reader)}` : 'not visible from here',
      page,
    ),
    ...(page.evidence ? labelledList('evidence', holderEvidence(holder).map(evidenceText), page) : []),
    ...(isLeftOver ? labelledOrder('do', holderRemedy(holder), page) : []),
  ];
}

function sinceText({startedAtMs}: OutputHolder, nowMs: number): string {
  const instant = isoInstant(startedAtMs);
  if (startedAtMs === undefined || instant === null) return 'unknown';
  return `${instant} (${durationText(Math.max(0, nowMs - startedAtMs) / 1000)})`;
}
