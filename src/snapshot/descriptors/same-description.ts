import {isDeepStrictEqual} from 'node:util';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {PidFdinfo} from '../../parse/process/pid-fdinfo.ts';
import type {Descriptor} from '../descriptor.ts';

/** What shows that two descriptors refer to one open file description; design.md §4 has the names. */
export type Proof = 'kcmp' | 'socket-inode' | 'lock' | 'eventfd-id' | 'same-object';

export interface Sameness {
  readonly certainty: 'proven' | 'likely';
  readonly proof: Proof;
}

/**
 * Whether two descriptors with equal links share one open file description. kcmp(2) knows. Where it can't be asked, a
 * socket's inode is proof, since a socket cannot be opened twice; so is an eventfd's id, and an exclusive flock or OFD
 * lock, which no second description can have. A shared flock that one process took makes it likely; different locks are
 * proof to the contrary. Beyond that equal pipe ends, or files at one offset under one number, are likely the same
 * (/proc/PID/fd/N can be opened again); devices are not.
 */
export function sameDescription(a: Descriptor, b: Descriptor, syscalls: Syscalls): Sameness | undefined {
  const order = syscalls.compareDescriptions(a, b);
  if (order.ok) return order.value === 0 ? {certainty: 'proven', proof: 'kcmp'} : undefined;
  const target = orUndefined(a.target());
  if (target === undefined || target !== orUndefined(b.target())) return undefined;
  if (target.startsWith('socket:[')) return {certainty: 'proven', proof: 'socket-inode'};
  const [infoA, infoB] = [orUndefined(a.info()), orUndefined(b.info())];
  return infoA && infoB ? fromInfo(a, infoA, b, infoB) : undefined;
}

function fromInfo(a: Descriptor, infoA: PidFdinfo, b: Descriptor, infoB: PidFdinfo): Sameness | undefined {
  if (infoA.eventfdId !== undefined || infoB.eventfdId !== undefined) {
    return infoA.eventfdId === infoB.eventfdId ? {certainty: 'proven', proof: 'eventfd-id'} : undefined;
  }
  const locks = descriptionLocks(infoA);
  const locksOfB = descriptionLocks(infoB);
  // Nearly none has a lock, and the comparison takes long.
  if (locks.length + locksOfB.length > 0 && !isDeepStrictEqual(locks, locksOfB)) return undefined;
  if (locks.some(({mode}) => mode === 'write')) return {certainty: 'proven', proof: 'lock'};
  if (locks.some(({acquirerPid}) => acquirerPid !== null)) return {certainty: 'likely', proof: 'lock'};
  const alike =
    infoA.accessMode === infoB.accessMode && infoA.inode === infoB.inode && infoA.mountId === infoB.mountId;
  const isPipe = orUndefined(a.target())?.startsWith('pipe:[');
  const isFile = orUndefined(a.stat())?.kind === 'file';
  const inStep = isFile && infoA.position === infoB.position && a.fd === b.fd;
  return alike && (isPipe || inStep) ? {certainty: 'likely', proof: 'same-object'} : undefined;
}

/** Locks that belong to a description, and show for every descriptor of it; POSIX locks belong to a process. */
function descriptionLocks({locks}: PidFdinfo): LockLine[] {
  return locks.filter(lock => lock.class === 'flock' || lock.class === 'ofd');
}
