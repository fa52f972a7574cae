import {parseSignalSet, type SignalSet} from '../signals/signal-set.ts';
import {fieldsIn} from './fields.ts';

/**
 * /proc/PID/status or /proc/PID/task/TID/status: proc_pid_status(5). A field that an older kernel lacks is
 * undefined.
 */
export interface PidStatus {
  readonly tgid: number;
  readonly ppid: number;
  /** 0: not traced. */
  readonly tracerPid: number;
  /** The real user id. */
  readonly uid: number;
  readonly effectiveUid: number;
  /** The pid in each pid namespace, from the procfs mount's inwards (since Linux 4.1). */
  readonly nspids: readonly number[];
  readonly nspgids: readonly number[];
  /** The signals pending for this thread; `sharedPending` has the ones pending for the whole process. */
  readonly pending: SignalSet;
  readonly sharedPending: SignalSet;
  /** `blocked` belongs to the thread; `ignored` and `caught` belong to the process. */
  readonly blocked: SignalSet;
  readonly ignored: SignalSet;
  readonly caught: SignalSet;
  /** CapEff: a bit for each capability(7) that it can use now. */
  readonly effectiveCapabilities: bigint | undefined;
  /** Whether the kernel writes a core dump of the process (since Linux 4.15); undefined where that isn't shown. */
  readonly coreDumping: boolean | undefined;
  /** 0 none, 1 strict, 2 filter (since Linux 3.8). */
  readonly seccomp: number | undefined;
  /** How often this thread was switched out, voluntarily or not, since its start (since Linux 2.6.23). */
  readonly contextSwitches: number | undefined;
}

/** What of its status is asked of all processes. */
export type BriefStatus = Pick<PidStatus, 'nspids' | 'blocked' | 'ignored' | 'caught'>;

/** Where the lines of a brief status begin, and which line is behind them. */
export const BRIEF_LINES = ['NSpid:', 'CapInh:'] as const;
/** Where those lines begin that have the signals, and which line is behind them. */
export const SIGNAL_LINES = ['SigBlk:', 'CapInh:'] as const;

/** A fraction of a status, for a fraction of what it takes to parse it. The bytes may be only the lines that it is in. */
export function parseBriefStatus(bytes: Buffer): BriefStatus | undefined {
  const field = fieldsIn(`\n${bytes.toString('latin1')}`);
  const nspids = numbersIn(field('\nNSpid:'));
  const blocked = parseSignalSet(field('\nSigBlk:') ?? '');
  const ignored = parseSignalSet(field('\nSigIgn:') ?? '');
  const caught = parseSignalSet(field('\nSigCgt:') ?? '');
  if (blocked === undefined || ignored === undefined || caught === undefined) return undefined;
  return {nspids, blocked, ignored, caught};
}

/** Parses a status file; undefined where a field that every kernel prints is missing. */
export function parsePidStatus(bytes: Buffer): PidStatus | undefined {
  const field = fieldsIn(`\n${bytes.toString('latin1')}`);
  const number = (start: `\n${string}:`) => numberIn(field(start));
  const set = (start: `\n${string}:`) => parseSignalSet(field(start) ?? '');
  // In the order of the file.
  const tgid = number('\nTgid:');
  const ppid = number('\nPPid:');
  const tracerPid = number('\nTracerPid:') ?? 0;
  const [uid, effectiveUid] = numbersIn(field('\nUid:'));
  const nspids = numbersIn(field('\nNSpid:'));
  const nspgids = numbersIn(field('\nNSpgid:'));
  const coreDumping = number('\nCoreDumping:');
  const pending = set('\nSigPnd:');
  const sharedPending = set('\nShdPnd:');
  const blocked = set('\nSigBlk:');
  const ignored = set('\nSigIgn:');
  const caught = set('\nSigCgt:');
  const [capabilities] = /^[\da-f]{1,16}$/.exec(field('\nCapEff:') ?? '') ?? [];
  const seccomp = number('\nSeccomp:');
  const voluntary = number('\nvoluntary_ctxt_switches:');
  const forced = number('\nnonvoluntary_ctxt_switches:');
  if (tgid === undefined || ppid === undefined || uid === undefined || effectiveUid === undefined)
    return undefined;
  if (pending === undefined || sharedPending === undefined || blocked === undefined) return undefined;
  if (ignored === undefined || caught === undefined) return undefined;
  return {
    tgid,
    ppid,
    tracerPid,
    uid,
    effectiveUid,
    nspids,
    nspgids,
    pending,
    sharedPending,
    blocked,
    ignored,
    caught,
    effectiveCapabilities: capabilities === undefined ? undefined : BigInt(`0x${capabilities}`),
    coreDumping: coreDumping === undefined ? undefined : coreDumping === 1,
    seccomp,
    contextSwitches: voluntary === undefined || forced === undefined ? undefined : voluntary + forced,
  };
}

/** The numbers in a field, with blanks between them. In most there is one, which needs not be taken apart. */
function numbersIn(field: string | undefined): number[] {
  if (!field) return [];
  return /\s/.test(field) ? field.split(/\s+/).map(Number) : [Number(field)];
}

function numberIn(field: string | undefined): number | undefined {
  return numbersIn(field)[0];
}
