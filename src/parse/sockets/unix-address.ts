/** sa_family of <bits/socket.h>. */
const AF_UNIX = 1;
const FAMILY_SIZE = 2;

/**
 * The name in the struct sockaddr_un of a system call (unix(7)): the bytes of a path without the NUL at its end, or an
 * abstract name with the NUL at its start. Undefined for another family, and for an address without a name.
 */
export function parseUnixAddress(bytes: Buffer): Uint8Array | undefined {
  if (bytes.length <= FAMILY_SIZE || bytes.readUInt16LE() !== AF_UNIX) return undefined;
  const name = bytes.subarray(FAMILY_SIZE);
  if (name[0] === 0) return Uint8Array.from(name);
  const end = name.indexOf(0);
  return Uint8Array.from(end < 0 ? name : name.subarray(0, end));
}
