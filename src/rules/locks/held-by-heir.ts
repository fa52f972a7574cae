import type {HeirLock} from '../../snapshot/locks/outlived-lock.ts';
import type {Rule} from '../rule.ts';

/** How many holders are named; a shell may have left a hundred behind. */
const NAMED = 5;

/**
 * flock(2) and OFD locks live as long as the open file description: with an heir, longer than who took them.
 * Of a flock the kernel tells who that was, of an OFD lock it does not.
 */
export const heldByHeir: Rule<HeirLock> = {
  id: 'locks/held-by-heir',
  severity: 'error',
  title: 'a lock outlives the process that took it, in a child that inherited the descriptor',
  needs: ['fd', 'fdinfo', 'kcmp'],
  check(lock) {
    const [{process}] = lock.holders;
    return {
      certainty: lock.certainty,
      why: `${process.comm} (${process.pid}) keeps the ${lockText(lock)} alive, which was taken by ${takerText(lock)}: it ${originText(lock)}, and the lock ends only with the last copy of it.`,
      evidence: lock.evidence,
      remedy: `The lock is free once ${releaseText(lock)}${preventionText(lock)}`,
    };
  },
};

/** How not to leave a lock to an heir, a sentence more. */
export function preventionText({isInherited}: HeirLock): string {
  const start = isInherited ? 'Open' : 'If it was inherited: open';
  return ` ${start} lock files with O_CLOEXEC, or close them in the child (flock -o, 9>&- in a shell).`;
}

/** How a holder came by the open file description. */
export function originText({isInherited}: HeirLock): string {
  return isInherited
    ? 'inherited the descriptor'
    : 'has the open file description, inherited or received over a UNIX socket';
}

/** "flock write lock on /run/backup.lock". */
export function lockText({class: lockClass, mode, path}: Pick<HeirLock, 'class' | 'mode' | 'path'>): string {
  const kind = lockClass === 'lease' ? `${mode} lease` : `${lockClass} ${mode} lock`;
  return `${kind} on ${path ?? 'a file'}`;
}

/** Who took it, as far as that is known. */
export function takerText({acquirerPid}: HeirLock): string {
  return acquirerPid === null ? 'a process that is gone' : `${acquirerPid}, which is gone`;
}

/** Who has to do what before the lock is free. */
export function releaseText({holders}: HeirLock): string {
  const names = holders
    .slice(0, NAMED)
    .map(({process: {comm, pid}, descriptor: {fd}}) => `${comm} (${pid}, fd ${fd})`);
  const all = [...names, ...(holders.length > NAMED ? ['the others'] : [])].join(' and ');
  return `${all} ${holders.length === 1 ? 'has' : 'have'} closed it or ended.`;
}
