import {grouped, listed} from '../../rules/words/listed.ts';
import type {Family} from '../../snapshot/families/family.ts';
import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import {counted} from '../page.ts';
import {memberName} from './member-command.ts';

/** Where a process stands in its family, or what there is on the machine: the answer that the tree below shows in full. */
export function treeHeading(family: Family): string {
  const [asked] = family.roots;
  return family.ofOne && asked ? standing(asked, family) : population(family);
}

/** "python3 (411) is a child of bash (400), and has 3 children: 2 zombies." */
function standing(asked: FamilyMember, family: Family): string {
  const [parent] = family.ancestors;
  const children = family.children.get(asked.pid) ?? [];
  const below = [...family.children.values()].flat();
  const hidden = sumOf(family.hiddenBelow.values());
  const all = below.length + hidden;
  const descendants =
    all === 0
      ? 'no children'
      : children.length === all
        ? counted(all, 'child', 'children')
        : children.length === 0
          ? counted(all, 'descendant')
          : `${counted(children.length, 'child', 'children')} (${counted(all, 'descendant')} in all)`;
  const odd = oddities(below);
  return `${memberName(asked)} ${originText(asked, parent)}, and has ${descendants}${odd === '' ? '' : `: ${odd}`}.`;
}

function originText(asked: FamilyMember, parent: FamilyMember | undefined): string {
  const what = isZombie(asked) ? 'a zombie' : 'a child';
  if (!parent) return isZombie(asked) ? 'is a zombie' : 'has no parent that is visible from here';
  if (!asked.orphanhood) return `is ${what} of ${memberName(parent)}`;
  return `is an orphan (${asked.orphanhood.certainty}) that ${memberName(parent)} adopted`;
}

/** "119 processes: 3 zombies, 1 orphan." */
function population({roots, children, hiddenBelow}: Family): string {
  const shown = [...roots, ...[...children.values()].flat()];
  const hidden = sumOf(hiddenBelow.values());
  const total = counted(shown.length + hidden, 'process', 'processes');
  const odd = oddities(shown);
  const of = hidden === 0 ? '' : `, ${grouped(shown.length)} of them shown`;
  return `${total}${of}${odd === '' ? '' : `: ${odd}`}.`;
}

/** Zombies, and orphans that made no daemons of themselves. */
function oddities(members: readonly FamilyMember[]): string {
  const zombies = members.filter(isZombie).length;
  const orphans = members.filter(member => member.orphanhood && member.daemonized() !== true);
  const isProven = orphans.every(({orphanhood}) => orphanhood?.certainty === 'proven');
  return listed(
    [
      ...(zombies === 0 ? [] : [counted(zombies, 'zombie')]),
      ...(orphans.length === 0 ? [] : [`${counted(orphans.length, 'orphan')}${isProven ? '' : ' (likely)'}`]),
    ],
    2,
  );
}

function isZombie(member: FamilyMember): boolean {
  return member.state === 'Z' && member.threadsAfterLeader() === null;
}

function sumOf(counts: Iterable<number>): number {
  return [...counts].reduce((sum, count) => sum + count, 0);
}
