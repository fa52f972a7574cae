import {type Page, wrapped} from './page.ts';
import {printable} from './safe-text.ts';

const INDENT = '  ';
const HANG = `${INDENT}          `;

/** Prose after a faint label. Labels make a column; a text with an empty label continues the one above. */
export function labelledLines(label: string, text: string, page: Page): string[] {
  const [first = '', ...rest] = wrapped(printable(text), page.width, HANG, HANG);
  const head = page.style.faint(label.padEnd(HANG.length - INDENT.length));
  return [`${INDENT}${head}${first.slice(HANG.length)}`, ...rest];
}

/** Several texts after one label, each on lines of its own; no line where there is nothing to list. */
export function labelledList(label: string, texts: readonly string[], page: Page): string[] {
  return texts.flatMap((text, at) => labelledLines(at === 0 ? label : '', text, page));
}
