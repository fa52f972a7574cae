import type {JudgedLock} from '../../rules/inspections/locks.ts';
import {listed} from '../../rules/words/listed.ts';
import {waiterName} from '../../rules/words/lock-waiters.ts';
import {lockKind} from '../../rules/words/locks.ts';
import {named} from '../../rules/words/named.ts';
import type {LockFile} from '../../snapshot/locks/lock-file.ts';
import type {Process} from '../../snapshot/process.ts';
import {counted} from '../page.ts';

/** How many holders the first line names; of more, only the first. */
const NAMED_FIRST = 3;

/** Where locks were looked for. */
export interface LockedPlace {
  /** The file that was asked about; undefined for all. */
  readonly path: string | undefined;
  readonly isRecorded: boolean;
  /** The file, where no lock of the kernel is on it. */
  readonly lockFile: LockFile | null;
  readonly nowMs: number;
  /** Whether the kernel may hide some from here. */
  readonly isPartial: boolean;
}

/** The first line: of a file who holds its locks and who waits, in a sentence; of a machine how many locks there are. */
export function headingText(locks: readonly JudgedLock[], place: LockedPlace): string {
  const name = placeText(place);
  if (locks.length === 0)
    return `${place.lockFile ? 'no kernel locks' : 'no locks'} ${name}${place.isPartial && place.path !== undefined ? ' visible from this pid namespace' : ''}`;
  if (place.path !== undefined) return heldText(locks, name);
  const holders = holdersOf(locks);
  const held = holders.length === 0 ? '' : `, held by ${firstOf(holders)}${likelyMark(locks)}`;
  const unseen = countUnseen(locks);
  const which = unseen === locks.length ? ', ' : `; ${unseen} of them `;
  const hidden = unseen === 0 ? '' : `${which}held by no visible process`;
  return `${counted(locks.length, 'lock')} ${name}${held}${hidden}`;
}

/** "flock (4711) and sleep (4712) hold the flock write lock on /x; 2 processes wait for it." */
function heldText(locks: readonly JudgedLock[], place: string): string {
  const holders = holdersOf(locks);
  const [first] = locks;
  const what = `${locks.length === 1 && first ? `the ${lockKind(first.lock)}` : counted(locks.length, 'lock')} ${place}`;
  const waiting = waitingText(locks);
  if (holders.length === 0) return `No visible process holds ${what}${waiting}.`;
  const unseen = countUnseen(locks);
  const hidden = unseen === 0 ? '' : `; no visible process holds ${unseen} of them`;
  return `${firstOf(holders)} ${holders.length === 1 ? 'holds' : 'hold'} ${what}${hidden}${waiting}${likelyMark(locks)}.`;
}

function likelyMark(locks: readonly JudgedLock[]): string {
  return locks.some(({likelyHolder}) => likelyHolder) ? ' (likely)' : '';
}

/** "; flock (4713) waits for it", "; 2 processes wait for them"; empty where none does. */
function waitingText(locks: readonly JudgedLock[]): string {
  const what = locks.length === 1 ? 'it' : 'them';
  const waiters = locks.flatMap(({lock}) => lock.waiters);
  const [first, ...more] = waiters.filter(
    ({pid}, at) => pid === null || waiters.findIndex(other => other.pid === pid) === at,
  );
  if (!first) return '';
  return more.length === 0
    ? `; ${waiterName(first)} waits for ${what}`
    : `; ${counted(more.length + 1, 'process', 'processes')} wait for ${what}`;
}

function holdersOf(locks: readonly JudgedLock[]): string[] {
  return [...new Set(locks.flatMap(keepersOf).map(named))];
}

function firstOf(holders: readonly string[]): string {
  return listed(holders, holders.length > NAMED_FIRST ? 1 : NAMED_FIRST);
}

function countUnseen(locks: readonly JudgedLock[]): number {
  return locks.filter(judged => keepersOf(judged).length === 0).length;
}

/** The processes that keep a lock: by a descriptor, by a mapping, or in a socket of its own; or likely do. */
export function keepersOf({lock, keeper, parked, likelyHolder}: JudgedLock): Process[] {
  return lock.holders.length > 0
    ? lock.holders.map(({process}) => process)
    : [keeper() ?? parked?.by ?? likelyHolder ?? []].flat();
}

function placeText({path, isRecorded, isPartial}: LockedPlace): string {
  if (path !== undefined) return `on ${path}`;
  if (isPartial)
    return isRecorded ? 'in this recording, made inside a pid namespace' : 'visible from this pid namespace';
  return isRecorded ? 'in this recording' : 'on this machine';
}
