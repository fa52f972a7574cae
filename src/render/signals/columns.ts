import {signalName} from '../../parse/signals/signals.ts';
import type {SignalRow} from '../../snapshot/signal-origins/signal-report.ts';
import type {Column} from '../listings/columns.ts';
import {originText} from './origin.ts';

export const signalColumns: readonly Column<SignalRow>[] = [
  {name: 'signal', help: 'its name', of: ({signal}) => signalName(signal) ?? null},
  {name: 'number', align: 'right', help: 'its number', of: ({signal}) => signal},
  {name: 'disposition', help: 'default, ignored or caught', of: ({disposition}) => disposition},
  {
    name: 'blocked',
    help: 'in every thread, or in how many',
    of: ({blocked, blockedInThreads}) =>
      blocked ? 'yes' : blockedInThreads > 0 ? `in ${blockedInThreads}` : 'no',
  },
  {name: 'pending', help: 'sent, not delivered yet', of: ({pending}) => (pending ? 'yes' : 'no')},
  {name: 'taker', help: 'what would take it', of: takerText},
  {name: 'since', help: 'since which ancestor it is ignored', of: originText},
  {name: 'flags', help: 'flags of sigaction(2)', of: ({flags}) => flags?.join(',') ?? null},
  {name: 'handler', help: 'the address of the handler', of: ({handler}) => handler},
];

export const defaultSignalColumns = ['signal', 'disposition', 'blocked', 'pending', 'taker', 'since'];

/** What would take the signal, in a word or two. */
function takerText({outcome}: SignalRow): string {
  switch (outcome.kind) {
    case 'signalfd':
      return `signalfd ${outcome.fd}`;
    case 'waiter':
      return `sigwait in ${outcome.thread?.tid ?? '?'}`;
    case 'handler':
      return `handler in ${outcome.thread?.tid ?? '?'}`;
    case 'act':
      return `kernel: ${outcome.action}`;
    case 'kept':
      return outcome.isKnown ? 'nothing' : '?';
    case 'ignored':
    case 'by-default':
    case 'init':
      return 'nothing';
  }
}
