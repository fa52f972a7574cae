import {orUndefined} from '../../kernel/read.ts';
import {SIGHUP} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Process} from '../../snapshot/process.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';

/**
 * How processes are made to let go of a log that was deleted. One that SIGHUP would end, or that ignores it, doesn't
 * reopen a log then: mostly it only inherited the descriptor, and its parent is where that is mended.
 */
export function reopenLog(processes: readonly Process[], most: number): string {
  const names = (some: readonly Process[]) => listed(some.map(named), most);
  const all = [...new Set(processes)];
  const able = all.filter(mayTakeHangup);
  const them = able.length === 1 ? 'it' : 'them';
  const others = all.filter(process => !able.includes(process));
  const reopen =
    able.length === 0
      ? ''
      : `Restart ${names(able)}, or make ${them} reopen the log, as many servers do on SIGHUP.`;
  const end =
    others.length === 0
      ? ''
      : `Restart ${names(others)}, which can't reopen it: no handler for SIGHUP. If the file was inherited, open it with O_CLOEXEC in the parent.`;
  return [reopen, end].filter(Boolean).join(' ');
}

/** Whether it handles SIGHUP, or takes it otherwise (signalfd(2), sigwait(3)); true where that can't be read. */
function mayTakeHangup(process: Process): boolean {
  const status = orUndefined(process.status());
  return !status || hasSignal(status.caught, SIGHUP) || hasSignal(status.blocked, SIGHUP);
}
