import type {FileLock, LockHolder} from '../../snapshot/file-lock.ts';
import type {Rule} from '../rule.ts';

/** How many holders are named; a shell may have left a hundred behind. */
const NAMED = 4;

/** A lock that belongs to an open file description ends with the last copy of it, in whichever process that is. */
export const acquirerGone: Rule<FileLock> = {
  id: 'locks/acquirer-gone',
  severity: 'error',
  title: 'who took a file lock is gone, and others hold it',
  needs: ['fd', 'fdinfo', 'locks'],
  check({class: lockClass, mode, path, acquirerPid, acquirerAlive, holders}) {
    const [eldest] = holders;
    if (!eldest || acquirerAlive !== false || !holders.every(isHeir)) return undefined;
    const {process, descriptor} = eldest;
    const names = holders.slice(0, NAMED).map(holder => nameOf(holder));
    const all = [...names, ...(holders.length > NAMED ? ['the others'] : [])].join(' and ');
    return {
      certainty: 'proven',
      why: `${process.comm} (${process.pid}) holds the ${lockClass} ${mode} lock on ${path ?? 'a file'} that ${acquirerPid} took, which is gone: it inherited the open file description, and the lock with it.`,
      evidence: [
        `/proc/${process.pid}/fdinfo/${descriptor.fd}: lock: ${lockClass.toUpperCase()} ${mode.toUpperCase()} ${acquirerPid}`,
        `/proc/${acquirerPid}: gone, or a zombie`,
      ],
      remedy: `The lock is free once ${all} ${holders.length === 1 ? 'has' : 'have'} closed it or ended. Open lock files with O_CLOEXEC, or close them in the child (flock -o, 9>&- in a shell).`,
    };
  },
};

function isHeir({how}: LockHolder): boolean {
  return how === 'inherited by fork' || how === 'inherited over exec';
}

function nameOf({process, descriptor}: LockHolder): string {
  return `${process.comm} (${process.pid}, fd ${descriptor.fd})`;
}
