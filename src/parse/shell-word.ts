/** A word as a shell takes it: in quotes where it needs them. systemd(1) has backslashes in the names of cgroups. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
