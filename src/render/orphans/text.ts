import type {Orphan} from '../../snapshot/orphan.ts';
import type {OrphanScene} from '../../snapshot/orphans.ts';
import {commandText} from '../command-line.ts';
import {labelledLines} from '../labelled.ts';
import {counted, fitted, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {holdingPhrases} from './holdings.ts';

/** The answer for a person: what was left behind, each with what it holds; then the daemons, a line each. */
export function orphansText({orphans, lookedAt}: OrphanScene, page: Page): string[] {
  const daemons = orphans.filter(({daemonized}) => daemonized() === true);
  const leftOver = orphans.filter(orphan => !daemons.includes(orphan));
  const among = `among ${counted(lookedAt, 'process', 'processes')}`;
  return [
    ...leftOver.flatMap(orphan => [...orphanLines(orphan, page), '']),
    ...daemonLines(daemons, page),
    orphans.length === 0
      ? page.style.good(`no orphans ${among}`)
      : `${counted(leftOver.length, 'orphan')}${daemons.length > 0 ? ` and ${counted(daemons.length, 'daemon')}` : ''} ${among}`,
  ];
}

function orphanLines(orphan: Orphan, page: Page): string[] {
  const {process, parent, orphanhood, holds} = orphan;
  const held = holds ? holdingPhrases(holds) : ['what it holds may not be seen'];
  return [
    `${page.style.strong(nameOf(orphan))} lost its parent, and ${printable(parent.comm)} (${parent.pid}) adopted it ${page.style.faint(`(${orphanhood.certainty})`)}`,
    `  ${fitted(commandText(process), page.width - 2, page)}`,
    ...orphanhood.evidence.flatMap((line, at) => labelledLines(at === 0 ? 'evidence' : '', line, page)),
    ...held.flatMap((phrase, at) => labelledLines(at === 0 ? 'holds' : '', phrase, page)),
    ...labelledLines('do', remedy(orphan), page),
  ];
}

function remedy({process, holds}: Orphan): string {
  const holdsSome = holds !== undefined && holdingPhrases(holds).length > 0;
  return `If nobody needs it: kill -TERM ${process.pid} ends it${holdsSome ? ', and releases what it holds' : ''}.`;
}

function daemonLines(daemons: readonly Orphan[], page: Page): string[] {
  if (daemons.length === 0) return [];
  const heading = 'left their parents to be daemons: a session of their own, standard streams detached';
  return [
    page.style.strong(heading),
    ...daemons.map(orphan => {
      const held = orphan.holds ? holdingPhrases(orphan.holds) : [];
      const holding = held.length > 0 ? `: ${held.join('; ')}` : '';
      return fitted(`  ${nameOf(orphan)}${printable(holding)}`, page.width, page);
    }),
    '',
  ];
}

function nameOf({process}: Orphan): string {
  return `${printable(process.comm)} (${process.pid})`;
}
