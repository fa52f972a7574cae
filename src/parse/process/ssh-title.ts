/**
 * The user of a session by the title that sshd(8) gives the process which serves it: "sshd: root@pts/0", "sshd: root
 * [priv]". Undefined for the process that listens, and for any other title.
 */
export function parseSshUser(argv: readonly string[]): string | undefined {
  return /^sshd(?:-session)?: ([^\s@[/]+)(?:@| \[priv\])/.exec(argv.join(' '))?.[1];
}
