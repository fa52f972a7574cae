import {wrapped} from '../page.ts';

/** Manual sources keep to lines that a diff shows well. */
const LINE_WIDTH = 78;

/** roff's names for characters that it would read as something else (groff_char(7)). */
const named: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '"': '\\(dq',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
};

/** Punctuation that mdoc(7) sets close to the word before it, given as an argument of its own. */
const CLOSING = '[.,:;)\\]?!]';
const reference = new RegExp(`^([a-z][\\w.+-]*)\\(([1-9])\\)(${CLOSING}*)$`);

/** Text as roff shows it letter by letter: nothing in it is an escape, a quote to be curved, or a hyphen. */
export function escaped(text: string): string {
  const safe = text
    .replaceAll(/[\\"'`^~-]/g, char => named[char] ?? char)
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll(/[^\x20-\x7e]/gu, char => `\\[u${codePoint(char)}]`);
  return safe.startsWith('.') ? `\\&${safe}` : safe;
}

function codePoint(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** A word for the line of a macro, which mdoc(7) reads neither as another macro nor as punctuation. */
export function macroArgument(text: string): string {
  const safe = escaped(text);
  if (safe === '' || safe.includes(' ')) return `"${safe}"`;
  return /^(?:[A-Z][a-z]{1,2}|%[A-Z]|[|()[\].,:;?!])$/.test(safe) ? `\\&${safe}` : safe;
}

/** Prose: each sentence on a line of its own, as mdoc(7) wants it, and "wait(2)" as a cross reference. */
export function prose(text: string): string[] {
  return text.split(/(?<=[.!?][)"]*) +(?![a-z])/).flatMap(sentenceLines);
}

function sentenceLines(sentence: string): string[] {
  const lines: string[] = [];
  let plain: string[] = [];
  const flush = () => {
    if (plain.length > 0) lines.push(...wrapped(plain.join(' '), LINE_WIDTH));
    plain = [];
  };
  for (const word of sentence.split(/\s+/).filter(Boolean)) {
    const [, name, section, closing = ''] = reference.exec(word) ?? [];
    if (name === undefined || section === undefined) {
      plain.push(escaped(word));
      continue;
    }
    flush();
    lines.push(['.Xr', macroArgument(name), section, ...closing].join(' '));
  }
  flush();
  return lines;
}

export interface ManualReference {
  readonly name: string;
  readonly section: number;
}

/** The manual pages that a text names, as "wait(2)". */
export function referencesIn(text: string): ManualReference[] {
  return [...text.matchAll(/\b([a-z]\w*)\(([1-9])\)/g)].map(([, name = '', section]) => ({
    name,
    section: Number(section),
  }));
}

/** A list of cross references: by section, then by name, each once. */
export function referenceList(references: readonly ManualReference[]): string[] {
  const byKey = new Map(references.map(each => [`${each.section} ${each.name}`, each]));
  const ordered = [...byKey.keys()].sort().flatMap(key => byKey.get(key) ?? []);
  return ordered.map(({name, section}, at) => {
    const line = `.Xr ${macroArgument(name)} ${section}`;
    return at === ordered.length - 1 ? line : `${line} ,`;
  });
}

/** A list of terms with what each means; a term is the line of a macro, without ".It". */
export function tagged(
  items: readonly {readonly term: string; readonly lines: readonly string[]}[],
): string[] {
  return ['.Bl -tag -width Ds', ...items.flatMap(({term, lines}) => [`.It ${term}`, ...lines]), '.El'];
}

/** Lines shown as they are. */
export function literal(lines: readonly string[]): string[] {
  return ['.Bd -literal -offset indent', ...lines.map(escaped), '.Ed'];
}

export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface ManualHead {
  readonly name: string;
  /** What it does, in a few words. */
  readonly purpose: string;
  readonly version: string;
  /** 1: commands; 7: what is not of one command. */
  readonly section: 1 | 7;
}

/** A whole page: sections without a line are left out. */
export function manualPage(head: ManualHead, sections: readonly Section[]): string {
  const lines = [
    `.Dd ${MANUAL_DATE}`,
    `.Dt ${macroArgument(head.name.toUpperCase())} ${head.section}`,
    `.Os procdoc ${head.version}`,
    '.Sh NAME',
    `.Nm ${macroArgument(head.name)}`,
    `.Nd ${escaped(head.purpose)}`,
    ...sections.flatMap(({title, lines}) => (lines.length === 0 ? [] : [`.Sh ${title}`, ...lines])),
  ];
  return `${lines.join('\n')}\n`;
}

/** The day the manual last changed in substance: mdoc(7) wants one. Set by hand, so that building changes no page. */
const MANUAL_DATE = 'November 29, 2026';
