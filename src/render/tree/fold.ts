import type {Family} from '../../snapshot/families/family.ts';
import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {marksOf} from './marks.ts';
import {whatRuns} from './member-command.ts';

/** Siblings that differ by nothing but their pid, and started nothing; two or more. */
export type Alike = readonly [FamilyMember, FamilyMember, ...FamilyMember[]];

/** So many have a line each; more share one. */
const APART = 3;

/** Siblings in their order, with those that are alike in the place of the first. */
export function folded(siblings: readonly FamilyMember[], family: Family): (FamilyMember | Alike)[] {
  if (siblings.length <= APART) return [...siblings];
  const lookOf = looks();
  const groups = groupBy(siblings, member => (isLeaf(member, family) ? lookOf(member) : `${member.pid}`));
  return [...groups.values()].flatMap((alike): (FamilyMember | Alike)[] => {
    const [first, second, ...more] = alike;
    return first && second && alike.length > APART ? [[first, second, ...more]] : alike;
  });
}

function isLeaf({pid}: FamilyMember, {children, hiddenBelow}: Family): boolean {
  return !children.has(pid) && !hiddenBelow.has(pid);
}

/**
 * What the line of a process shows, but its pid. Its pieces have no NUL in them, which parts them here. Workers mostly show
 * what the one before does, and then have one text: a new one for each would take longer than all that is compared.
 */
function looks(): (member: FamilyMember) => string {
  let last: {readonly pieces: readonly string[]; readonly text: string} | undefined;
  return member => {
    const pieces = piecesOf(member);
    if (!last || !haveSame(pieces, last.pieces)) last = {pieces, text: pieces.join('\0')};
    return last.text;
  };
}

function piecesOf(member: FamilyMember): string[] {
  const inside = member.innerPid() === null ? '' : 'inside';
  const pieces = [member.comm ?? '?', member.state ?? '', inside, whatRuns(member) ?? ''];
  for (const {text} of marksOf(member)) pieces.push(text);
  return pieces;
}

function haveSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((piece, at) => piece === others[at]);
}
