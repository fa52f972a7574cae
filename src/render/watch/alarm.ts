import type {AlarmVariables, CommandEnd} from '../../lifecycle/alarm/alarm.ts';
import type {AlarmCause} from '../../lifecycle/alarm/guard.ts';
import {decodeWaitStatus, hex} from '../../parse/wait-status/wait-status.ts';
import {freshnessText} from '../../rules/words/freshness.ts';
import {named} from '../../rules/words/named.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import {killerText} from '../killer.ts';
import {printable} from '../safe-text.ts';

/** What happened to a guarded script, in a line: "my_daemon.py: python3 (4711) killed by SIGKILL (signal 9), sent by …". */
export function alarmText(script: string, cause: AlarmCause): string {
  return `${printable(script)}: ${causeText(cause)}`;
}

function causeText(cause: AlarmCause): string {
  if (cause.kind === 'exit') {
    const {pid, comm = '?', status, killer} = cause.event;
    const how = status === undefined ? 'exited, status unknown' : waitStatusText(decodeWaitStatus(status));
    return `${printable(named({pid, comm}))} ${how}${killer ? `, ${killerText(killer)}` : ''}`;
  }
  const {reason} = cause;
  const why = reason ? printable(freshnessText(reason)) : 'the code on disk has changed';
  return `${printable(named(cause))} runs other code than that on disk: ${why}`;
}

/** What the command finds in its environment; what isn't known is empty. */
export function alarmVariables(script: string, cause: AlarmCause): AlarmVariables {
  const exit = cause.kind === 'exit' ? cause.event : undefined;
  const sender = exit?.killer?.sender;
  return {
    PROCDOC_EVENT: cause.kind,
    PROCDOC_PID: `${cause.kind === 'exit' ? cause.event.pid : cause.pid}`,
    PROCDOC_STATUS: exit?.status === undefined ? '' : hex(exit.status, 4),
    PROCDOC_SUMMARY: alarmText(script, cause),
    PROCDOC_SENDER: sender ? printable(named(sender)) : '',
  };
}

/** How a command ended that was run for an alarm; undefined where all is well. */
export function alarmEndText(end: CommandEnd): string | undefined {
  switch (end.kind) {
    case 'not-started':
      return `the command of --on-death can't be started (${end.errno})`;
    case 'killed':
      return `the command of --on-death was killed by ${end.signal}`;
    case 'exited':
      return end.status === 0 ? undefined : `the command of --on-death exited with status ${end.status}`;
  }
}
