import {grouped} from '../rules/words/listed.ts';
import {branchSignsFor} from './branch-signs.ts';
import type {Style} from './style.ts';

/** What a text is laid out for: how wide, in which style, and whether a person is looking at it right now. */
export interface Page {
  readonly style: Style;
  /** Columns that prose is wrapped at; Infinity where nothing may be broken. */
  readonly width: number;
  /** Columns that listings are fitted to on a terminal. */
  readonly screen: number;
  readonly isTerminal: boolean;
  /** Whether what proves each verdict is shown, too. */
  readonly evidence?: boolean;
}

/**
 * Prose broken into lines at blanks, as wide as the width allows; only a single word, or code in backquotes, may be
 * wider. The first line gets one indent, the others another.
 */
export function wrapped(text: string, width: number, first = '', rest = first): string[] {
  if (first.length + text.length <= width) return [first + text];
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of unbroken(text)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines;
}

/** The words of a text, with a piece of code in backquotes as one word. A backquote without its like encloses nothing. */
function unbroken(text: string): string[] {
  const words: string[] = [];
  let opened: number | undefined;
  for (const word of text.split(' ')) {
    const at = words.push(word) - 1;
    if (word.split('`').length % 2 === 1) continue;
    if (opened !== undefined) words.push(words.splice(opened).join(' '));
    opened = opened === undefined ? at : undefined;
  }
  return words;
}

/** Text cut to a width; whole where the page is not a terminal, so that nothing is lost in a pipe. */
export function fitted(text: string, width: number, page: Page, more = branchSignsFor().more): string {
  return page.isTerminal ? cut(text, width, more) : text;
}

/** Text cut to a width, its end marked as in a tree: by "…", or "..." where the locale is not UTF-8. */
export function cut(text: string, width: number, more = branchSignsFor().more): string {
  return text.length > width ? text.slice(0, Math.max(0, width - more.length)) + more : text;
}

/** "1 zombie", "4,000 zombies". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
