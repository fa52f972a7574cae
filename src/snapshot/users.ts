import {mapRead, orUndefined} from '../kernel/read.ts';
import {parsePasswd} from '../parse/passwd.ts';
import {parseUidMap, uidInside} from '../parse/process/uid-map.ts';
import {oncePer} from './once.ts';
import type {Process} from './process.ts';
import {hasOurRoot, readBelowRoot, type Viewed} from './root-view.ts';

/** What it takes to name the user of a process: the users of the machine, and the parent of a zombie. */
export interface Users extends Viewed {
  userName(uid: number): string | null;
  parentOf(process: Process): Process | undefined;
}

/**
 * The name of a process's user. A process with a root directory of its own has the users in the passwd(5) there, by the
 * numbers of its own user namespace; where that can't be read, those of the machine count. Null where none has the name.
 */
export function userOf(snapshot: Users, process: Process): string | null {
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
function usersIn(snapshot: Viewed, process: Process): Map<number, string> | undefined {
  const kept = known(process);
  kept.users ??= {byUid: hasOurRoot(snapshot, process) === false ? readUsers(snapshot, process) : undefined};
  return kept.users.byUid;
}

function readUsers(snapshot: Viewed, process: Process): Map<number, string> | undefined {
  return orUndefined(mapRead(readBelowRoot(snapshot, process, 'etc/passwd'), parsePasswd));
}

/** The uid of a process in its own user namespace; in that of procdoc the number is the same. */
function uidIn({machine: {procfs}}: Viewed, {pid}: Process, uid: number): number | undefined {
  // A copy, because the next read overwrites the bytes.
  const own = String(orUndefined(procfs.read('self/uid_map')) ?? '');
  const its = orUndefined(procfs.read(`${pid}/uid_map`));
  if (!its) return undefined;
  return String(its) === own ? uid : uidInside(parseUidMap(its), uid);
}
