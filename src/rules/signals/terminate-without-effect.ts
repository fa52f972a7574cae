import {SIGTERM} from '../../parse/signals/numbers.ts';
import {isInit} from '../../snapshot/pid-namespace.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import {keptSince, stopRemedy, stopText} from '../remedies/stop.ts';
import type {Rule} from '../rule.ts';
import {maskDoubt, noEffectText, weightOfMask} from '../words/handler.ts';
import {eldersHave, maskEvidence, pendingEvidence, setHas} from '../words/signal-evidence.ts';

/** Ignored and blocked signals stay so over execve(2), so a program may be deaf to a SIGTERM that it never touched. */
export const terminateWithoutEffect: Rule<SignalHandling> = {
  id: 'signals/terminate-without-effect',
  severity: 'warning',
  title: 'SIGTERM has no effect; only SIGKILL stops the process',
  claims: 'moment',
  needs: ['status', 'fd', 'syscall'],
  headline: subjects => noEffectText(subjects, 'SIGTERM'),
  check(handling) {
    const {process} = handling;
    const kept = handling.signal === SIGTERM && !handling.isLeftToChild() ? howKept(handling) : undefined;
    if (kept === undefined || isInit(process)) return undefined;
    // Where it can't be seen whether its parent stops it in another way, as servers stop their workers, nothing is said.
    if (handling.isBusinessOfParent() !== false) return undefined;
    const {set, does, reset} = waysToKeep[kept];
    const {severity, make} = weightOfMask(handling);
    return {
      severity: handling.exitsAfter() === undefined ? severity : 'info',
      unseen: kept === 'ignored' || handling.isSeenKeptByMask() ? undefined : 'something',
      why: `${process.comm} ${does}: ${keptSince(handling)}. ${stopText(handling)}${kept === 'blocked' ? maskDoubt(handling) : ''}`,
      evidence: [
        ...(kept === 'ignored' ? [setHas(process, set, SIGTERM)] : maskEvidence(handling)),
        ...(handling.isPending ? [pendingEvidence(process, SIGTERM)] : []),
        ...eldersHave(handling.line(), set, SIGTERM),
      ],
      remedy: stopRemedy(handling, make, reset),
    };
  },
};

const waysToKeep = {
  ignored: {
    set: 'SigIgn',
    does: 'ignores SIGTERM',
    reset: 'reset SIGTERM to its default (sigaction(2); env --default-signal=TERM)',
  },
  blocked: {
    set: 'SigBlk',
    does: 'has SIGTERM blocked in every thread, and no signalfd or sigwait takes it',
    reset: 'clear the signal mask (sigprocmask(2))',
  },
} as const;

function howKept(handling: SignalHandling): keyof typeof waysToKeep | undefined {
  if (handling.isIgnored) return handling.isInteractiveShell() ? undefined : 'ignored';
  return handling.isKeptByMask() ? 'blocked' : undefined;
}
