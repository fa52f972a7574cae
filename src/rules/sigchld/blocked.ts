import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import {mayBeSection} from '../../snapshot/signals/blockage.ts';
import {lookAgainCommand} from '../commands/printed-commands.ts';
import type {Rule} from '../rule.ts';
import {lastingIf} from '../words/evidence.ts';
import {blockageDoubt, inHandlerVerdict, unblockText} from '../words/handler.ts';
import {headlineOf} from '../words/headline.ts';
import {noSignalfdFor, noThreadWaitsFor, stuckEvidence} from '../words/signal-evidence.ts';

/** A signal mask survives execve(2), too: a SIGCHLD that is blocked in every thread and pending never arrives. */
export const blocked: Rule<SigchldHandling> = {
  id: 'sigchld/blocked',
  severity: 'warning',
  title: 'SIGCHLD is blocked and pending, so child exits go unnoticed',
  claims: 'lasting',
  needs: ['status', 'syscall'],
  headline: subjects =>
    headlineOf(subjects, 'has SIGCHLD blocked and pending', 'have SIGCHLD blocked and pending'),
  check(handling) {
    const {process, blockage, isWaiting} = handling;
    // A program that has it blocked and wakes up by itself may poll for its children; a zombie shows where it doesn't.
    if (!handling.isStuck() || handling.mayPoll()) return undefined;
    const {comm, pid} = process;
    const stuck = stuckEvidence(process, SIGCHLD, blockage);
    const isPassing = mayBeSection(blockage);
    if (blockage?.kind === 'in-handler')
      return {...inHandlerVerdict(comm, blockage, stuck), severity: isPassing ? 'info' : undefined};
    const areDescriptorsSeen = process.descriptors().ok;
    const isWaitSeen = isWaiting() !== undefined;
    const unseen = [
      ...(isWaitSeen ? [] : [`${comm} waits for a child (shells unblock SIGCHLD then)`]),
      ...(areDescriptorsSeen ? [] : ['a signalfd takes the signal']),
    ].join(', or ');
    return {
      // Without a handler, what is pending may be of a child that the program has waited for.
      severity: handling.sigchld.disposition === 'caught' && !isPassing ? undefined : 'info',
      unseen: isWaitSeen ? (areDescriptorsSeen && !isPassing ? undefined : 'something') : 'what-decides',
      why: `${comm} has SIGCHLD blocked in every thread, and one is pending: ${unseen === '' ? 'nothing takes the signal' : `from here it isn't visible whether ${unseen}`}.${blockageDoubt(comm, blockage, isPassing)}`,
      evidence: [
        ...stuck,
        ...lastingIf(blockage?.kind === 'lasting', [
          ...(isWaitSeen ? [noThreadWaitsFor(process, handling.activities, 'children')] : []),
          ...(areDescriptorsSeen ? [noSignalfdFor(process, SIGCHLD)] : []),
        ]),
      ],
      remedy: isWaitSeen
        ? unblockText(
            blockage,
            `in ${comm} (sigprocmask(2)), or clear the mask in its launcher before execve(2)`,
          )
        : `To see whether ${comm} waits for children, look again as root, or as its user: ${lookAgainCommand(process, 'sigchld', pid)}.`,
    };
  },
};
