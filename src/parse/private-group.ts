/**
 * Whether a group is one user's own, as useradd(8) makes one for each user (USERGROUPS_ENAB in login.defs(5)): it is
 * the first group of this user and of no other, and no one else is a member. Then what the group can write, no other
 * user can, and the umask may be 002. False for a group or user that only another name service knows.
 *
 * @param passwd passwd(5)
 * @param groups group(5)
 */
export function isPrivateGroup(gid: number, uid: number, passwd: string, groups: string): boolean {
  const users = fieldsOf(passwd).filter(([, , , first]) => first === `${gid}`);
  const [entry, ...others] = fieldsOf(groups).filter(([, , id]) => id === `${gid}`);
  if (users.length === 0 || entry === undefined || others.length > 0) return false;
  const names = new Set(users.map(([name]) => name));
  const members = (entry[3] ?? '').split(',').filter(name => name !== '');
  return users.every(([, , id]) => id === `${uid}`) && members.every(name => names.has(name));
}

function fieldsOf(table: string): string[][] {
  return table.split('\n').map(line => line.split(':'));
}
