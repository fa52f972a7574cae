import type {JudgedDescriptor} from '../../rules/fds/index.ts';
import type {Holder} from '../../snapshot/descriptors/open-files.ts';
import type {SocketFacts} from '../../snapshot/descriptors/sockets.ts';
import type {
  HeldLock,
  Inheritance,
  InheritedDescriptor,
} from '../../snapshot/inheritance/inherited-descriptor.ts';
import type {Process} from '../../snapshot/process.ts';
import {commandText} from '../command-line.ts';
import {labelledLines} from '../labelled.ts';
import {counted, fitted, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';

/** How many holders are named; a prefork server has hundreds. */
const NAMED = 6;

/** The answer for a person: first what is dangerous, then a block a descriptor. */
export function inheritedFdsText(
  process: Process,
  shown: readonly JudgedDescriptor[],
  total: number,
  page: Page,
): string[] {
  return [
    `${page.style.strong(`${printable(process.comm)} (${process.pid})`)} ${summary(process, shown, total)}`,
    `  ${fitted(commandText(process), page.width - 2, page)}`,
    ...shown.flatMap(({verdicts}) => verdicts.flatMap(verdict => ['', ...verdictLines(verdict, page)])),
    ...shown.flatMap(descriptor => ['', ...descriptorLines(descriptor, page)]),
  ];
}

function summary(process: Process, shown: readonly JudgedDescriptor[], total: number): string {
  if (process.isZombie()) return 'is a zombie: its descriptors were closed when it ended';
  const shared = shown.filter(({one}) => one.isShared).length;
  return `shares ${shared} of its ${counted(total, 'descriptor')}`;
}

function descriptorLines({one, inheritance}: JudgedDescriptor, page: Page): string[] {
  const from = inheritance
    ? inheritanceText(inheritance)
    : one.isShared
      ? 'opened here, or by an ancestor that closed it'
      : undefined;
  return [
    `  ${page.style.strong(`fd ${one.fd}`)}  ${one.kind()}  ${fitted(printable(one.target()), page.width - 20, page)}${one.deleted() ? ' (deleted)' : ''}`,
    ...labelledLines('open', openText(one), page),
    ...(from === undefined ? [] : labelledLines('from', from, page)),
    ...holderLines('to', one.sharing.descendants, page),
    ...holderLines('also', one.alsoHeldBy, page),
    ...one.locks().flatMap(lock => labelledLines('lock', lockText(lock), page)),
    ...(one.socket ? labelledLines('socket', socketText(one.socket), page) : []),
  ];
}

function openText(one: InheritedDescriptor): string {
  const info = one.info();
  if (!info) return 'its fdinfo could not be read';
  const modes = {r: 'for reading', w: 'for writing', rw: 'for reading and writing'};
  const mode = info.accessMode ? modes[info.accessMode] : 'as a mere path (O_PATH)';
  const hasOffset = one.kind() === 'file' || one.kind() === 'memfd';
  const offset = hasOffset ? `, at offset ${info.position}` : '';
  return `${mode}${offset}, ${info.closeOnExec ? 'closed on exec' : 'survives exec'}`;
}

function inheritanceText({pid, comm, fd, alive, certainty, proof, because}: Inheritance): string {
  const proven = `${certainty}${proof ? `, ${proof}` : ''}`;
  if (alive) return `${comm} (${pid}), fd ${fd} (${proven})${certainty === 'proven' ? '' : `: ${because}`}`;
  const fate = alive === false ? 'is gone' : 'is gone, or has closed it';
  const who = pid === null ? `a process that ${fate}` : `${pid}, which ${fate}`;
  return `${who} (${proven}): ${because}`;
}

function holderLines(label: string, holders: readonly Holder[], page: Page): string[] {
  if (holders.length === 0) return [];
  const named = holders.slice(0, NAMED).map(({process, descriptor, certainty, proof}) => {
    const doubt = certainty === 'proven' ? proof : `${certainty}, ${proof}`;
    return `${process.comm} (${process.pid}) fd ${descriptor.fd} (${doubt})`;
  });
  const more = holders.length > NAMED ? [`and ${counted(holders.length - NAMED, 'more', 'more')}`] : [];
  return labelledLines(label, [...named, ...more].join(', '), page);
}

function lockText({class: lockClass, mode, acquirerPid, acquirerAlive, start, end}: HeldLock): string {
  const range = start === 0 && end === null ? '' : `, bytes ${start} to ${end ?? 'the end'}`;
  const fates = {
    true: 'which is alive',
    false: 'which is gone',
    null: 'of which nothing is known: its pid may be another’s by now',
  };
  const acquirer =
    acquirerPid === null
      ? 'the kernel names no acquirer'
      : `taken by ${acquirerPid}, ${fates[`${acquirerAlive}`]}`;
  return `${lockClass} ${mode} lock${range}, ${acquirer}`;
}

function socketText({family, type, state, local, remote}: SocketFacts): string {
  const ends = remote === null ? (local ?? 'not bound') : `${local ?? 'not bound'} to ${remote}`;
  return `${family} ${type}, ${state}, ${ends}`;
}
