/** What matters of a command's flags for taking a command line apart. */
export type FlagForms = Readonly<
  Record<string, {readonly char?: string; readonly aliases?: readonly string[]; readonly type: string}>
>;

/**
 * The first word of a command line that looks like a flag and that the command does not have. oclif looks at the
 * arguments first: of `tree -o pid` it would only say that "pid" isn't a pid.
 */
export function unknownFlag(words: readonly string[], flags: FlagForms): string | undefined {
  const takesValue = new Map(
    Object.entries(flags).flatMap(([name, {char, aliases = [], type}]) => {
      const spellings = [name, ...aliases].map(long => `--${long}`).concat(char ? `-${char}` : []);
      return spellings.map(spelling => [spelling, type === 'option'] as const);
    }),
  );
  for (let at = 0; at < words.length && words[at] !== '--'; at++) {
    const word = words[at] ?? '';
    const [, spelling, attached] = /^(--[^=]+|-[A-Za-z])(.*)$/s.exec(word) ?? [];
    if (spelling === undefined) continue;
    const valued = takesValue.get(spelling);
    if (valued === undefined) return word;
    if (valued && attached === '') at++;
  }
  return undefined;
}
