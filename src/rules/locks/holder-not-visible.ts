import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import type {Rule, Verdict} from '../rule.ts';

/** How many that have it mapped are named. */
const NAMED = 5;

/** What keeps a lock, and shows in no fdinfo. */
const unseen =
  'the kernel (an NFS server), a descriptor on its way through a UNIX socket, or a mapping of the file that outlived its descriptor';

/** A lock that /proc/locks lists and no fdinfo that may be read shows: held, and not to be seen by whom. */
export const holderNotVisible: Rule<LockCase> = {
  id: 'locks/holder-not-visible',
  severity: 'warning',
  title: 'a file is locked, and nobody who holds the lock can be seen',
  needs: ['fd', 'fdinfo', 'locks'],
  check(lockCase) {
    const {lock, name} = lockCase;
    const {class: lockClass, mode, device, inode, acquirerPid, acquirerAlive, holderVisible} = lock;
    if (holderVisible) return undefined;
    const line = `/proc/locks: ${lockClass.toUpperCase()} ${mode.toUpperCase()} ${acquirerPid ?? 'without a pid'}, ${device} inode ${inode}`;
    if (lockClass === 'posix' && acquirerAlive)
      return {
        certainty: 'likely',
        why: `The POSIX lock on ${name} belongs to process ${acquirerPid}, whose descriptors may not be seen from here.`,
        evidence: [line, 'fcntl(2): such a lock belongs to the process that took it, and ends with it'],
        remedy: 'Look as root, or as the user of that process.',
      };
    return verdictOn(lockCase, line);
  },
};

function verdictOn({name, isEverythingSeen, mappedBy}: LockCase, line: string): Omit<Verdict, 'rule'> {
  const users = mappedBy().slice(0, NAMED);
  const evidence = [
    line,
    `no fdinfo ${isEverythingSeen ? '' : 'that could be read '}shows it`,
    ...users.map(({pid}) => `/proc/${pid}/maps: has the file mapped, which may keep the lock`),
  ];
  if (users.length > 0 && isEverythingSeen) {
    const names = users.map(({comm, pid}) => `${comm} (${pid})`).join(' and ');
    return {
      certainty: 'likely',
      why: `The lock on ${name} is held, but no descriptor keeps it: the file is mapped by ${names}, and a mapping keeps the lock of a descriptor that is closed.`,
      evidence,
      remedy: `The lock is free once ${names} ${users.length === 1 ? 'has' : 'have'} unmapped the file or ended.`,
    };
  }
  const seen = isEverythingSeen ? 'no descriptor' : 'no descriptor that may be seen from here';
  return {
    certainty: 'unknown',
    why: `The lock on ${name} is held, but ${seen} keeps it.`,
    evidence,
    remedy: isEverythingSeen
      ? `The holder may be ${unseen}.`
      : `Look as root and from the initial pid namespace. A holder may also be ${unseen}.`,
  };
}
