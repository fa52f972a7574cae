import {parseSignalSet, type SignalSet} from '../signals/signal-set.ts';

/** /proc/PID/status or /proc/PID/task/TID/status: proc_pid_status(5). A field an older kernel lacks is undefined. */
export interface PidStatus {
  readonly tgid: number;
  readonly ppid: number;
  /** 0: not traced. */
  readonly tracerPid: number;
  /** Real user id. */
  readonly uid: number;
  readonly effectiveUid: number;
  /** The pid in each pid namespace, from the one of the procfs mount inwards (since Linux 4.1). */
  readonly nspids: readonly number[];
  readonly nspgids: readonly number[];
  /** Pending for this thread, and for the process as a whole. */
  readonly pending: SignalSet;
  readonly sharedPending: SignalSet;
  /** Blocked is the thread's own; ignored and caught are the process's. */
  readonly blocked: SignalSet;
  readonly ignored: SignalSet;
  readonly caught: SignalSet;
  /** 0 none, 1 strict, 2 filter (since Linux 3.8). */
  readonly seccomp: number | undefined;
  /** How often it has been switched out, of itself or not, since it began: of this thread (since Linux 2.6.23). */
  readonly contextSwitches: number | undefined;
}

/** Parses a status file; undefined where a field that every kernel prints is missing. */
export function parsePidStatus(bytes: Buffer): PidStatus | undefined {
  const fields = parseFields(bytes.toString('latin1'));
  const numbers = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter(Boolean).map(Number);
  const set = (name: string) => parseSignalSet(fields.get(name) ?? '');
  const [tgid] = numbers('Tgid');
  const [ppid] = numbers('PPid');
  const [uid, effectiveUid] = numbers('Uid');
  const [voluntary] = numbers('voluntary_ctxt_switches');
  const [forced] = numbers('nonvoluntary_ctxt_switches');
  const sets = ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'].map(set);
  const [pending, sharedPending, blocked, ignored, caught] = sets;
  if (tgid === undefined || ppid === undefined || uid === undefined || effectiveUid === undefined)
    return undefined;
  if (pending === undefined || sharedPending === undefined || blocked === undefined) return undefined;
  if (ignored === undefined || caught === undefined) return undefined;
  return {
    tgid,
    ppid,
    tracerPid: numbers('TracerPid')[0] ?? 0,
    uid,
    effectiveUid,
    nspids: numbers('NSpid'),
    nspgids: numbers('NSpgid'),
    pending,
    sharedPending,
    blocked,
    ignored,
    caught,
    seccomp: numbers('Seccomp')[0],
    contextSwitches: voluntary === undefined || forced === undefined ? undefined : voluntary + forced,
  };
}

/** The kernel escapes a newline in Name, so a line is a field. */
function parseFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return fields;
}
