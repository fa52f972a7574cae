import {gzipSync} from 'node:zlib';
import {printable} from '../safe-text.ts';

/** HTML that procdoc wrote. Text of other processes is in it as text only: nothing in it begins or ends an element. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can stand in a template: text, which is made safe; or HTML, alone or in a list. */
export type Part = string | number | Markup | readonly Markup[];

const MEANINGFUL = /[&<>"']/g;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * HTML from a template. Text stands in it as it is printed on a terminal, without controls and marks of direction, and is
 * escaped for content and for attributes in quotes: it can stand in no other place.
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = template[0] ?? '';
  let at = 0;
  for (const part of parts) text += written(part) + (template[++at] ?? '');
  return new Markup(text);
}

/** Nothing, where a part of a page is left out. */
export const nothing = new Markup('');

/** Prose of procdoc: what stands in backquotes is code. */
export function prose(text: string): Markup[] {
  return text
    .split(/`([^`]+)`/)
    .map((part, at) => (at % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}

/**
 * Text as the content of a script element, on a line of its own: gzip in base64. It takes a fraction of the room, and nothing
 * in it ends the element.
 */
export function packed(text: string): Markup {
  return new Markup(`\n${gzipSync(text).toString('base64')}\n`);
}

function written(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({text}) => text).join('');
  return escaped(printable(`${part}`));
}

function escaped(text: string): string {
  return text.replace(MEANINGFUL, char => entities[char] ?? char);
}
