import {orUndefined} from '../kernel/read.ts';
import {parsePasswd} from '../parse/passwd.ts';
import {parseUidMap, uidInside} from '../parse/process/uid-map.ts';
import {oncePer} from './once.ts';
import type {Process} from './process.ts';
import {hasOurRoot} from './root-view.ts';
import type {Snapshot} from './snapshot.ts';

/** Far more than any passwd(5) has. */
const MOST_PASSWD_BYTES = 1024 * 1024;

/**
 * The name of a process's user. A process with a root directory of its own has the users in the passwd(5) there, by the
 * numbers of its own user namespace; where that can't be read, those of the machine count. Null where none has the name.
 */
export function userOf(snapshot: Snapshot, process: Process): string | null {
  const uid = orUndefined(process.status())?.uid;
  if (uid === undefined) return null;
  // A zombie has no root directory any more, and a kernel thread has that of the machine's first process.
  const member = process.isZombie() ? snapshot.parentOf(process) : process;
  const users = member && !member.stat.kernelThread ? usersIn(snapshot, member) : undefined;
  if (!member || !users) return snapshot.userName(uid);
  const inside = uidIn(snapshot, member, uid);
  return (inside === undefined ? undefined : users.get(inside)) ?? null;
}

const known = oncePer((_: Process): {users?: {readonly byUid: Map<number, string> | undefined}} => ({}));

/** The users of its own root directory; undefined where that is procdoc's, too, or they can't be read. */
function usersIn(snapshot: Snapshot, process: Process): Map<number, string> | undefined {
  const kept = known(process);
  kept.users ??= {byUid: hasOurRoot(snapshot, process) === false ? readUsers(snapshot, process) : undefined};
  return kept.users.byUid;
}

/**
 * Whoever is root there decides what the file is: a link would lead to a file of this machine, and another kind of file
 * may block, or have no end.
 */
function readUsers({machine: {procfs}}: Snapshot, {pid}: Process): Map<number, string> | undefined {
  const folder = `${pid}/root/etc`;
  const file = `${folder}/passwd`;
  if (procfs.link(folder).ok || procfs.link(file).ok) return undefined;
  const stat = orUndefined(procfs.stat(file));
  if (stat?.kind !== 'file' || stat.size > MOST_PASSWD_BYTES) return undefined;
  const bytes = orUndefined(procfs.read(file));
  return bytes && parsePasswd(bytes);
}

/** The uid of a process in its own user namespace; in that of procdoc the number is the same. */
function uidIn({machine: {procfs}}: Snapshot, {pid}: Process, uid: number): number | undefined {
  // A copy, because the next read overwrites the bytes.
  const own = String(orUndefined(procfs.read('self/uid_map')) ?? '');
  const its = orUndefined(procfs.read(`${pid}/uid_map`));
  if (!its) return undefined;
  return String(its) === own ? uid : uidInside(parseUidMap(its), uid);
}
