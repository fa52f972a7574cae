import {orUndefined} from '../../kernel/read.ts';
import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import type {CameBy, HeldDescription, TargetHolder} from '../../snapshot/holders/held-description.ts';
import {isHeld, type TargetHolders} from '../../snapshot/holders/target-holders.ts';
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
  const {kind, holders, sameness, socket, networkNamespace, peers} = description;
  const proof = sameness
    ? ` ${page.style.faint(`(one description: ${sameness.certainty}, ${sameness.proof})`)}`
    : '';
  const release = releaseSentence(description);
  const named = holders.slice(0, SHOWN).map(holderText);
  return [
    `  ${page.style.strong(titleOf(description, page))}  ${kind}${proof}`,
    ...(socket ? labelledLines('socket', socketText(socket, networkNamespace), page) : []),
    ...labelledList('held by', named, page),
    ...(holders.length > SHOWN
      ? labelledLines('', `and ${counted(holders.length - SHOWN, 'more', 'more')}`, page)
      : []),
    ...(holders.length === 0 ? labelledLines('held by', 'nobody who is visible from here', page) : []),
    ...labelledList('peer', peers.map(nameOf), page),
    ...(release === null ? [] : labelledLines('free', release, page)),
  ];
}

/** How much of the line the kind of file and the proof take. */
const [PROVEN, PLAIN] = [40, 13];

/** A path may be cut, an inode number never. */
function titleOf({link, sameness}: HeldDescription, page: Page): string {
  const text = printable(link);
  return link.startsWith('/') ? fitted(text, page.width - (sameness ? PROVEN : PLAIN), page) : text;
}

const cameBy: Readonly<Record<CameBy, string>> = {
  opened: 'most likely opened it',
  'opened or inherited': 'opened it, or inherited it from one that is gone, or has closed it',
  inherited: 'inherited it from one that is gone, or has closed it',
  'inherited by fork': 'inherited by fork',
  'inherited over exec': 'inherited over exec',
  'inherited or received': 'inherited it, or received it over a UNIX socket',
};

function holderText(holder: TargetHolder): string {
  const info = orUndefined(holder.descriptor.info());
  const modes = {r: 'for reading', w: 'for writing', rw: 'for reading and writing'};
  const mode = info?.accessMode ? `, ${modes[info.accessMode]}` : '';
  const exec = info === undefined ? '' : info.closeOnExec ? ', closed on exec' : ', survives exec';
  const orphan = holder.orphanhood
    ? `; ${holder.orphanhood.certainty === 'proven' ? '' : 'most likely '}an orphan`
    : '';
  return `${nameOf(holder)}${mode}${exec}, ${cameBy[holder.how]}${orphan}`;
}

function nameOf({process: {comm, pid}, descriptor: {fd}}: OpenFile): string {
  return `${comm} (${pid}) fd ${fd}`;
}

function socketText(
  {family, type, state, local, remote}: NonNullable<HeldDescription['socket']>,
  networkNamespace: string | null,
): string {
  const ends = remote === null ? (local ?? 'not bound') : `${local ?? 'not bound'} to ${remote}`;
  const where = networkNamespace === null ? '' : `, in another network namespace (${networkNamespace})`;
  return `${family} ${type}, ${state}, ${ends}${where}`;
}
