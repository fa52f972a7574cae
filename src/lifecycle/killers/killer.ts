import type {ProcessEvent, RunningProcess} from '../../kernel/events/process-event.ts';
import {parsePidCmdline} from '../../parse/process/pid-cmdline.ts';
import {decodeText} from '../../parse/text.ts';
import type {Evidence} from '../../snapshot/evidence.ts';

/** A process that sent a signal, as it was then. */
export interface Sender {
  readonly pid: number;
  /** The start, in clock ticks since boot: pid and start identify the process. */
  readonly startTicks: number | undefined;
  readonly comm: string;
  /** Its arguments, the last of which may be cut; undefined where they weren't readable. */
  readonly command: readonly string[] | undefined;
}

/**
 * Who killed a process by a signal. other: another process; itself: as abort(3) does; parent-exit: its parent, or the
 * thread that forked it, exited, and it had asked for a signal then (PR_SET_PDEATHSIG(2const)); oom-killer: the kernel was
 * out of memory, on the machine or in a cgroup; kernel: any other reason of the kernel, such as a fault, a limit or a
 * terminal.
 */
export interface Killer {
  readonly kind: 'other' | 'itself' | 'parent-exit' | 'oom-killer' | 'kernel';
  /** Undefined for the OOM killer and the kernel. */
  readonly sender: Sender | undefined;
  /** For `itself`: the process that had sent it the same signal before, which it likely caught and raised again. */
  readonly after: Sender | undefined;
  readonly certainty: 'proven' | 'likely';
  readonly evidence: readonly Evidence[];
}

export type SignalEvent = ProcessEvent & {readonly type: 'signal'};

/** What one signal says of who sent it. */
export function killerBy(
  {process, signal, fatal, sender}: SignalEvent,
  {
    byOom,
    isSure,
    fromOther,
  }: {readonly byOom: boolean; readonly isSure: boolean; readonly fromOther: RunningProcess | undefined},
): Killer {
  const kind = sender ? kindOf(process.pid, sender) : byOom ? 'oom-killer' : 'kernel';
  const from = sender && senderOf(sender);
  const seen = (field: string, value: string): Evidence => {
    const file = `signal_generate of ${process.pid}`;
    return {file, field, value, kind: isSure ? 'fact' : 'heuristic'};
  };
  return {
    kind,
    sender: from,
    after: kind === 'itself' && fromOther ? senderOf(fromOther) : undefined,
    certainty: isSure ? 'proven' : 'likely',
    evidence: [
      seen('sig', `${signal}`),
      seen('current', from ? `${from.comm} (${from.pid})` : 'kernel'),
      ...(fatal ? [seen('group_exit_code', `${signal}`)] : []),
      ...(byOom ? [{...seen('pid', `${process.pid}`), file: 'mark_victim'}] : []),
    ],
  };
}

function kindOf(pid: number, sender: RunningProcess): Killer['kind'] {
  if (sender.pid === pid) return 'itself';
  return sender.exiting ? 'parent-exit' : 'other';
}

/** A process that sent a signal, with its bytes decoded. */
export function senderOf({pid, startTicks, comm, command}: RunningProcess): Sender {
  return {
    pid,
    startTicks,
    comm: decodeText(Buffer.from(comm, 'latin1')),
    command: command === undefined ? undefined : parsePidCmdline(Buffer.from(command, 'latin1')),
  };
}
