import {defaultAction} from '../../parse/signals/signal-actions.ts';
import {hex, type WaitStatus} from '../../parse/wait-status/wait-status.ts';

/**
 * A wait status in a line without a full stop: "killed by SIGILL (signal 4), core dumped". Bits that mean nothing are
 * named, too. JSON has it as `summary`, which scripts compare: a word that changes here breaks them.
 */
export function waitStatusText(status: WaitStatus): string {
  const leftOver = status.leftOver === 0 ? '' : `; left over: ${hex(status.leftOver, 2)}`;
  return happened(status) + leftOver;
}

function happened(status: WaitStatus): string {
  const {kind, signal, signalNumber = 0, ptraceEvent} = status;
  switch (kind) {
    case 'exited':
      return `exited with status ${status.exitStatus}`;
    case 'signaled':
      return `killed by ${signalText(signal, signalNumber)}${coreText(status)}`;
    case 'stopped':
      return ptraceEvent === undefined
        ? `stopped by ${signalText(signal, signalNumber)}`
        : `stopped under ptrace: ${ptraceEvent}, ${signalText(signal, signalNumber & 0x7f)}`;
    case 'continued':
      return 'continued by SIGCONT';
    case 'unrecognized':
      return 'no wait status: no macro of <sys/wait.h> is true of it';
  }
}

/** "SIGKILL (signal 9)", or "signal 75" where the platform has none of that number. */
function signalText(name: string | undefined, number: number): string {
  return name === undefined ? `signal ${number}` : `${name} (signal ${number})`;
}

/** The core bit may be set for a signal that never dumps core, in a number that no kernel delivered. */
function coreText({coreDumped, signalNumber = 0, platform}: WaitStatus): string {
  if (coreDumped !== true) return '';
  return defaultAction(signalNumber, platform) === 'core' ? ', core dumped' : ', with the core bit set';
}
