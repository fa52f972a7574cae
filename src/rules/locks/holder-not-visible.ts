import type {FileLock} from '../../snapshot/file-lock.ts';
import type {Rule} from '../rule.ts';

/** A lock that /proc/locks lists and no fdinfo that may be read shows: held, and not to be seen by whom. */
export const holderNotVisible: Rule<FileLock> = {
  id: 'locks/holder-not-visible',
  severity: 'warning',
  title: 'a file is locked, and nobody who holds the lock can be seen',
  needs: ['fd', 'fdinfo', 'locks'],
  check({class: lockClass, mode, path, device, inode, acquirerPid, acquirerAlive, holderVisible}) {
    if (holderVisible) return undefined;
    const file = path ?? `inode ${inode} of device ${device}`;
    const line = `/proc/locks: ${lockClass.toUpperCase()} ${mode.toUpperCase()} ${acquirerPid ?? 'without a pid'}, ${device} inode ${inode}`;
    if (lockClass === 'posix' && acquirerAlive)
      return {
        certainty: 'likely',
        why: `The POSIX lock on ${file} belongs to process ${acquirerPid}, whose descriptors may not be seen from here.`,
        evidence: [line, 'fcntl(2): such a lock belongs to the process that took it, and ends with it'],
        remedy: 'Look as root, or as the user of that process.',
      };
    return {
      certainty: 'unknown',
      why: `The lock on ${file} is held, but no descriptor that may be seen from here keeps it.`,
      evidence: [line, 'no fdinfo that could be read shows it'],
      remedy:
        'Look as root and from the initial pid namespace. A holder may also be the kernel (an NFS server), a descriptor on its way through a UNIX socket, or a mapping of the file that outlived its descriptor.',
    };
  },
};
