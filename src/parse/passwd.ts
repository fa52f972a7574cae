import {decodeText} from './text.ts';

/** A user, as passwd(5) has it. */
interface PasswdEntry {
  readonly name: string;
  readonly home: string;
}

/**
 * User names by uid, from passwd(5). The first entry of a uid counts, as for getpwuid(3); broken lines are left
 * out.
 */
export function parsePasswd(bytes: Buffer): Map<number, string> {
  return new Map([...entriesByUid(bytes)].map(([uid, {name}]) => [uid, name]));
}

/**
 * The user of a uid, with the home directory, from passwd(5); undefined where there is none, or its home is no absolute path,
 * or one that leads upwards.
 */
export function parseUser(bytes: Buffer, uid: number): PasswdEntry | undefined {
  const user = entriesByUid(bytes).get(uid);
  if (!user?.home.startsWith('/') || user.home.split('/').includes('..')) return undefined;
  return user;
}

function entriesByUid(bytes: Buffer): Map<number, PasswdEntry> {
  const users = new Map<number, PasswdEntry>();
  for (const line of decodeText(bytes).split('\n')) {
    const [name, , uid, , , home = ''] = line.split(':');
    if (!name || name.startsWith('#') || !uid || !/^\d+$/.test(uid)) continue;
    if (!users.has(Number(uid))) users.set(Number(uid), {name, home});
  }
  return users;
}
