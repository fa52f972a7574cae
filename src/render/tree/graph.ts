import {grouped} from '../../rules/words/listed.ts';
import type {Family} from '../../snapshot/families/family.ts';
import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import {type Graph, type GraphNode, type Mark, processId} from '../drawings/graph.ts';
import {printable} from '../safe-text.ts';
import {marksOf} from './marks.ts';
import {memberName, whatRuns} from './member-command.ts';

/** Of a command line, which may be longer than any drawing. */
const MOST_COMMAND = 60;

/** A family as a drawing: an arrow leads from a parent to each child, a dashed one to a child that it adopted. */
export function treeGraph({ancestors, roots, ofOne, children, hiddenBelow}: Family): Graph {
  const below = [...children.values()].flat();
  const members = [...ancestors, ...roots, ...below];
  const shown = new Set(members.map(({pid}) => pid));
  return {
    nodes: [
      ...members.map(member => memberNode(member, ofOne && roots.includes(member))),
      ...[...hiddenBelow].map(
        ([pid, count]): GraphNode => ({
          id: `${processId(pid)}below`,
          lines: [`${grouped(count)} more below (--depth)`],
          kind: 'object',
        }),
      ),
    ],
    edges: [
      ...members
        .filter(({ppid}) => shown.has(ppid))
        .map(({pid, ppid, orphanhood}) => ({
          from: processId(ppid),
          to: processId(pid),
          label: orphanhood ? 'adopted' : '',
          isDashed: orphanhood !== null,
        })),
      ...[...hiddenBelow.keys()].map(pid => ({
        from: processId(pid),
        to: `${processId(pid)}below`,
        label: '',
      })),
    ],
  };
}

function memberNode(member: FamilyMember, isAsked: boolean): GraphNode {
  const marks = marksOf(member);
  const gravest = (['bad', 'warning'] as const).find(kind => marks.some(mark => mark.kind === kind));
  const mark: Mark | undefined = isAsked ? 'asked' : gravest;
  const command = whatRuns(member) ?? '';
  const runs = command.length > MOST_COMMAND ? `${command.slice(0, MOST_COMMAND)}…` : command;
  const texts = [memberName(member), runs, ...marks.map(({text}) => text)];
  return {
    id: processId(member.pid),
    lines: texts.filter(text => text !== '').map(printable),
    kind: 'process',
    mark,
  };
}
