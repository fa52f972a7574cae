import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {Process} from '../../snapshot/process.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Generation, InheritedSignal, OwnSignal} from '../../snapshot/signal-origins/origin.ts';
import {pointing, type ToldEvidence} from './evidence.ts';
import type {Judgement} from './judgement.ts';
import {named} from './named.ts';
import {parentEvidence} from './parent-evidence.ts';
import {programEvidence} from './program-evidence.ts';
import {actionFlagsEvidence, setHas, setLacks, setOfOtherHas} from './signal-evidence.ts';

/** What a parent in the line of an ignored SIGCHLD shows: that it ignores it, too, catches it, or has the default. */
export function elderEvidence({process, disposition}: Generation): ToldEvidence {
  return disposition === 'default'
    ? setLacks(process, 'SigIgn', SIGCHLD, process.comm)
    : setOfOtherHas(process, disposition === 'caught' ? 'SigCgt' : 'SigIgn', SIGCHLD);
}

/** Where an inherited SIGCHLD is to be reset: in the program that passed it on, if that is known, or in the one that has it. */
export function resetSigchld({comm}: Process, {how, process}: InheritedSignal): string {
  return how === 'gone'
    ? `Reset SIGCHLD to its default at the start of ${comm}, or before execve(2) in the program that starts it.`
    : `Make ${named(process)} reset SIGCHLD to its default in its children before execve(2), or reset it at the start of ${comm}.`;
}

const leaveDefault =
  'Leave SIGCHLD at its default, and wait for the children. SIG_IGN is safe only in a program that uses no wait(2), system(3) or popen(3), and resets SIGCHLD in its children before execve(2).';

/**
 * Who set SIG_IGN, where no process is known to have passed it on. It is a choice that many servers make on purpose, and
 * weighs less where nothing shows that an exit status is needed.
 */
export function ownSigchldReason(handling: SigchldHandling, found: OwnSignal): Judgement {
  const reason = whoSetIt(handling, found);
  if (!handling.mayBeMeant() || reason.unseen === 'what-decides') return reason;
  const {comm} = handling.process;
  return {
    ...reason,
    severity: 'info',
    why: `${reason.why} That does no harm if ${comm} never waits for a child, and it isn't seen to.`,
    remedy: `If ${comm} calls wait(2), system(3) or popen(3), leave SIGCHLD at its default, and wait for the children. If it doesn't, only make sure that it resets SIGCHLD in its children before execve(2).`,
  };
}

function whoSetIt(handling: SigchldHandling, found: OwnSignal): Judgement {
  if (found.certainty === 'proven') return seenToSetIt(handling);
  if (found.how === 'own') return setByItself(handling);
  return found.giver ? setOrGiven(handling, found.giver) : setOrAdopted(handling);
}

function seenToSetIt({process, sigchld: {flags}}: SigchldHandling): Judgement {
  return {
    why: `${process.comm} ignores SIGCHLD and set that itself: it has flags of sigaction(2), which execve(2) clears.`,
    evidence: [setHas(process, 'SigIgn', SIGCHLD), actionFlagsEvidence(process, flags ?? [])],
    remedy: leaveDefault,
  };
}

function setByItself({process, parent}: SigchldHandling): Judgement {
  const {comm} = process;
  const seen = parent();
  return seen === undefined
    ? {
        why: `${comm} ignores SIGCHLD, and its parent isn't visible from here: ${comm} set that itself, or the process that started it did.`,
        evidence: [pointing(setHas(process, 'SigIgn', SIGCHLD))],
        remedy: leaveDefault,
      }
    : {
        why: `${comm} ignores SIGCHLD and its parent ${named(seen.process)} ${seen.disposition === 'ignored' ? 'gives its children the default' : "doesn't"}: ${comm} set that itself, or the process that started it did between fork and exec.`,
        evidence: [
          pointing(setHas(process, 'SigIgn', SIGCHLD)),
          ...(seen.disposition === 'ignored'
            ? [programEvidence(seen.process, 'which resets SIGCHLD in its children')]
            : [setLacks(seen.process, 'SigIgn', SIGCHLD, `${seen.process.comm}, the parent`)]),
        ],
        remedy: leaveDefault,
      };
}

/** A parent that was started with SIGCHLD ignored, and one that was not, look alike. */
function setOrGiven({process}: SigchldHandling, giver: Process): Judgement {
  const {comm} = process;
  return {
    unseen: 'what-decides',
    why: `${comm} ignores SIGCHLD: it set that itself, or ${named(giver)} was started with SIGCHLD ignored and passed that on. ${giver.comm} doesn't ignore SIGCHLD itself, but starts its children with what it was started with.`,
    evidence: [
      setHas(process, 'SigIgn', SIGCHLD),
      setLacks(giver, 'SigIgn', SIGCHLD, `${giver.comm}, the parent`),
    ],
    remedy: `Reset SIGCHLD at the start of ${comm}. Or start ${comm}, or ${giver.comm} (${giver.pid}), with env --default-signal=CHLD: a shell can't reset a signal that it was started with ignored.`,
  };
}

/** A parent that may have adopted the process shows nothing of where it came from. */
function setOrAdopted({process}: SigchldHandling): Judgement {
  const {comm} = process;
  return {
    why: `${comm} ignores SIGCHLD: it set that itself, or inherited it from the process that started it, which may have exited.`,
    evidence: [
      pointing(setHas(process, 'SigIgn', SIGCHLD)),
      parentEvidence(process, `which adopts orphans, and may have adopted ${comm}`),
    ],
    remedy: leaveDefault,
  };
}
