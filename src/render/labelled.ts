import {type Page, wrapped} from './page.ts';
import {printable} from './safe-text.ts';
import type {Style} from './style.ts';

const INDENT = '  ';
const HANG = `${INDENT}          `;

/** Prose after a faint label. Labels make a column; a text with an empty label continues the one above. */
export function labelledLines(label: string, text: string, page: Page): string[] {
  return labelled(label, wrapped(printable(text), page.width, HANG, HANG));
}

/** Several texts after one label, each on lines of its own; no line where there is nothing to list. */
export function labelledList(label: string, texts: readonly string[], page: Page): string[] {
  return texts.flatMap((text, at) => labelledLines(at === 0 ? label : '', text, page));
}

/** A command to type after a label, whole on its line, so that it can be copied. */
export function labelledCommand(label: string, command: string, page: Page): string[] {
  return labelled(label, typedLines(command, page, HANG));
}

/** A command to type, whole on its line. */
export function typedLines(command: string, page: Page, indent: string): string[] {
  return [indent + typedLine(printable(command), page)];
}

/**
 * What to do, after a label. A command to type stands alone on its line, whole and without the punctuation of the
 * sentence around it.
 */
export function labelledOrder(label: string, text: string, page: Page): string[] {
  return labelled(label, orderLines(text, page, HANG));
}

/**
 * What to do, in the lines that {@link labelledOrder} has, without a label.
 * @param mark how prose is marked
 */
export function orderLines(text: string, page: Page, indent = '', mark = (line: string) => line): string[] {
  return orderPieces(printable(text)).flatMap(({prose, command}) => [
    ...(prose === '' ? [] : wrapped(prose, page.width, indent, indent).map(mark)),
    ...(command === undefined ? [] : [indent + typedLine(command, page)]),
  ]);
}

/** What a speaker says between the lines of other programs: its name before each line, but not before a command to type. */
export function spokenLines(speaker: string, text: string, style: Style): string[] {
  const pieces = orderPieces(printable(text));
  if (pieces.every(({command}) => command === undefined)) return [`${speaker}: ${printable(text)}`];
  return pieces.flatMap(({prose, command}) => [
    ...(prose === '' ? [] : [`${speaker}: ${prose}`]),
    ...(command === undefined ? [] : [`  $ ${style.command(command)}`]),
  ]);
}

function labelled(label: string, [first = '', ...rest]: readonly string[]): string[] {
  return [`${INDENT}${label.padEnd(HANG.length - INDENT.length)}${first.slice(HANG.length)}`, ...rest];
}

function typedLine(command: string, {style}: Page): string {
  return `$ ${style.command(command)}`;
}

/** Prose with the command that follows it. */
export interface OrderPiece {
  readonly prose: string;
  readonly command: string | undefined;
}

/**
 * An order in pieces. Backquotes mark code: a command line, of several words, is to be typed; within parentheses it is
 * an example, and stays in the prose.
 */
export function orderPieces(order: string): OrderPiece[] {
  const pieces: OrderPiece[] = [];
  let from = 0;
  let nesting = 0;
  let last = 0;
  for (const {0: span, 1: code = '', index} of order.matchAll(/`([^`]+)`/g)) {
    nesting += nestingOf(order.slice(last, index));
    last = index + span.length;
    if (nesting > 0 || !isCommand(code)) continue;
    pieces.push({prose: trimmed(order.slice(from, index)), command: code});
    from = last;
  }
  return [...pieces, {prose: trimmed(order.slice(from)), command: undefined}];
}

/** A redirection alone is typed after another command. */
function isCommand(code: string): boolean {
  return code.includes(' ') && !/^[<>]/.test(code);
}

function nestingOf(prose: string): number {
  return prose.split('(').length - prose.split(')').length;
}

/** Without the punctuation that tied it to a command before it. */
function trimmed(prose: string): string {
  return prose.replace(/^[.,;:]*\s*/, '').trimEnd();
}
