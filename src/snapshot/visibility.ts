import {orUndefined} from '../kernel/read.ts';
import {parseProcMounts} from '../parse/mountinfo.ts';
import type {Snapshot} from './snapshot.ts';

/** statfs(2) f_type of a proc file system: PROC_SUPER_MAGIC in <linux/magic.h>. */
const PROC_SUPER_MAGIC = 0x9fa0;

/** What the ledger has where a procfs hides processes (hidepid: proc(5)). */
export const HIDDEN_PROCESSES = 'processes of other users';

/** What the ledger has where a recording holds only what bears on some processes. */
export const UNRECORDED_PROCESSES = 'processes that were not recorded';

/** How much of the machine this procfs can show. */
export interface Visibility {
  /** Why nothing can be looked at here, a sentence; undefined where it can. */
  readonly obstacle: string | undefined;
  /** What a reader must know to take the answer right: other pids, hidden processes. */
  readonly notes: readonly VisibilityNote[];
}

/** A sentence for people; for programs the ledger has the same under `what`. */
export interface VisibilityNote {
  readonly what: string;
  readonly sentence: string;
}

/**
 * Whether there is a procfs at all, whose pids it shows, and whether it hides processes. A tmpfs on /proc, or
 * another namespace's procfs, would otherwise give a clean answer that is wrong.
 *
 * @param place Where it is mounted; of a recording its file.
 * @param about The pids of those that are asked about; undefined: all.
 */
export function readVisibility(snapshot: Snapshot, place: string, about?: readonly number[]): Visibility {
  const obstacle = snapshot.machine.recorded ? undefined : obstacleAt(snapshot, place);
  if (obstacle !== undefined) return {obstacle, notes: []};
  return {
    obstacle,
    notes: [
      foreignNamespace(snapshot, place),
      hiding(snapshot, place),
      narrowness(snapshot, place, about),
    ].flatMap(note => note ?? []),
  };
}

function obstacleAt(snapshot: Snapshot, mount: string): string | undefined {
  const type = snapshot.machine.procfs.fileSystemType();
  if (!type.ok)
    return `${mount} cannot be looked at (${type.errno}): give the place where a procfs is mounted, as /proc`;
  if (type.value === PROC_SUPER_MAGIC) return undefined;
  const names = orUndefined(snapshot.machine.procfs.list(''));
  return names?.length === 0
    ? `${mount} is empty: no procfs is mounted there (mount -t proc proc ${mount})`
    : `${mount} is not a procfs: give the place where one is mounted, as /proc`;
}

/** Whether this procfs shows procdoc under the very pid that it has: then its pids are those that files around us name. */
export function showsOwnPids({machine: {procfs, host}}: Snapshot): boolean {
  return orUndefined(procfs.link('self'))?.toString('latin1') === String(host.pid);
}

function foreignNamespace(snapshot: Snapshot, place: string): VisibilityNote | undefined {
  if (showsOwnPids(snapshot)) return undefined;
  const {procfs, host, recorded} = snapshot.machine;
  const self = orUndefined(procfs.link('self'))?.toString('latin1');
  const what = 'pid namespace';
  snapshot.ledger.note(what, 'EXDEV');
  const seenAs =
    self === undefined ? 'does not show procdoc itself' : `shows procdoc as pid ${self}, not ${host.pid}`;
  const whose = recorded
    ? 'its pids are not those of the shell that recorded it'
    : 'its pids are not those of this shell';
  return {what, sentence: `${place} belongs to another pid namespace (it ${seenAs}): ${whose}`};
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
  const mounted = recorded ? `${place} was recorded from a procfs` : `${place} is`;
  const sentence = `${mounted} mounted with hidepid=${hidepid}: processes of other users are hidden; root sees them all`;
  return {what, sentence};
}

/** A recording of some processes tells all of these, and of the rest of the machine nothing. */
function narrowness(
  {machine, ledger}: Snapshot,
  place: string,
  about: readonly number[] | undefined,
): VisibilityNote | undefined {
  const asked = machine.recorded?.asked;
  if (asked === undefined || about?.every(pid => asked.includes(pid))) return undefined;
  const what = UNRECORDED_PROCESSES;
  ledger.note(what, 'ENODATA');
  const [first, ...others] = asked;
  const held =
    first === undefined
      ? 'some processes'
      : `what bears on ${others.length === 0 ? `process ${first}` : `processes ${asked.join(', ')}`}`;
  return {what, sentence: `${place} holds only ${held}: of others it tells nothing`};
}
