import type {JudgedLock} from '../../rules/locks/index.ts';
import type {FileLock, LockHolder, LockWaiter} from '../../snapshot/locks/file-lock.ts';
import type {Process} from '../../snapshot/process.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import {counted, fitted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';

/** How many holders, and waiters, of a lock are named. */
const NAMED = 8;

const classNames = {flock: 'flock', posix: 'POSIX', ofd: 'OFD', lease: 'lease'};

/** Where locks were looked for. */
export interface LockedPlace {
  /** "on this machine", "on /run/lock". */
  readonly name: string;
  /** Whether the kernel may hide some from here. */
  readonly isPartial: boolean;
}

/** The answer for a person: a block a lock, those with a verdict first. */
export function locksText(locks: readonly JudgedLock[], place: LockedPlace, page: Page): string[] {
  const name = printable(place.name);
  if (locks.length === 0) {
    const seen = place.isPartial ? ': none that is visible from this pid namespace' : '';
    const width = page.isTerminal ? page.width : Number.POSITIVE_INFINITY;
    return wrapped(fitted(`no locks ${name}`, page.width - 1, page) + seen, width);
  }
  const sorted = [...locks].sort((a, b) => Number(!a.verdict) - Number(!b.verdict));
  return [
    fitted(`${counted(locks.length, 'lock')} ${name}`, page.width, page),
    ...sorted.flatMap(judged => ['', ...lockLines(judged, page)]),
  ];
}

function lockLines({lock, name, mappedBy, verdict}: JudgedLock, page: Page): string[] {
  return [
    `  ${page.style.strong(fitted(printable(name), page.width - 2, page))}${lock.deleted ? ' (deleted)' : ''}`,
    ...labelledLines('lock', lockText(lock), page),
    ...labelledList('held by', lock.holders.slice(0, NAMED).map(holderText), page),
    ...moreLines(lock.holders.length, page),
    ...(lock.holders.length === 0 ? labelledLines('held by', unseenText(mappedBy()), page) : []),
    ...labelledList(
      'waiting',
      lock.waiters.slice(0, NAMED).map(waiter => waiterText(waiter, lock)),
      page,
    ),
    ...moreLines(lock.waiters.length, page),
    ...(verdict ? verdictLines(verdict, page) : []),
  ];
}

function unseenText(mappedBy: readonly Process[]): string {
  if (mappedBy.length === 0) return 'nobody who is visible from here';
  const names = mappedBy.slice(0, NAMED).map(({comm, pid}) => `${comm} (${pid})`);
  return `no descriptor that is visible from here; mapped by ${names.join(', ')}`;
}

function moreLines(count: number, page: Page): string[] {
  return count > NAMED ? labelledLines('', `and ${counted(count - NAMED, 'more', 'more')}`, page) : [];
}

function lockText(lock: FileLock): string {
  const {class: lockClass, mode, breaking, start, end, acquirerPid, acquirerAlive} = lock;
  const isWhole = start === 0 && end === null;
  const range = isWhole ? '' : `, ${rangeText(start, end)}`;
  const fates = {
    true: 'which is alive',
    false: 'which is gone',
    null: lock.acquirerHidden
      ? 'whose descriptors may not be seen'
      : 'which does not hold it as far as is visible: that pid may be another process by now',
  };
  const unnamed =
    lockClass === 'ofd'
      ? 'whose acquirer the kernel does not tell'
      : 'taken in no process of this pid namespace, or by one that is gone';
  const acquirer = acquirerPid === null ? unnamed : `taken by ${acquirerPid}, ${fates[`${acquirerAlive}`]}`;
  const purpose = breaking ? ' that is being broken' : ` for ${mode === 'read' ? 'reading' : 'writing'}`;
  return `${classNames[lockClass]}${purpose}${range}, ${acquirer}`;
}

function holderText({process, descriptor, how}: LockHolder): string {
  return `${process.comm} (${process.pid}) fd ${descriptor.fd}, ${how ?? 'opened, inherited or received'}`;
}

function rangeText(start: number, end: number | null): string {
  return `bytes ${start} to ${end ?? 'the end'}`;
}

function waiterText({pid, comm, mode, start, end, behind}: LockWaiter, lock: FileLock): string {
  const isOther = start !== null && (start !== lock.start || end !== lock.end);
  const range = isOther ? `, ${rangeText(start, end)}` : '';
  const ahead = behind === null ? '' : `, behind ${behind}`;
  if (pid === null)
    return `${mode === null ? '' : `to ${mode}, `}a process that is not known${range}${ahead}`;
  const who = `${comm ?? 'a process that is not visible'} (${pid})`;
  return `${who}${mode === null ? '' : ` to ${mode}`}${range}${ahead}`;
}
