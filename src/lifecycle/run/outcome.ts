import type {Accompanied} from './accompany.ts';

/** How procdoc exits after a command: with a status, or by a signal. */
export type OwnEnd = {readonly exitStatus: number} | {readonly signal: number};

/** As timeout(1) has it. */
export const TIMED_OUT = 124;

/** procdoc exits as the command did: with its status, or by its signal. */
export function ownEnd({end: {status}, timeoutSignals}: Accompanied): OwnEnd {
  if (timeoutSignals.length > 0) return {exitStatus: TIMED_OUT};
  return status.kind === 'signaled'
    ? {signal: status.signalNumber ?? 0}
    : {exitStatus: status.exitStatus ?? 0};
}

/** As a shell has it, of a command that can't be started. */
export function unstartedStatus(errno: string): 126 | 127 {
  return errno === 'ENOENT' ? 127 : 126;
}
