import {evidenceText} from '../../rules/words/evidence.ts';
import {grouped} from '../../rules/words/listed.ts';
import {orphanEvidence} from '../../rules/words/orphan-evidence.ts';
import type {Family} from '../../snapshot/families/family.ts';
import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import {type BranchSigns, branchSignsFor} from '../branch-signs.ts';
import {type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {type Alike, folded} from './fold.ts';
import {treeHeading} from './heading.ts';
import {marksOf} from './marks.ts';
import {memberName, whatRuns} from './member-command.ts';

/** A piece of a line with its own look. */
type Piece = readonly [text: string, mark: (text: string) => string];

/** A line to draw: its process, or several alike, or how many were left out there, and what stands before it. */
interface Place {
  readonly of: FamilyMember | Alike | number;
  readonly branch: string;
  /** What stands before the lines below it. */
  readonly below: string;
}

const asItIs = (text: string) => text;

/** How many pids of processes that are alike are named. */
const PIDS = 3;

/**
 * The answer for a person: a sentence, and the tree of the ancestors down to the process, then all below it. Walked by a
 * list: it may be deep.
 * @param isLong whether ancestors have their command lines, which may hold secrets, and each process a line of its own
 * @param about what the process is that was asked about, below the sentence
 */
export function treeText(
  family: Family,
  page: Page,
  isLong = false,
  about?: string,
  branches = branchSignsFor(),
): string[] {
  const heading = wrapped(printable(treeHeading(family)), page.width).map(page.style.strong);
  const introduction = about === undefined ? [] : [page.style.faint(`  ${printable(about)}`)];
  const lines = [...heading, ...introduction, ''];
  const top = family.ancestors.at(-1);
  const places = (top ? [top] : [...family.roots])
    .reverse()
    .map(of => ({of, branch: '', below: ''}) as Place);
  for (let place = places.pop(); place; place = places.pop()) {
    lines.push(drawn(place, family, page, branches, isLong), ...evidenceLines(place, page, branches));
    const {of, below} = place;
    if (typeof of === 'number' || isAlike(of)) continue;
    places.push(...placesBelow(of, below, family, branches, isLong).reverse());
  }
  return lines;
}

function isAlike(of: FamilyMember | Alike): of is Alike {
  return Array.isArray(of);
}

function placesBelow(
  member: FamilyMember,
  before: string,
  family: Family,
  branches: BranchSigns,
  isLong: boolean,
): Place[] {
  const hidden = family.hiddenBelow.get(member.pid);
  const next = nextOf(member, family);
  const all = [...(isLong ? next : folded(next, family)), ...(hidden === undefined ? [] : [hidden])];
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

function drawn(
  {of, branch}: Place,
  family: Family,
  page: Page,
  branches: BranchSigns,
  isLong: boolean,
): string {
  const {style} = page;
  const pieces: Piece[] =
    typeof of === 'number'
      ? [[`${branches.more} ${grouped(of)} more below (--depth)`, style.faint]]
      : isAlike(of)
        ? [[alikeName(of, branches), asItIs], ...restPieces(of[0], page, true)]
        : memberPieces(of, family, page, isLong);
  return fittedPieces([[branch, asItIs], ...pieces], page, branches.more);
}

/** What shows that a process is an orphan, where that is asked for. */
function evidenceLines({of, below}: Place, page: Page, {more}: BranchSigns): string[] {
  if (!page.evidence || typeof of === 'number' || isAlike(of) || !of.orphanhood) return [];
  return orphanEvidence(of.orphanhood).map(one =>
    fittedPieces(
      [
        [below, asItIs],
        [`   ${printable(evidenceText(one))}`, page.style.faint],
      ],
      page,
      more,
    ),
  );
}

/** "python3 × 200 (4711, 4712, 4713, …)". */
function alikeName(alike: Alike, {more, times}: BranchSigns): string {
  const pids = alike.slice(0, PIDS).map(({pid}) => pid);
  const rest = alike.length > PIDS ? `, ${more}` : '';
  return `${nameOf(alike[0])} ${times} ${grouped(alike.length)} (${pids.join(', ')}${rest})`;
}

function nameOf({comm}: FamilyMember): string {
  return comm === null ? '?' : printable(comm);
}

function memberPieces(member: FamilyMember, family: Family, page: Page, isLong: boolean): Piece[] {
  const isAsked = family.ofOne && family.roots.includes(member);
  return [
    [printable(memberName(member)), isAsked ? page.style.strong : asItIs],
    ...restPieces(member, page, isLong || !family.ancestors.includes(member)),
  ];
}

/** What stands after the name: its state, what is unusual about it, and what it runs. */
function restPieces(member: FamilyMember, {style}: Page, showsCommand: boolean): Piece[] {
  const marks = marksOf(member).flatMap(({text, kind}, at): Piece[] => [
    [at === 0 ? ' [' : ', ', asItIs],
    [text, style[kind]],
  ]);
  const runs = showsCommand ? whatRuns(member) : null;
  return [
    [member.state === null ? '' : ` ${member.state}`, asItIs],
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
