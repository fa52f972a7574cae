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
  const groups = groupBy(siblings, member => (isLeaf(member, family) ? lookOf(member) : `${member.pid}`));
  return [...groups.values()].flatMap((alike): (FamilyMember | Alike)[] => {
    const [first, second, ...more] = alike;
    return first && second && alike.length > APART ? [[first, second, ...more]] : alike;
  });
}

function isLeaf({pid}: FamilyMember, {children, hiddenBelow}: Family): boolean {
  return !children.has(pid) && !hiddenBelow.has(pid);
}

/** What the line of a process shows, but its pid. Its pieces have no NUL in them, which parts them here. */
function lookOf(member: FamilyMember): string {
  const marks = marksOf(member).map(({text}) => `\0${text}`);
  const inside = member.innerPid() === null ? '' : 'inside';
  return `${member.comm ?? '?'}\0${member.state ?? ''}\0${inside}\0${whatRuns(member) ?? ''}${marks.join('')}`;
}
