import {orUndefined} from '../../kernel/read.ts';
import {namedFd} from '../../rules/words/named.ts';
import type {HeldDescription, TargetHolder} from '../../snapshot/holders/held-description.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import type {Process} from '../../snapshot/process.ts';
import {type CameByText, cameByText, inheritedTexts} from '../came-by.ts';
import {type Introduce, introductionLines} from '../introductions/introductions.ts';
import {labelledLines, labelledList, labelledOrder} from '../labelled.ts';
import {counted, fitted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {socketText, UNLISTED} from '../socket-text.ts';
import {headingOf} from './heading.ts';
import {orderFor} from './order.ts';
import {releaseOf} from './release.ts';
import {remarksOn} from './remarks.ts';

/** How many holders of a description are shown; a prefork server has hundreds. */
const SHOWN = 12;

/** How many processes are introduced below the first line. */
const INTRODUCED = 3;

/**
 * The answer for a person: a block a target, with a block an open file description.
 * @param callers the processes that procdoc was started by
 */
export function holdersText(
  answers: readonly TargetHolders[],
  callers: readonly Process[],
  page: Page,
  introduce: Introduce,
): string[] {
  return answers.flatMap((answer, at) => [
    ...(at === 0 ? [] : ['']),
    ...targetLines(answer, callers, page, introduce),
  ]);
}

function targetLines(
  answer: TargetHolders,
  callers: readonly Process[],
  page: Page,
  introduce: Introduce,
): string[] {
  const remarks = labelledList('note', remarksOn(answer), page);
  const order = orderFor(answer, callers);
  return [
    ...wrapped(printable(headingOf(answer)), page.width).map(page.style.strong),
    ...introductionLines(processesIn(answer).slice(0, INTRODUCED), introduce, page),
    ...(order === undefined ? [] : labelledOrder('do', order, page)),
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
    ...answer.descriptions.flatMap(description => ['', ...descriptionLines(description, page)]),
  ];
}

/** The processes of an answer, those with a descriptor first. */
function processesIn({descriptions, executedBy, usedBy}: TargetHolders): Process[] {
  const holders = descriptions.flatMap(one => one.holders.map(({process}) => process));
  return [...new Set([...holders, ...executedBy, ...usedBy.map(({process}) => process)])];
}

function descriptionLines(description: HeldDescription, page: Page): string[] {
  const {kind, holders, sameness, peers} = description;
  const proof = sameness
    ? ` ${page.style.faint(`(one description: ${sameness.certainty}, ${sameness.proof})`)}`
    : '';
  const release = releaseOf(description);
  const shown = holders.slice(0, SHOWN).map(holder => holderText(holder, description));
  return [
    `  ${page.style.strong(titleOf(description, page))}  ${kind}${proof}`,
    ...(kind === 'socket' ? labelledLines('socket', socketLine(description), page) : []),
    ...labelledList('held by', shown, page),
    ...(holders.length > SHOWN
      ? labelledLines('', `and ${counted(holders.length - SHOWN, 'more', 'more')}`, page)
      : []),
    ...(holders.length === 0 ? labelledLines('held by', 'no visible process', page) : []),
    ...labelledList(
      'peer',
      peers.map(({process, descriptor}) => namedFd(process, descriptor)),
      page,
    ),
    ...(release ? labelledLines('released', release.when, page) : []),
  ];
}

/** How much of the line the kind of file and the proof take. */
const [PROVEN, PLAIN] = [40, 13];

/** A path may be cut, an inode number never. */
function titleOf({address, sameness}: HeldDescription, page: Page): string {
  const text = printable(address);
  return address.startsWith('/') ? fitted(text, page.screen - (sameness ? PROVEN : PLAIN), page) : text;
}

const accessModes = {r: 'read', w: 'write', rw: 'read/write'};

/** "sleep (32197) fd 9 (write, inherited across exec) · orphan (likely)"; a descriptor survives exec unless it is said to close. */
function holderText(holder: TargetHolder, {sharedFrom}: HeldDescription): string {
  const {process, descriptor, orphanhood, isDaemon} = holder;
  const info = orUndefined(descriptor.info());
  const came = cameFrom(holder, sharedFrom);
  const properties = [
    ...(info?.accessMode ? [accessModes[info.accessMode]] : []),
    ...(info?.closeOnExec ? ['close-on-exec'] : []),
    ...(came.certainty === null ? [came.text] : []),
  ];
  return [
    `${namedFd(process, descriptor)}${properties.length === 0 ? '' : ` (${properties.join(', ')})`}`,
    ...(came.certainty === null ? [] : [`${came.text} (${came.certainty})`]),
    ...(orphanhood ? [isDaemon ? 'daemon (likely)' : `orphan (${orphanhood.certainty})`] : []),
  ].join(' · ');
}

/** From which holder of the list it is said only where that isn't the first one. */
function cameFrom({origin}: TargetHolder, first: Process | null): CameByText {
  const isFromFirst =
    origin.kind === 'inherited' &&
    origin.from.shownBy.kind === 'ancestor-has-it' &&
    origin.from.shownBy.ancestor.process === first;
  const came = cameByText(origin);
  return isFromFirst ? {...came, text: inheritedTexts[origin.by]} : came;
}

function socketLine({socket, networkNamespace}: HeldDescription): string {
  if (!socket) return UNLISTED;
  const where = networkNamespace === null ? '' : `, in another network namespace (${networkNamespace})`;
  return `${socketText(socket)}${where}`;
}
