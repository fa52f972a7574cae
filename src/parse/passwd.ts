import {decodeText} from './text.ts';

/** passwd(5): user names by uid. The first entry of a uid wins, as getpwuid(3) has it; broken lines are left out. */
export function parsePasswd(bytes: Buffer): Map<number, string> {
  const users = new Map<number, string>();
  for (const line of decodeText(bytes).split('\n')) {
    const [name, , uid] = line.split(':');
    if (!name || name.startsWith('#') || !uid || !/^\d+$/.test(uid)) continue;
    if (!users.has(Number(uid))) users.set(Number(uid), name);
  }
  return users;
}
