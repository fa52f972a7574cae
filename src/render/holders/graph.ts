import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import type {Graph, GraphEdge, GraphNode} from '../drawings/graph.ts';
import {holderNode, objectNode, openEdge} from '../drawings/held-graph.ts';

/** Who holds what, as a drawing: an arrow leads from a process to each open file description that it has. */
export function holdersGraph(answers: readonly TargetHolders[]): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const add = (lines: readonly string[]) => {
    const object = objectNode(nodes.length, lines);
    nodes.push(object);
    return object.id;
  };
  for (const {target, descriptions, executedBy, usedBy} of answers) {
    for (const {address, holders, peers, socket} of descriptions) {
      const object = add([address, ...(socket ? [`${socket.local ?? ''} ${socket.state}`.trim()] : [])]);
      for (const holder of holders) {
        nodes.push(holderNode(holder.process, holder.orphanhood ? 'warning' : undefined));
        edges.push(openEdge(holder, object));
      }
      for (const peer of peers) {
        nodes.push(holderNode(peer.process));
        edges.push({...openEdge(peer, object), label: `other end, fd ${peer.descriptor.fd}`, isDashed: true});
      }
    }
    const uses = [
      ...executedBy.map(process => ({process, use: 'executes it'})),
      ...usedBy.map(({process, use}) => ({process, use: `${use}`})),
    ];
    const file = uses.length > 0 ? add([target]) : '';
    for (const {process, use} of uses) {
      nodes.push(holderNode(process));
      edges.push({from: holderNode(process).id, to: file, label: use});
    }
  }
  return {nodes, edges};
}
