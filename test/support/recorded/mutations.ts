/** Changes to recordings that nobody would make on purpose: broken and hostile input. */
import fc from 'fast-check';

/** A change to some place of a text: what hostile or broken input looks like. */
export interface Mutation {
  /** Where, as a part of the whole. */
  readonly at: number;
  readonly kind: keyof typeof changes;
  readonly put: string;
  /** How much of what stood there goes. */
  readonly span: number;
}

const place = fc.double({min: 0, max: 1, noNaN: true, maxExcluded: true});
const span = fc.nat({max: 4});
const words = [
  '9'.repeat(30),
  '9'.repeat(16),
  '-1',
  '0',
  '',
  ' ',
  '\\0',
  '\\xff',
  '\\x1b[2J',
  '\\x9b',
  '\\xc2\\x9b',
  '\\r',
  ')',
  '(deleted)',
  '/',
  'Z',
  '|',
];
/** Such as leave the form of the file whole, so that the answers are what is mangled. */
const contentMutation: fc.Arbitrary<Mutation> = fc.record({
  at: place,
  kind: fc.constantFrom('content', 'digits', 'ring', 'twin', 'same pid'),
  put: fc.constantFrom(...words),
  span,
});
const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  at: place,
  kind: fc.constantFrom('bytes', 'drop line', 'repeat line', 'cut section', 'empty section'),
  put: fc.string({maxLength: 3}),
  span,
});

/** The start of a line of a body. */
const isBody = (line: string) => line.startsWith('|') || line.startsWith('>');

/** The number of the line with the stat of a process, for each process. */
function statLines(lines: readonly string[]): number[] {
  return [...lines.keys()].filter(
    at => /^file \d+\/stat$/.test(lines[at - 1] ?? '') && isBody(lines[at] ?? ''),
  );
}

/** The lines of a section, with its heading: first, and after the last. */
function sectionAround(lines: readonly string[], at: number): [start: number, end: number] {
  let [start, end] = [at, at + 1];
  while (start > 0 && (isBody(lines[start] ?? '') || lines[start] === '')) start -= 1;
  while (isBody(lines[end] ?? '')) end += 1;
  return [start, end];
}

/** Changes the lines of a recording at a place that is wanted for it. */
const changes = {
  content: (lines: string[], {at, put, span}: Mutation) =>
    editBody(lines, at, (line, from) => line.slice(0, from) + put + line.slice(from + span)),
  digits: (lines: string[], {at, put}: Mutation) =>
    editBody(lines, at, (line, from) => line.slice(0, from) + line.slice(from).replace(/\d+/, put)),
  bytes: (lines: string[], {at, put, span}: Mutation) => {
    const text = lines.join('\n');
    const start = Math.floor(at * text.length);
    lines.splice(0, lines.length, ...(text.slice(0, start) + put + text.slice(start + span)).split('\n'));
  },
  'drop line': (lines: string[], {at}: Mutation) => void lines.splice(Math.floor(at * lines.length), 1),
  'repeat line': (lines: string[], {at}: Mutation) => {
    const line = Math.floor(at * lines.length);
    lines.splice(line, 0, lines[line] ?? '');
  },
  'cut section': (lines: string[], {at}: Mutation) => {
    const [start, end] = sectionAround(lines, Math.floor(at * lines.length));
    lines.splice(start, end - start);
  },
  'empty section': (lines: string[], {at}: Mutation) => {
    const [start, end] = sectionAround(lines, Math.floor(at * lines.length));
    lines.splice(start + 1, end - start - 1);
  },
  /** Two processes are each other's parents, or one is its own. */
  ring: (lines: string[], {at, span}: Mutation) => {
    const stats = statLines(lines);
    const [one, other] = [
      Math.floor(at * stats.length),
      (Math.floor(at * stats.length) + span) % stats.length,
    ];
    setParent(lines, stats[one], pidOn(lines, stats[other]));
    setParent(lines, stats[other], pidOn(lines, stats[one]));
  },
  /** The stat of one process is that of another, pid and all. */
  twin: (lines: string[], {at, span}: Mutation) => {
    const stats = statLines(lines);
    const [one, other] = [
      Math.floor(at * stats.length),
      (Math.floor(at * stats.length) + span) % stats.length,
    ];
    const [to, from] = [stats[one], stats[other]];
    if (to !== undefined && from !== undefined) lines[to] = lines[from] ?? '';
  },
  /** Two folders are listed under one pid, and other numbers appear twice, too. */
  'same pid': (lines: string[], {at}: Mutation) => {
    const listed = [...lines.keys()].filter(line => /^\|\d+$/.test(lines[line] ?? ''));
    const line = listed[Math.floor(at * listed.length)];
    const next = line === undefined ? undefined : lines[line + 1];
    if (line !== undefined && next?.startsWith('|')) lines[line] = next;
  },
} satisfies Record<string, (lines: string[], mutation: Mutation) => void>;

function editBody(lines: string[], at: number, edit: (line: string, from: number) => string): void {
  const candidates = [...lines.keys()].filter(line => isBody(lines[line] ?? ''));
  const chosen = candidates[Math.floor(at * candidates.length)] ?? 0;
  const line = lines[chosen] ?? '';
  lines[chosen] = edit(line, 1 + (Math.floor(at * 1e6) % Math.max(1, line.length - 1)));
}

function pidOn(lines: readonly string[], stat: number | undefined): string {
  return /^[|>](\d+)/.exec(lines[stat ?? -1] ?? '')?.[1] ?? '0';
}

function setParent(lines: string[], stat: number | undefined, pid: string): void {
  if (stat !== undefined) lines[stat] = (lines[stat] ?? '').replace(/(\) \S )\d+/, `$1${pid}`);
}

/** A recording with these changes. */
export function mutated(text: string, some: readonly Mutation[]): string {
  const lines = text.split('\n');
  for (const mutation of some) changes[mutation.kind](lines, mutation);
  return lines.join('\n');
}

export const mutations = fc.oneof(
  {arbitrary: fc.array(contentMutation, {minLength: 1, maxLength: 8}), weight: 4},
  {arbitrary: fc.array(anyMutation, {minLength: 1, maxLength: 2}), weight: 1},
);
