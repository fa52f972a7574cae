import {orUndefined} from '../../kernel/read.ts';
import type {OpenFile} from '../../snapshot/holders.ts';
import {neverListens} from '../../snapshot/modest-program.ts';
import {type HeldDescription, isHeld, type TargetHolders} from '../../snapshot/target-holders.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import {counted, fitted, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {releaseSentence, remarksOn} from './remarks.ts';

/** How many holders of a description are shown; a prefork server has hundreds. */
const SHOWN = 12;

/** The answer for a person: a block a target, with a block an open file description. */
export function holdersText(answers: readonly TargetHolders[], page: Page): string[] {
  return answers.flatMap((answer, at) => [...(at === 0 ? [] : ['']), ...targetLines(answer, page)]);
}

function targetLines(answer: TargetHolders, page: Page): string[] {
  const {target, descriptions} = answer;
  const name = page.style.strong(printable(target));
  const remarks = labelledList('note', remarksOn(answer), page);
  const count = counted(descriptions.length, 'open file description');
  return [
    descriptions.length > 0
      ? `${name}: ${count}`
      : isHeld(answer)
        ? `${name}: no visible descriptor leads to it, but it is in use`
        : `${name}: nobody who is visible from here holds it open`,
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
    ...descriptions.flatMap(description => ['', ...descriptionLines(description, page)]),
  ];
}

function descriptionLines(description: HeldDescription, page: Page): string[] {
  const {link, kind, holders, sameness, socket, peers} = description;
  const proof = sameness
    ? ` ${page.style.faint(`(one description: ${sameness.certainty}, ${sameness.proof})`)}`
    : '';
  const release = releaseSentence(description);
  const named = holders.slice(0, SHOWN).map(holder => holderText(holder, description));
  return [
    `  ${page.style.strong(fitted(printable(link), page.width - 40, page))}  ${kind}${proof}`,
    ...(socket ? labelledLines('socket', socketText(socket), page) : []),
    ...labelledList('held by', named, page),
    ...(holders.length > SHOWN
      ? labelledLines('', `and ${counted(holders.length - SHOWN, 'more', 'more')}`, page)
      : []),
    ...(holders.length === 0 ? labelledLines('held by', 'nobody who is visible from here', page) : []),
    ...labelledList('peer', peers.map(nameOf), page),
    ...(release === null ? [] : labelledLines('free', release, page)),
  ];
}

function holderText(holder: OpenFile, description: HeldDescription): string {
  const info = orUndefined(holder.descriptor.info());
  const modes = {r: 'for reading', w: 'for writing', rw: 'for reading and writing'};
  const mode = info?.accessMode ? `, ${modes[info.accessMode]}` : '';
  const exec = info === undefined ? '' : info.closeOnExec ? ', closed on exec' : ', survives exec';
  return `${nameOf(holder)}${mode}${exec}, ${originText(holder, description)}`;
}

function originText({process}: OpenFile, {openedBy, holders: [eldest], socket}: HeldDescription): string {
  if (process === openedBy) return 'opened it';
  if (process === eldest?.process) {
    const cannot = socket?.state === 'LISTEN' && neverListens(process);
    return `${cannot ? '' : 'opened it, or '}inherited it from one that is gone, or has closed it`;
  }
  return process.stat.forkedWithoutExec ? 'inherited by fork' : 'inherited over exec';
}

function nameOf({process: {comm, pid}, descriptor: {fd}}: OpenFile): string {
  return `${comm} (${pid}) fd ${fd}`;
}

function socketText({family, type, state, local, remote}: NonNullable<HeldDescription['socket']>): string {
  const ends = remote === null ? (local ?? 'not bound') : `${local ?? 'not bound'} to ${remote}`;
  return `${family} ${type}, ${state}, ${ends}`;
}
