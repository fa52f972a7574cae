import type {ByteOffset} from '../../parse/locks/byte-range.ts';
import type {JudgedLock} from '../../rules/inspections/locks.ts';
import {listed} from '../../rules/words/listed.ts';
import {waiterName} from '../../rules/words/lock-waiters.ts';
import {lockClassNames, lockedFile} from '../../rules/words/locks.ts';
import {named, namedFd} from '../../rules/words/named.ts';
import type {FileLock, LockHolder, LockWaiter} from '../../snapshot/locks/file-lock.ts';
import {type Introduce, introductionLines} from '../introductions/introductions.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import {counted, fitted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';
import {headingText, keepersOf, type LockedPlace} from './heading.ts';
import {holdingText} from './holding.ts';
import {lockFileLines} from './lock-file.ts';

/** How many holders, and waiters, of a lock are named. */
const NAMED = 8;

/** The answer for a person: who holds the locks, then a block a lock, those with a verdict first. */
export function locksText(
  locks: readonly JudgedLock[],
  place: LockedPlace,
  page: Page,
  introduce: Introduce,
): string[] {
  const sorted = [...locks].sort((a, b) => Number(!a.verdict) - Number(!b.verdict));
  const heading = printable(headingText(sorted, place));
  return [
    ...wrapped(heading, page.width).map(line => page.style.strong(fitted(line, page.screen, page))),
    ...(place.lockFile ? lockFileLines(place.lockFile, place.nowMs, page) : []),
    ...sorted.flatMap(judged => ['', ...lockLines(judged, page, introduce)]),
  ];
}

function lockLines(judged: JudgedLock, page: Page, introduce: Introduce): string[] {
  const {lock, verdict} = judged;
  const name = printable(lockedFile(judged));
  const processes = [...keepersOf(judged), ...lock.waiters.flatMap(({process}) => process ?? [])];
  return [
    `  ${page.style.strong(fitted(name, page.screen - 2, page))}`,
    ...labelledLines('lock', lockText(lock, (judged.keeper() ?? judged.likelyHolder) !== undefined), page),
    ...labelledList(
      'held by',
      lock.holders.slice(0, NAMED).map(holder => holderText(holder, lock)),
      page,
    ),
    ...moreLines(lock.holders.length, page),
    ...(lock.holders.length === 0 ? labelledLines('held by', unseenText(judged), page) : []),
    ...labelledList(
      'waiting',
      lock.waiters.slice(0, NAMED).map(waiter => waiterText(waiter, lock)),
      page,
    ),
    ...moreLines(lock.waiters.length, page),
    ...introductionLines([...new Set(processes)].slice(0, NAMED), introduce, page),
    ...(verdict ? verdictLines(verdict, page) : []),
  ];
}

function unseenText({keeper, mappedBy, parked, likelyHolder}: JudgedLock): string {
  const kept = keeper();
  if (kept)
    return `${named(kept)} (took the lock and closed its descriptor; its mapping of the file keeps it)`;
  if (parked) return `${named(parked.by)} (without a descriptor, for a service with DynamicUser=)`;
  if (likelyHolder) return `${named(likelyHolder)} (took the lock; its descriptors can't be read) (likely)`;
  const mappers = mappedBy();
  if (mappers.length === 0) return 'no visible process';
  return `no visible descriptor; the file is mapped by ${listed(mappers.map(named), NAMED)}`;
}

function moreLines(count: number, page: Page): string[] {
  return count > NAMED ? labelledLines('', `and ${counted(count - NAMED, 'more', 'more')}`, page) : [];
}

/** What is known of a lease that another process breaks by opening the file. */
const breakingTexts = {
  read: ' write, being broken to read',
  unlocked: ', being broken: nothing is to be left of it',
};

/** "flock write · taken by 4711 (exited)". `isKept`: what keeps it says who took it. */
function lockText(lock: FileLock, isKept: boolean): string {
  const {class: lockClass, mode, breakingTo, start, end} = lock;
  const isWhole = start === 0 && end === null;
  const kind = `${lockClassNames[lockClass]}${breakingTo === undefined ? ` ${mode}` : breakingTexts[breakingTo]}`;
  return [isWhole ? kind : `${kind}, ${rangeText(start, end)}`, ...(isKept ? [] : acquirerText(lock))].join(
    ' · ',
  );
}

/** Nothing where it took the lock and still holds it: its line among the holders shows both. */
function acquirerText({class: lockClass, acquirerPid, acquirerAlive, ...lock}: FileLock): string[] {
  if (acquirerPid === null)
    return [
      lockClass === 'ofd'
        ? "the kernel doesn't record who took it"
        : 'taken outside this pid namespace, or by a process that has exited',
    ];
  if (lock.holders.some(({process}) => process.pid === acquirerPid)) return [];
  const fates = {
    true: 'running',
    false: 'exited',
    null: lock.acquirerHidden
      ? 'its descriptors are not visible from here'
      : 'not a visible holder; the pid may belong to another process now',
  };
  return [`taken by ${acquirerPid} (${fates[`${acquirerAlive}`]})`];
}

function holderText({process, descriptor, origin}: LockHolder, {acquirerPid}: FileLock): string {
  return `${namedFd(process, descriptor)} (${holdingText(origin, acquirerPid)})`;
}

function rangeText(start: ByteOffset, end: ByteOffset | null): string {
  return `bytes ${start} to ${end ?? 'the end'}`;
}

function waiterText(waiter: LockWaiter, lock: FileLock): string {
  const {mode, start, end, behind} = waiter;
  const isOther = start !== null && (start !== lock.start || end !== lock.end);
  const range = isOther ? `, ${rangeText(start, end)}` : '';
  const ahead = behind === null ? '' : `, behind ${behind}`;
  return `${waiterName(waiter)}${mode === null ? '' : ` to ${mode}`}${range}${ahead}`;
}
