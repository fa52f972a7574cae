import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Rule} from '../rule.ts';
import {headlineOf} from '../words/headline.ts';
import {
  everyThreadBlocks,
  noSignalfdFor,
  noThreadWaitsFor,
  pendingEvidence,
} from '../words/signal-evidence.ts';

/** A signal mask survives execve(2), too: a SIGCHLD that is blocked in every thread and pending never arrives. */
export const blocked: Rule<SigchldHandling> = {
  id: 'sigchld/blocked',
  severity: 'warning',
  title: 'SIGCHLD is blocked and pending, so child exits go unnoticed',
  needs: ['status', 'syscall'],
  headline: subjects =>
    headlineOf(subjects, 'has SIGCHLD blocked and pending', 'have SIGCHLD blocked and pending'),
  check(handling) {
    const {process, isStuck, isWaiting} = handling;
    if (!isStuck()) return undefined;
    const {comm, pid} = process;
    const areDescriptorsSeen = process.descriptors().ok;
    const isWaitSeen = isWaiting() !== undefined;
    const unseen = [
      ...(isWaitSeen ? [] : [`${comm} waits for a child (shells unblock SIGCHLD then)`]),
      ...(areDescriptorsSeen ? [] : ['a signalfd takes the signal']),
    ].join(', or ');
    return {
      certainty: isWaitSeen ? (areDescriptorsSeen ? 'proven' : 'likely') : 'unknown',
      why: `${comm} has SIGCHLD blocked in every thread, and one is pending: no SIGCHLD handler runs, and ${unseen === '' ? 'nothing else takes the signal' : `from here it isn't visible whether ${unseen}`}.`,
      evidence: [
        everyThreadBlocks(process, SIGCHLD),
        pendingEvidence(process, SIGCHLD),
        ...(isWaitSeen ? [noThreadWaitsFor(process, handling.activities, 'children')] : []),
        ...(areDescriptorsSeen ? [noSignalfdFor(process, SIGCHLD)] : []),
      ],
      remedy: isWaitSeen
        ? `Unblock SIGCHLD in ${comm} (sigprocmask(2)), or clear the mask in its launcher before execve(2).`
        : `Look again as root (sudo procdoc sigchld ${pid}), or as the user of ${comm}, to see whether it waits for children.`,
    };
  },
};
