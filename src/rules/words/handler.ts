import {seenIn} from '../../snapshot/evidence.ts';
import {type Blockage, type Handling, mayBeSection} from '../../snapshot/signals/blockage.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {doingText, stateText} from './activity.ts';
import {pointing, saying, type ToldEvidence} from './evidence.ts';
import {allNamed} from './headline.ts';
import {named} from './named.ts';

/**
 * What there is to say where SIGCHLD is blocked in a process that is in a signal handler. Only likely: what an earlier
 * handler left on the stack may lie in memory that the program has not written to since, and looks the same.
 * @param name the process, by its name
 * @param evidence that SIGCHLD is blocked
 */
export function inHandlerVerdict(name: string, handling: Handling, evidence: readonly ToldEvidence[]) {
  const {activity, comesFree} = handling;
  const {thread, doing} = activity;
  const after = comesFree
    ? 'SIGCHLD is blocked while the handler runs, and arrives when the handler returns.'
    : 'SIGCHLD is blocked after that, too, unless the program unblocks it to wait, by sigsuspend(2) or ppoll(2).';
  return {
    why: `${name} is in a signal handler${doing ? `, ${stateText(doing)}` : ''}. ${after}`,
    evidence: [...evidence, ...inHandlerEvidence(handling)],
    remedy: `To see what the handler waits for: \`${procdocCommand(thread, 'why', thread.pid)}\`. In the program: let the handler return at once, and don't call what may block in it.`,
  };
}

/** The signal frame on the stack of a thread, and the call that the thread is in. */
function inHandlerEvidence({activity: {thread, doing}, comesFree}: Handling): ToldEvidence[] {
  const task = `task/${thread.tid}`;
  const frame = seenIn(thread.pid, `${task}/mem`, 'uc_sigmask', comesFree ? 'no SIGCHLD' : 'SIGCHLD');
  return [
    pointing(saying(frame, `has ${comesFree ? 'no ' : ''}SIGCHLD, in the signal frame on the stack`)),
    ...(doing ? [seenIn(thread.pid, `${task}/syscall`, null, doingText(doing))] : []),
  ];
}

/**
 * What else may be, where the signal is not seen to stay blocked: a sentence after a space, or nothing.
 * @param mayTakeSoon whether the program may be in a critical section
 */
export function blockageDoubt(
  name: string,
  blockage: Blockage | undefined,
  mayTakeSoon: boolean = false,
): string {
  if (blockage?.kind !== 'unclear')
    return mayTakeSoon
      ? ` ${name} may be in a critical section, and take it when the call that it sleeps in returns.`
      : '';
  const doubts = {
    'be-in-handler': `${name} may be in a signal handler that blocks it while it runs: the memory that shows that can't be read.`,
    poll: `${name} is in a call that times out, and may poll then.`,
    pass: 'That may be so only for a moment.',
  };
  return ` ${doubts[blockage.may]}`;
}

/** What else may be, where a signal is not seen to be kept from a process for good: a sentence after a space, or nothing. */
export function maskDoubt(handling: SignalHandling): string {
  const {process, blockage} = handling;
  if (blockage?.kind !== 'lasting') return blockageDoubt(process.comm, blockage);
  if (handling.isSeenKeptByMask()) return '';
  const section = mayBeSection(blockage) ? 'be in a critical section, and ' : '';
  return ` ${process.comm} may ${section}unblock it when the call that it sleeps in returns.`;
}

/** The beginning of an order about a mask, and how much a finding about it weighs: less where it may go by itself. */
export function weightOfMask({blockage}: SignalHandling) {
  return mayBeSection(blockage)
    ? ({severity: 'info', make: 'If it stays so: make'} as const)
    : ({severity: undefined, make: 'Make'} as const);
}

/** "SIGTERM has no effect on python3 (4711)"; only for now, where all may be in critical sections. */
export function noEffectText(subjects: readonly SignalHandling[], signal: string): string {
  return subjects.every(({blockage}) => mayBeSection(blockage))
    ? `${signal} doesn't reach ${allNamed(subjects)} for now.`
    : `${signal} has no effect on ${allNamed(subjects)}.`;
}

/** To unblock SIGCHLD; only on a condition where a handler may be what blocks it. */
export function unblockText(blockage: Blockage | undefined, where: string): string {
  const mayBeInHandler = blockage?.kind === 'unclear' && blockage.may === 'be-in-handler';
  return `${mayBeInHandler ? 'Unless a handler is running: unblock' : 'Unblock'} SIGCHLD ${where}.`;
}

/** To unblock SIGCHLD in a parent, and, where it has no handler, to wait for its children. */
export function unblockInParent(blockage: Blockage | undefined, caught: boolean): string {
  const unblock = 'in the program (sigprocmask), or reset the mask in what starts it, before execve(2)';
  const wait = ' Then call waitpid(2) for each child: the program has no SIGCHLD handler either.';
  return `${unblockText(blockage, unblock)}${caught ? '' : wait}`;
}

/** That SIGCHLD is blocked in a parent and pending, and that nothing is seen to take it. */
export function blockedText({process, blockage, isSignalfdSeen}: Reaper, caught: boolean): string {
  const parent = named(process);
  const nothing = caught && blockage?.kind === 'lasting' ? "the handler doesn't run" : 'nothing takes it';
  const unseen = isSignalfdSeen ? '' : ` Whether ${parent} has a signalfd for it can't be read.`;
  return `${parent} blocks SIGCHLD in every thread: the signal is pending, and ${nothing}.${unseen} The signal mask survives execve(2), so the program that started ${parent} may have set it.`;
}
