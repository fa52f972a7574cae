import type {HeldLock} from '../../snapshot/inherited-descriptor.ts';
import type {TracedDescriptor} from '../../snapshot/inherited-fds.ts';
import type {Rule} from '../rule.ts';

/**
 * flock(2) and OFD locks live as long as the open file description: with an heir, longer than who took them.
 * Of a flock the kernel tells who that was, of an OFD lock it does not.
 */
export const heldByHeir: Rule<TracedDescriptor> = {
  id: 'locks/held-by-heir',
  severity: 'error',
  title: 'a lock outlives the process that took it, in a child that inherited the descriptor',
  needs: ['fd', 'fdinfo', 'kcmp'],
  check({one, origin}) {
    const source = origin();
    if (!source || source.alive) return undefined;
    const outlived = one.outlivedLock();
    const lock = outlived ?? one.locks().find(mayBeInherited);
    if (!lock) return undefined;
    const {process, fd} = one;
    const acquirer = outlived ? `${outlived.acquirerPid}, which is gone` : 'a process that is gone';
    return {
      certainty: outlived ? 'proven' : 'likely',
      why: `${process.comm} (${process.pid}) keeps the ${lock.class} lock on ${one.target()} alive, which was taken by ${acquirer}: it inherited the descriptor, and the lock ends only with the last copy of it.`,
      evidence: [
        `/proc/${process.pid}/fdinfo/${fd}: lock: ${lock.class.toUpperCase()} ${lock.mode.toUpperCase()} ${lock.acquirerPid ?? 0}`,
        source.because,
      ],
      remedy: `The lock is free once ${holdersText(one)} closed it or ended. Open lock files with O_CLOEXEC, or close them in the child (flock -o, 9>&- in a shell).`,
    };
  },
};

function mayBeInherited({class: lockClass, acquirerAlive}: HeldLock): boolean {
  return (lockClass === 'flock' || lockClass === 'ofd') && acquirerAlive !== true;
}

function holdersText({process, fd, otherHolders: others}: TracedDescriptor['one']): string {
  if (others.length === 0) return `${process.comm} (${process.pid}, fd ${fd}) has`;
  const named = others
    .slice(0, 4)
    .map(other => `${other.process.comm} (${other.process.pid}, fd ${other.descriptor.fd})`);
  const all = [
    `${process.comm} (${process.pid}, fd ${fd})`,
    ...named,
    ...(others.length > 4 ? ['the others'] : []),
  ];
  return `${all.join(' and ')} have`;
}
