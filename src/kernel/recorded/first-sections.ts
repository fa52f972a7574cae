import type {UnreadParts} from './unread-parts.ts';

/**
 * With what a process begins, as `survey` asks for it, and in how many bytes that mostly is, all before included: to make
 * strings of more than is needed takes longer than to look at them.
 */
const firstFiles: ReadonlyMap<string, number> = new Map([
  ['stat', 512],
  ['exe', 512],
  ['status', 2048],
  ['cmdline', 2048],
  ['cgroup', 2048],
  ['cwd', 2048],
]);

/** A section that was found, by places in the bytes. */
export interface FoundSection {
  /** Where ": ERRNO", " = NAME", or the end of the line above the body begins. */
  readonly nameEnd: number;
  /** Where it ends. */
  readonly end: number;
  /** Whether its body is a line that stands for itself. */
  readonly isPlainLine: boolean;
}

/** Lines in the body of a section, by places in the bytes. */
export type FoundLines = Pick<FoundSection, 'end'> & {readonly start: number};

/** A section that was found in the text of the bytes from `start` on, by places in that text. */
interface Found {
  readonly text: string;
  readonly start: number;
  readonly nameEnd: number;
  readonly end: number;
}

/**
 * Finds those sections of a sealed recording with which a process begins, as long as nobody asked for others of it: from its
 * beginning on, and keeps nothing. Of thousands of processes, it takes a fraction of what it takes to number all sections before.
 * In a string, V8 finds something long before a loop through as many bytes would be compiled (measured).
 */
export class FirstSections {
  readonly #bytes: Buffer;
  readonly #unread: UnreadParts;

  constructor(bytes: Buffer, unread: UnreadParts) {
    this.#bytes = bytes;
    this.#unread = unread;
  }

  /** The section of a kind and name; undefined where it isn't one of these. */
  find(kind: string, name: string): FoundSection | undefined {
    const section = this.#find(kind, name);
    if (!section) return undefined;
    const {text, start, nameEnd, end} = section;
    const escaped = text.indexOf('\\', nameEnd);
    const isPlainLine = text.indexOf('\n', nameEnd + 1) === end - 1 && (escaped === -1 || escaped > end);
    return {nameEnd: start + nameEnd, end: start + end, isPlainLine};
  }

  /**
   * The lines of such a section from the one that begins with `first` to the one before that which begins with `behind`;
   * undefined where they aren't found.
   */
  findLines(kind: string, name: string, first: string, behind: string): FoundLines | undefined {
    const section = this.#find(kind, name);
    if (!section) return undefined;
    const {text, start, nameEnd, end} = section;
    const from = text.indexOf(`\n|${first}`, nameEnd);
    const to = from === -1 ? -1 : text.indexOf(`\n|${behind}`, from);
    return to === -1 || to > end ? undefined : {start: start + from + 1, end: start + to + 1};
  }

  #find(kind: string, name: string): Found | undefined {
    const length = firstFiles.get(name.slice(name.indexOf('/') + 1));
    if (length === undefined) return undefined;
    const start = this.#unread.untouched(Number.parseInt(name, 10));
    if (start === undefined) return undefined;
    // Behind the last section of a process come those of others, whose names begin with another number.
    const text = this.#bytes.toString('latin1', start, start + length);
    const heading = `\n${kind} ${name}`;
    const at = text.indexOf(heading);
    const end = at === -1 ? 0 : text.indexOf('\n\n', at + 1) + 1;
    const nameEnd = at + heading.length;
    return end > 0 && isEndOfName(text, nameEnd) ? {text, start, nameEnd, end} : undefined;
  }
}

function isEndOfName(text: string, at: number): boolean {
  // Before " = NAME", a colon is the end of a name.
  return text.startsWith('\n', at) || text.startsWith(' = ', at) || text.startsWith(': E', at);
}
