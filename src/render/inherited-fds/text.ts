import type {JudgedDescriptor} from '../../rules/inspections/descriptors.ts';
import {listed} from '../../rules/words/listed.ts';
import {named, namedFd} from '../../rules/words/named.ts';
import {originClause} from '../../rules/words/origins.ts';
import type {Holder} from '../../snapshot/descriptors/open-files.ts';
import type {DescriptorOrigin} from '../../snapshot/inheritance/descriptor-origins.ts';
import type {HeldLock} from '../../snapshot/inheritance/held-lock.ts';
import type {InheritedDescriptor} from '../../snapshot/inheritance/inherited-descriptor.ts';
import {alsoHeldBy} from '../../snapshot/inheritance/inherited-fds.ts';
import type {Giver} from '../../snapshot/inheritance/origin.ts';
import type {Process} from '../../snapshot/process.ts';
import {cameByText, giverName} from '../came-by.ts';
import {type Introduce, introductionLine} from '../introductions/introductions.ts';
import {labelledLines} from '../labelled.ts';
import {counted, fitted, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {socketText, UNLISTED} from '../socket-text.ts';
import {verdictLines} from '../verdict.ts';

/** How many holders are named; a prefork server has hundreds. */
const NAMED = 6;

/** The answer for a person: first what is wrong, then a block for each descriptor. */
export function inheritedFdsText(
  process: Process,
  {all, shown}: Readonly<Record<'all' | 'shown', readonly JudgedDescriptor[]>>,
  sharers: readonly Process[],
  page: Page,
  introduce: Introduce,
): string[] {
  return [
    `${page.style.strong(printable(named(process)))} ${summary(process, shown, all.length)}`,
    ...introductionLine(process, introduce, page),
    ...(sharers.length === 0 ? [] : labelledLines('table', tableText(sharers), page)),
    ...shown.flatMap(({verdicts}) => verdicts.flatMap(verdict => ['', ...verdictLines(verdict, page)])),
    ...shown.flatMap(descriptor => ['', ...descriptorLines(descriptor, page)]),
  ];
}

function summary(process: Process, shown: readonly JudgedDescriptor[], total: number): string {
  if (process.isZombie()) return 'is a zombie: its descriptors were closed when it exited';
  const inherited = shown.filter(({origin}) => origin !== undefined).length;
  const shared = shown.filter(({one}) => one.isShared).length;
  return `inherited ${inherited} of its ${counted(total, 'descriptor')}, and shares ${shared}`;
}

/** What one of them opens or closes is open or closed in each: clone(2), CLONE_FILES. */
function tableText(sharers: readonly Process[]): string {
  return `shares its descriptor table with ${listed(sharers.map(named), NAMED)}: a descriptor that one of them closes is closed in each`;
}

function descriptorLines(descriptor: JudgedDescriptor, page: Page): string[] {
  const {one, cameBy} = descriptor;
  return [
    `  ${page.style.strong(fdText(one))}  ${one.kind()}  ${fitted(printable(one.address()), page.screen - 20, page)}${one.deleted() ? ' (deleted)' : ''}`,
    ...labelledLines('open', openText(one), page),
    ...labelledLines('from', fromText(cameBy()), page),
    ...holderLines('to', one.sharing.descendants, page),
    ...holderLines('also', alsoHeldBy(descriptor), page),
    ...one.locks().flatMap(lock => labelledLines('lock', lockText(lock), page)),
    ...(one.kind() === 'socket' ? labelledLines('socket', socketLine(one), page) : []),
  ];
}

function fdText({fd, process, descriptor: {pid}}: InheritedDescriptor): string {
  return pid === process.pid ? `fd ${fd}` : `fd ${fd} of its thread ${pid}`;
}

function socketLine(one: InheritedDescriptor): string {
  return one.socket ? `${socketText(one.socket)}${pairText(one)}` : UNLISTED;
}

/** Who has the other end of a socket pair, as Node has that of its children's streams: ", a socket pair with node (12) fd 19". */
function pairText(one: InheritedDescriptor): string {
  if (!one.isEndOfPair) return '';
  const others = one.sharing.otherEnds.map(({process, descriptor}) => namedFd(process, descriptor));
  return `, a socket pair with ${listed(others, NAMED)}`;
}

function openText(one: InheritedDescriptor): string {
  const info = one.info();
  if (!info) return "unknown: its fdinfo can't be read";
  const modes = {r: 'read', w: 'write', rw: 'read/write'};
  const mode = info.accessMode ? modes[info.accessMode] : 'as a path only (O_PATH)';
  const hasOffset = one.kind() === 'file' || one.kind() === 'memfd';
  const offset = hasOffset ? `, offset ${info.position}` : '';
  return `${mode}${offset}, ${info.closeOnExec ? 'closed on exec' : 'stays open across exec'}`;
}

/** From whom it was inherited, or in which ways it may have come. */
function fromText(origin: DescriptorOrigin): string {
  if (origin.kind === 'inherited') return giverText(origin.from);
  const {text, certainty} = cameByText(origin);
  return certainty === null ? text : `${text} (${certainty})`;
}

/** "32194 (exited) [proven: it took the flock held through this fd]". */
function giverText(giver: Giver): string {
  const {certainty, proof, shownBy} = giver;
  const clause = shownBy.kind === 'ancestor-has-it' ? proof : originClause(shownBy);
  return `${giverName(giver)} [${certainty}: ${clause}]`;
}

function holderLines(label: string, holders: readonly Holder[], page: Page): string[] {
  if (holders.length === 0) return [];
  const names = holders.slice(0, NAMED).map(({process, descriptor, certainty, proof}) => {
    const doubt = certainty === 'proven' ? proof : `${certainty}, ${proof}`;
    return `${namedFd(process, descriptor)} (${doubt})`;
  });
  const more = holders.length > NAMED ? [`and ${counted(holders.length - NAMED, 'more', 'more')}`] : [];
  return labelledLines(label, [...names, ...more].join(', '), page);
}

function lockText({class: lockClass, mode, acquirerPid, acquirerAlive, start, end}: HeldLock): string {
  const range = start === 0 && end === null ? '' : `, bytes ${start} to ${end ?? 'EOF'}`;
  const fates = {true: 'running', false: 'exited', null: 'unknown: the pid may have been reused'};
  const acquirer =
    acquirerPid === null
      ? "the kernel doesn't say who took it"
      : `taken by ${acquirerPid} (${fates[`${acquirerAlive}`]})`;
  return `${lockClass} ${mode} lock${range}, ${acquirer}`;
}
