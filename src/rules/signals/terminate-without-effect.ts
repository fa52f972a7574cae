import {SIGTERM} from '../../parse/signals/numbers.ts';
import type {SignalCase} from '../../snapshot/signals/case.ts';
import type {Rule} from '../rule.ts';

/** What is ignored or blocked stays so over execve(2), so a program may be deaf to SIGTERM that never touched it. */
export const terminateWithoutEffect: Rule<SignalCase> = {
  id: 'signals/terminate-without-effect',
  severity: 'warning',
  title: 'SIGTERM is ignored, or blocked with nobody to take it, so that stopping the process takes SIGKILL',
  needs: ['status', 'fd', 'syscall'],
  check(signalCase) {
    const {process} = signalCase;
    const kept = howKept(signalCase);
    if (kept === undefined || signalCase.isInit) return undefined;
    const line = signalCase.line(SIGTERM);
    const [eldest] = line;
    const set = kept === 'ignored' ? 'SigIgn' : 'SigBlk';
    const {pid, comm} = process;
    const origin =
      eldest === process
        ? `${comm} set that itself, or what started it did`
        : `that came down from ${eldest.comm} (${eldest.pid}), over fork and exec`;
    return {
      certainty: 'proven',
      why:
        kept === 'ignored'
          ? `${comm} ignores SIGTERM: ${origin}. Whoever stops it waits in vain, and then has to kill it, without its cleaning up.`
          : `${comm} has SIGTERM blocked in every thread, and takes it by no signalfd and no sigwait: ${origin}. Whoever stops it waits in vain, and then has to kill it, without its cleaning up.`,
      evidence: [
        ...(kept === 'blocked'
          ? [
              `/proc/${pid}/task/*/status: SigBlk has SIGTERM in every thread`,
              `/proc/${pid}/fd: no signalfd takes it`,
              `/proc/${pid}/task/*/syscall: no thread waits for it`,
            ]
          : [`/proc/${pid}/status: SigIgn has SIGTERM`]),
        ...(signalCase.isPending(SIGTERM) ? [`/proc/${pid}/status: ShdPnd has SIGTERM`] : []),
        ...line
          .toReversed()
          .filter(each => each !== process)
          .map(each => `/proc/${each.pid}/status: ${set} has SIGTERM`),
      ],
      remedy: `Let ${eldest === process ? `${comm}, or what starts it,` : `${eldest.comm} (${eldest.pid})`} ${kept === 'ignored' ? 'reset SIGTERM to its default (sigaction(2); env --default-signal=TERM)' : 'clear the signal mask (sigprocmask(2))'} before execve(2)${eldest === process ? '' : ` of ${comm}`}.`,
    };
  },
};

function howKept(signalCase: SignalCase): 'ignored' | 'blocked' | undefined {
  if (signalCase.ignores(SIGTERM)) return signalCase.isInteractiveShell() ? undefined : 'ignored';
  if (signalCase.isForkingUnshare()) return undefined;
  return signalCase.blocks(SIGTERM) && signalCase.isTaken(SIGTERM) === false ? 'blocked' : undefined;
}
