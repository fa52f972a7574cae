/** What a process goes by: its comm, its program, the script it runs. */
export type Names = readonly string[];

/** The length a comm is cut to, in bytes: TASK_COMM_LEN less its NUL. */
const COMM_LENGTH = 15;

/** Whether a text matches a pattern, in which "*" stands for any text, even an empty one, and the rest for itself. */
export function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern.split('*').map(escaped).join('.*');
  return new RegExp(`^${source}$`, 'su').test(text);
}

/** Whether a process goes by a name. A comm that the kernel has cut stands for a longer name of that beginning. */
export function goesBy(pattern: string, names: Names): boolean {
  return names.some(
    name =>
      matchesPattern(pattern, name) ||
      (Buffer.byteLength(name) === COMM_LENGTH && !pattern.includes('*') && pattern.startsWith(name)),
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.+?()[\]{}|/]/g, String.raw`\$&`);
}
