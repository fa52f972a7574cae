import {attempt} from '../descriptor.ts';
import type {Read} from '../read.ts';

/**
 * Sends a signal to a child that procdoc has not waited for, so that the pid is still its own. EPERM: it runs as another
 * user, as sudo(8) does.
 */
export function signalChild(pid: number, signal: NodeJS.Signals): Read<true> {
  return attempt(() => process.kill(pid, signal));
}
