/**
 * A field of a file that has a field on each line, as status and fdinfo have; the kernel escapes a newline in Name. A few of
 * many fields are wanted, so that it is quicker to look for these than to take all apart.
 * @param text the file, below a newline
 */
export function fieldIn(text: string, name: string): string | undefined {
  const at = text.indexOf(`\n${name}:`);
  if (at === -1) return undefined;
  const start = at + name.length + 2;
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? undefined : end).trim();
}
