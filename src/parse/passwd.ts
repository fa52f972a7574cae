import {decodeText} from './text.ts';

/**
 * User names by uid, from passwd(5). The first entry of a uid counts, as for getpwuid(3); broken lines are left
 * out.
 */
export function parsePasswd(bytes: Buffer): Map<number, string> {
  const users = new Map<number, string>();
  for (const line of decodeText(bytes).split('\n')) {
    const [name, , uid] = line.split(':');
    if (!name || name.startsWith('#') || !uid || !/^\d+$/.test(uid)) continue;
    if (!users.has(Number(uid))) users.set(Number(uid), name);
  }
  return users;
}
