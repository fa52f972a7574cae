/**
 * Gives the fields of a file that has a field on each line, as status and fdinfo have; the kernel escapes a newline in Name. A few
 * of many fields are wanted, so that it is quicker to look for these than to take all apart, and quickest to ask for them in the
 * order of the file: each is looked for below the one before, and above it only where it isn't there. A field is asked for by
 * what stands before its value, "\nTgid:": to put that together for each would take as long again (measured).
 * @param text the file, below a newline
 */
export function fieldsIn(text: string): (start: `\n${string}:`) => string | undefined {
  let below = 0;
  return start => {
    const next = text.indexOf(start, below);
    const at = next === -1 ? text.indexOf(start) : next;
    if (at === -1) return undefined;
    const end = text.indexOf('\n', at + 1);
    below = end === -1 ? text.length : end;
    return text.slice(at + start.length, below).trim();
  };
}
