import {orUndefined} from '../../kernel/read.ts';
import type {JudgedDescriptor} from '../../rules/inspections/descriptors.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Graph} from '../drawings/graph.ts';
import {holderNode, objectNode, openEdge} from '../drawings/held-graph.ts';

/** What a process shares with others, as a drawing: an arrow leads to each open file description that a process has. */
export function inheritedFdsGraph(process: Process, descriptors: readonly JudgedDescriptor[]): Graph {
  const shared = descriptors.map(({one, verdicts}, at) => {
    const {ancestors, descendants, others} = one.sharing;
    const holders = [...ancestors, ...descendants, ...others];
    const link = orUndefined(one.descriptor.target()) ?? `fd ${one.fd}`;
    return {one, holders, object: objectNode(at, [link], verdicts.length > 0 ? 'bad' : undefined)};
  });
  return {
    nodes: [
      holderNode(process, 'asked'),
      ...shared.flatMap(({object, holders}) => [
        object,
        ...holders.map(holder => holderNode(holder.process)),
      ]),
    ],
    edges: shared.flatMap(({one, object, holders}) => [
      openEdge(one, object.id),
      ...holders.map(holder => openEdge(holder, object.id)),
    ]),
  };
}
