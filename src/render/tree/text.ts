import {innerText} from '../../rules/words/named.ts';
import type {Family} from '../../snapshot/families/family.ts';
import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import {type BranchSigns, branchSignsFor} from '../branch-signs.ts';
import {grouped, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {marksOf} from './marks.ts';
import {whatRuns} from './member-command.ts';

/** A piece of a line with its own look. */
type Piece = readonly [text: string, mark: (text: string) => string];

/** A line to draw: its process, or how many were left out there, and what stands before it. */
interface Place {
  readonly of: FamilyMember | number;
  readonly branch: string;
  /** What stands before the lines below it. */
  readonly below: string;
}

const asItIs = (text: string) => text;

/** The tree for a person: the ancestors down to the process, then all below it. Walked by a list: it may be deep. */
export function treeText(family: Family, page: Page, branches = branchSignsFor()): string[] {
  const lines: string[] = [];
  const top = family.ancestors.at(-1);
  const places = (top ? [top] : [...family.roots])
    .reverse()
    .map(of => ({of, branch: '', below: ''}) as Place);
  for (let place = places.pop(); place; place = places.pop()) {
    lines.push(drawn(place, family, page, branches));
    if (typeof place.of !== 'number')
      places.push(...placesBelow(place.of, place.below, family, branches).reverse());
  }
  return lines;
}

function placesBelow(member: FamilyMember, before: string, family: Family, branches: BranchSigns): Place[] {
  const hidden = family.hiddenBelow.get(member.pid);
  const all = [...nextOf(member, family), ...(hidden === undefined ? [] : [hidden])];
  return all.map((of, at) => {
    const isLast = at === all.length - 1;
    return {
      of,
      branch: before + (isLast ? branches.last : branches.child),
      below: before + (isLast ? branches.none : branches.past),
    };
  });
}

/** Below an ancestor only the next in line is shown, not what else the ancestor started. */
function nextOf(member: FamilyMember, {ancestors, roots, children}: Family): readonly FamilyMember[] {
  const at = ancestors.indexOf(member);
  if (at === -1) return children.get(member.pid) ?? [];
  return at === 0 ? roots : ancestors.slice(at - 1, at);
}

function drawn({of, branch}: Place, family: Family, page: Page, branches: BranchSigns): string {
  const {style} = page;
  const pieces: Piece[] =
    typeof of === 'number'
      ? [[`${branches.more} ${grouped(of)} more below (--depth)`, style.faint]]
      : memberPieces(of, page, family.ofOne && family.roots.includes(of));
  return fittedPieces([[branch, asItIs], ...pieces], page, branches.more);
}

function memberPieces(member: FamilyMember, {style}: Page, asked: boolean): Piece[] {
  const {pid, comm, state} = member;
  const inner = member.innerPid();
  const marks = marksOf(member).flatMap(({text, kind}, at): Piece[] => [
    [at === 0 ? ' [' : ', ', asItIs],
    [text, style[kind]],
  ]);
  const runs = whatRuns(member);
  return [
    [
      `${comm === null ? '?' : printable(comm)} (${inner ? `${pid}, ${printable(innerText(inner))}` : pid})`,
      asked ? style.strong : asItIs,
    ],
    [state === null ? '' : ` ${state}`, asItIs],
    ...marks,
    [marks.length > 0 ? ']' : '', asItIs],
    [runs === null ? '' : `  ${runs}`, style.faint],
  ];
}

/** Cut to the width of a terminal before anything is coloured; whole elsewhere. */
function fittedPieces(pieces: readonly Piece[], page: Page, more: string): string {
  const length = pieces.reduce((sum, [text]) => sum + text.length, 0);
  const isCut = page.isTerminal && length > page.screen;
  let room = isCut ? Math.max(0, page.screen - more.length) : length;
  const shown = pieces.map(([text, mark]) => {
    const part = text.slice(0, room);
    room -= part.length;
    return part === '' ? '' : mark(part);
  });
  return shown.join('') + (isCut ? more : '');
}
