import type {BranchSigns} from './branch-signs.ts';
import {wrapped} from './page.ts';

/** A piece of a text with its own look. */
export type Span = readonly [text: string, mark: (text: string) => string];

/** A line of a tree, the lines that say more about it, and what branches off it. */
export interface Branch {
  readonly text: readonly Span[];
  readonly notes: readonly Span[];
  readonly branches: readonly Branch[];
}

/** The lines below a first line are indented, to stand out from the notes. */
const HANGING = '  ';
/** Columns for the text, however deep it lies. */
const NARROWEST = 20;

/** A tree as text: its trunk at the margin, the rest drawn below it, all wrapped to a width in columns. */
export function branchLines({text, notes, branches}: Branch, width: number, signs: BranchSigns): string[] {
  const stem = branches.length > 0 ? signs.past : signs.none;
  const drawn = branches.flatMap((branch, at) => {
    const isLast = at === branches.length - 1;
    const [first = '', ...below] = branchLines(branch, width - stem.length, signs);
    const past = isLast ? signs.none : signs.past;
    return [(isLast ? signs.last : signs.child) + first, ...below.map(line => past + line)];
  });
  return [
    ...wrappedSpans(text, width, '', stem + HANGING),
    ...notes.flatMap(note => wrappedSpans([note], width, stem, stem)),
    ...drawn,
  ];
}

/** Wrapped as it reads, and marked afterwards, so that a mark has no width and never covers an indent. */
function wrappedSpans(spans: readonly Span[], width: number, first: string, rest: string): string[] {
  const widest = Math.max(width, rest.length + NARROWEST);
  let start = 0;
  return wrapped(spans.map(([text]) => text).join(''), widest, first, rest).map((line, at) => {
    const indent = at === 0 ? first : rest;
    const end = start + line.length - indent.length;
    const marked = indent + markedPart(spans, start, end);
    start = end + 1;
    return marked;
  });
}

function markedPart(spans: readonly Span[], start: number, end: number): string {
  let from = 0;
  const parts = spans.map(([text, mark]) => {
    const part = text.slice(Math.max(0, start - from), Math.max(0, end - from));
    from += text.length;
    return part === '' ? '' : mark(part);
  });
  return parts.join('');
}
