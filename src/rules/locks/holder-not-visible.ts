import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {listed} from '../words/listed.ts';
import {queueText} from '../words/lock-waiters.ts';
import {listedEvidence, lockedFile, lockNameOf, mappingEvidence, unseenEvidence} from '../words/locks.ts';
import {named} from '../words/named.ts';

/** What keeps a lock, and shows in no fdinfo. */
const otherHolders =
  'the kernel (an NFS server), a descriptor in transit over a UNIX socket, or a mapping that outlived its descriptor';

/** A lock that /proc/locks lists and no readable fdinfo shows: it is held, and the holder is not visible. */
export const holderNotVisible: Rule<LockCase> = {
  id: 'locks/holder-not-visible',
  severity: 'warning',
  title: 'a file is locked, but no visible process holds the lock',
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'locks'],
  headline: ([one]) => `${lockNameOf(one)}: no visible process holds it${queueText(one.lock)}.`,
  check(locked) {
    const {lock, isEverythingSeen, mappedBy, keeper, parked, isFromOutside} = locked;
    const name = lockedFile(locked);
    if (lock.holderVisible || keeper() || parked) return undefined;
    // A POSIX lock belongs to the process that took it, whoever may look at its descriptors: fcntl(2), F_SETLK.
    if (lock.class === 'posix' && lock.acquirerAlive) return undefined;
    const mappers = mappedBy();
    // That another user's descriptors can't be read is no news. An OFD lock names nobody, so that its waiters may ask.
    const isExpected = lock.class !== 'ofd' || lock.waiters.length === 0;
    const isHidden = isFromOutside || (!isEverythingSeen && isExpected);
    if (isHidden && mappers.length === 0) return undefined;
    const seen = [listedEvidence(lock), unseenEvidence(isEverythingSeen)];
    const evidence = [...seen, ...mappingEvidence(mappers, lock)];
    const held = `The lock on ${name} is held, but by no descriptor`;
    if (!isEverythingSeen)
      return {
        unseen: 'what-decides',
        why: `${held} that is visible from here.`,
        evidence,
        remedy: `Run procdoc as root, in the initial pid namespace. The holder may also be ${otherHolders}.`,
      };
    const remedy = `Look for a holder without a descriptor: ${otherHolders}.`;
    if (mappers.length === 0) return {unseen: 'what-decides', why: `${held}.`, evidence, remedy};
    return {
      unseen: 'something',
      why: `${held}. The file is mapped by ${listed(mappers.map(named), 5)}, and a mapping keeps the lock after its descriptor is closed.`,
      evidence,
      remedy: `To release the lock: ${endCommand(mappers)}, or make ${mappers.length === 1 ? 'it' : 'each of them'} unmap the file.`,
    };
  },
};
