import type {JudgedLock} from '../../rules/inspections/locks.ts';
import {lockedFile, lockKind} from '../../rules/words/locks.ts';
import {type Graph, type GraphEdge, type GraphNode, processId, severityMark} from '../drawings/graph.ts';
import {holderNode, objectNode} from '../drawings/held-graph.ts';
import {printable} from '../safe-text.ts';

/** Who holds and who waits for which lock, as a drawing: arrows lead from a waiter to the lock, and from that to its holders. */
export function locksGraph(locks: readonly JudgedLock[]): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const [at, {lock, path, severity}] of locks.entries()) {
    const object = objectNode(at, [lockKind(lock), lockedFile({lock, path})], severityMark(severity));
    nodes.push(object);
    for (const {process, descriptor} of lock.holders) {
      nodes.push(holderNode(process));
      edges.push({from: object.id, to: processId(process.pid), label: `held by fd ${descriptor.fd}`});
    }
    if (lock.acquirerAlive === false && lock.acquirerPid !== null) {
      const gone = `gone${lock.acquirerPid}`;
      nodes.push({
        id: gone,
        lines: [`${lock.acquirerPid} (exited)`],
        kind: 'process',
        mark: severity === 'info' ? undefined : 'warning',
      });
      edges.push({from: object.id, to: gone, label: 'taken by', isDashed: true});
    }
    for (const [number, {pid, comm}] of lock.waiters.entries()) {
      const id = pid === null ? `${object.id}waiter${number}` : processId(pid);
      const name = pid === null ? 'an unknown process' : `${comm ?? '?'} (${pid})`;
      nodes.push({id, lines: [printable(name)], kind: 'process'});
      edges.push({from: id, to: object.id, label: 'waits for'});
    }
  }
  return {nodes, edges};
}
