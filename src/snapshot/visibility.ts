import {type Errno, orUndefined} from '../kernel/read.ts';
import {parseProcMounts} from '../parse/mountinfo.ts';
import {HIDDEN_PROCESSES, PID_NAMESPACE, UNRECORDED_PROCESSES} from './gap-names.ts';
import type {Snapshot} from './snapshot.ts';
import {shownPid} from './vantage.ts';

/** statfs(2) f_type of a proc file system: PROC_SUPER_MAGIC in <linux/magic.h>. */
const PROC_SUPER_MAGIC = 0x9fa0;

/** Why no procfs can be read at a mount point. */
export type VisibilityObstacle =
  | {readonly kind: 'unreadable'; readonly mount: string; readonly errno: Errno}
  /** A folder of a procfs, below its root, has the type of a procfs, but not the link "self" (proc_pid_self(5)). */
  | {readonly kind: 'empty' | 'not-a-procfs' | 'inside-procfs'; readonly mount: string};

/** A limit of what a procfs shows; the ledger has it under `what`. */
export type VisibilityNote = {
  readonly what: string;
  /** Where the procfs is mounted; for a recording its file. */
  readonly place: string;
  readonly isRecorded: boolean;
} & (
  | {
      readonly kind: 'other-pid-namespace';
      readonly ownPid: number;
      /** The pid that this procfs shows procdoc under; undefined where it doesn't show procdoc. */
      readonly shownPid: string | undefined;
    }
  | {readonly kind: 'hidepid'; readonly hidepid: number}
  /** A recording of these pids only; empty where they aren't known. */
  | {readonly kind: 'narrow-recording'; readonly pids: readonly number[]}
);

/**
 * What a reader must know to take the answer right: whose pids this procfs shows, and whether it hides processes.
 * Another namespace's procfs would otherwise give a clean answer that is wrong.
 *
 * @param place Where it is mounted; for a recording its file.
 * @param about The pids that are asked about; undefined: all.
 */
export function readVisibility(
  snapshot: Snapshot,
  place: string,
  about?: readonly number[],
): readonly VisibilityNote[] {
  return [
    foreignNamespace(snapshot, place),
    hiding(snapshot, place),
    narrowness(snapshot, place, about),
  ].flatMap(note => note ?? []);
}

/**
 * Why nothing can be looked at here: a tmpfs on /proc would otherwise give a clean answer that is wrong. Undefined where
 * it can.
 */
export function readObstacle(snapshot: Snapshot, mount: string): VisibilityObstacle | undefined {
  if (snapshot.machine.recorded) return undefined;
  const type = snapshot.machine.procfs.fileSystemType();
  if (!type.ok) return {kind: 'unreadable', mount, errno: type.errno};
  if (type.value === PROC_SUPER_MAGIC && showsOwnPids(snapshot)) return undefined;
  const names = orUndefined(snapshot.machine.procfs.list(''));
  if (type.value === PROC_SUPER_MAGIC)
    return names?.includes('self') ? undefined : {kind: 'inside-procfs', mount};
  return {kind: names?.length === 0 ? 'empty' : 'not-a-procfs', mount};
}

/**
 * Whether this procfs shows procdoc under the very pid that it has: then its pids are those that the files around
 * procdoc name.
 */
export function showsOwnPids(snapshot: Snapshot): boolean {
  return shownPid(snapshot.machine) === String(snapshot.machine.host.pid);
}

function foreignNamespace(snapshot: Snapshot, place: string): VisibilityNote | undefined {
  if (showsOwnPids(snapshot)) return undefined;
  const {host, recorded} = snapshot.machine;
  const what = PID_NAMESPACE;
  snapshot.ledger.note(what, 'EXDEV');
  const isRecorded = recorded !== undefined;
  return {
    kind: 'other-pid-namespace',
    what,
    place,
    isRecorded,
    ownPid: host.pid,
    shownPid: shownPid(snapshot.machine),
  };
}

function hiding(snapshot: Snapshot, place: string): VisibilityNote | undefined {
  const {procfs, host, recorded} = snapshot.machine;
  if (host.uid === 0) return undefined;
  const mount = recorded?.mount ?? place;
  const mounts = parseProcMounts(orUndefined(procfs.read('self/mountinfo')) ?? Buffer.alloc(0));
  const hidepid = mounts.filter(candidate => candidate.mountPoint === mount).at(-1)?.hidepid ?? 0;
  if (hidepid === 0 || orUndefined(procfs.read('1/status')) !== undefined) return undefined;
  const what = HIDDEN_PROCESSES;
  snapshot.ledger.note(what, 'EACCES');
  return {kind: 'hidepid', what, place, isRecorded: recorded !== undefined, hidepid};
}

/** Whether every process there is can be seen: none is hidden, and none was left out of the recording. */
export function seesEveryProcess({ledger}: Snapshot): boolean {
  return !ledger.lacks(HIDDEN_PROCESSES, UNRECORDED_PROCESSES);
}

/** A recording of some processes has all of these, and nothing of the rest of the machine. */
function narrowness(
  {machine, ledger}: Snapshot,
  place: string,
  about: readonly number[] | undefined,
): VisibilityNote | undefined {
  const pids = machine.recorded?.asked;
  if (pids === undefined || about?.every(pid => pids.includes(pid))) return undefined;
  const what = UNRECORDED_PROCESSES;
  ledger.note(what, 'ENODATA');
  return {kind: 'narrow-recording', what, place, isRecorded: true, pids};
}
