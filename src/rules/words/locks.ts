import {kernelClassNames, type LockClass} from '../../parse/locks/lock-line.ts';
import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {FileLock} from '../../snapshot/locks/file-lock.ts';
import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import type {Process} from '../../snapshot/process.ts';
import {saying, type ToldEvidence} from './evidence.ts';
import {listed} from './listed.ts';
import {named} from './named.ts';

/** A class of locks as fcntl(2) and flock(2) write it. */
export const lockClassNames: Readonly<Record<LockClass, string>> = {
  flock: 'flock',
  posix: 'POSIX',
  ofd: 'OFD',
  lease: 'lease',
};

type FileId = Pick<FileLock, 'inode' | 'device' | 'deleted'>;
type LockKind = Pick<FileLock, 'class' | 'mode'> & Partial<Pick<FileLock, 'breakingTo'>>;

/** "flock write lock", "read lease"; of a lease that nothing is to be left of, the kernel doesn't show which it was. */
export function lockKind({class: lockClass, mode, breakingTo}: LockKind): string {
  if (lockClass === 'lease' && breakingTo === 'unlocked') return 'lease';
  return lockClass === 'lease' ? `${mode} lease` : `${lockClassNames[lockClass]} ${mode} lock`;
}

/** "flock write lock on /run/backup.lock", with "(deleted)" after the path of a file that has no name any more. */
export function lockName(lock: LockKind & Pick<FileLock, 'path' | 'deleted'>): string {
  return `${lockKind(lock)} on ${lock.path ?? 'a file'}${deletedMark(lock)}`;
}

/** The locked file by its path, or else by its inode: "inode 4242 of device 8:1". */
export function lockedFile({lock, path}: Pick<LockCase, 'path'> & {readonly lock: FileId}): string {
  return path === null ? `inode ${lock.inode} of device ${lock.device}` : `${path}${deletedMark(lock)}`;
}

function deletedMark({deleted}: Pick<FileLock, 'deleted'>): string {
  return deleted ? ' (deleted)' : '';
}

/** "flock write lock on /run/backup.lock"; where its path is not known, by its inode. */
export function lockNameOf(lockCase: Pick<LockCase, 'lock' | 'path'>): string {
  return `${lockKind(lockCase.lock)} on ${lockedFile(lockCase)}`;
}

/** "flock (4711) holds", "flock (4711) and 2 more hold". */
export function holdText({holders}: Pick<FileLock, 'holders'>): string {
  const names = new Set(holders.map(({process}) => named(process)));
  return `${listed([...names], 1)} ${names.size === 1 ? 'holds' : 'hold'}`;
}

/** A lock as its line in /proc/locks begins: "FLOCK WRITE 4711". */
export function lockLine(lock: LockKind & Pick<FileLock, 'acquirerPid'>): string {
  return `${kernelClassNames[lock.class]} ${lock.mode.toUpperCase()} ${acquirerText(lock)}`;
}

/** The kernel writes -1 for the acquirer of an OFD lock, and 0 for one in another pid namespace. */
function acquirerText({class: lockClass, acquirerPid}: Pick<FileLock, 'class' | 'acquirerPid'>): string {
  return String(acquirerPid ?? (lockClass === 'ofd' ? -1 : 0));
}

/** The `lock:` line in the fdinfo of a holder: what shows that this descriptor keeps the lock. */
export function lockEvidence(
  {process, descriptor}: OpenFile,
  lock: LockKind & Pick<FileLock, 'acquirerPid'>,
): ToldEvidence {
  return seenIn(process.pid, `fdinfo/${descriptor.fd}`, 'lock:', lockLine(lock));
}

/** A lock as /proc/locks lists it. */
export function listedEvidence(
  lock: LockKind & Pick<FileLock, 'acquirerPid' | 'device' | 'inode'>,
): ToldEvidence {
  return seenAt('/proc/locks', null, `${lockLine(lock)}, ${lock.device} inode ${lock.inode}`);
}

/** No descriptor shows the lock: of all, or of those that could be read. */
export function unseenEvidence(isEverythingSeen: boolean): ToldEvidence {
  return saying(
    seenAt('/proc/*/fdinfo', 'lock:', 'none'),
    isEverythingSeen ? 'no descriptor shows it' : 'no descriptor that could be read shows it',
  );
}

/** Processes that have the locked file mapped, the first five. */
export function mappingEvidence(
  mappers: readonly Process[],
  {device, inode}: Pick<FileLock, 'device' | 'inode'>,
): ToldEvidence[] {
  return mappers
    .slice(0, 5)
    .map(({pid}) =>
      saying(seenIn(pid, 'maps', null, `${device} ${inode}`), 'has the file mapped, which may keep the lock'),
    );
}
