import type {Severity} from '../../rules/rule.ts';
import {groupBy} from '../../snapshot/group-by.ts';

/** What a node is, and so its shape: a process, or something that processes have. */
export type NodeKind = 'process' | 'object';

/** Whether something calls for a look: the process that was asked about, a culprit, what is merely worth a look. */
export type Mark = 'asked' | 'bad' | 'warning';

/** How what was found about something is marked; not at all, where it is merely worth knowing. */
export function severityMark(severity: Severity | undefined): Mark | undefined {
  return severity === 'error' ? 'bad' : severity === 'warning' ? 'warning' : undefined;
}

export interface GraphNode {
  /** Letters and digits, made by procdoc: no text of another process. */
  readonly id: string;
  /** What stands in it, safe to print. */
  readonly lines: readonly string[];
  readonly kind: NodeKind;
  readonly mark?: Mark | undefined;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** What stands at it, safe to print; '': nothing. */
  readonly label: string;
  /** Whether it is a tie of another kind than the rest: an adopted child, a wait for what something has. */
  readonly isDashed?: boolean;
}

/** An answer as a drawing, whatever it is written in. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** What a drawing can be written in. */
export const drawingFormats = ['dot', 'mermaid', 'svg'] as const;
export type DrawingFormat = (typeof drawingFormats)[number];

/** Whether a --format is one of a drawing. */
export function isDrawing(format: string | undefined): format is DrawingFormat {
  return drawingFormats.some(one => one === format);
}

/** The id of the node of a process. */
export function processId(pid: number): string {
  return `p${pid}`;
}

/** A graph in which every node and edge stands once, the first of each. */
export function distinctGraph({nodes, edges}: Graph): Graph {
  const byId = new Map([...nodes].reverse().map(node => [node.id, node]));
  const byEnds = new Map(edges.map(edge => [`${edge.from} ${edge.to} ${edge.label}`, edge]));
  return {
    nodes: [...new Set(nodes.map(({id}) => id))].flatMap(id => byId.get(id) ?? []),
    edges: [...byEnds.values()],
  };
}

/** A part of a graph, and how many of its nodes are left out. */
export interface GraphPart {
  readonly graph: Graph;
  readonly left: number;
}

/** How large a drawing is at most: a larger one is no picture any more, and takes long to lay out. */
export interface Size {
  readonly nodes: number;
  readonly edges: number;
}

/**
 * A graph in two parts, each as large as can be looked at: what hangs together with a marked node, and the rest. A node
 * without any edge is in neither.
 */
export function partsOf(whole: Graph, most: Size): {readonly marked: GraphPart; readonly others: GraphPart} {
  const graph = distinctGraph(whole);
  const groups = componentsOf(graph).filter(({length}) => length > 1);
  const isMarked = (group: readonly GraphNode[]) => group.some(({mark}) => mark !== undefined);
  const tiesOf = groupBy(
    graph.edges.flatMap(edge => [...new Set([edge.from, edge.to])].map(id => ({id, edge}))),
    ({id}) => id,
  );
  const part = (nodes: readonly GraphNode[]): GraphPart => {
    const ids = new Set<string>();
    const edges = new Set<GraphEdge>();
    for (const {id} of nodes) {
      const ties = (tiesOf.get(id) ?? []).map(({edge}) => edge);
      const inside = ties.filter(({from, to}) => [from, to].every(end => end === id || ids.has(end)));
      if (ids.size === most.nodes || edges.size + inside.length > most.edges) break;
      ids.add(id);
      for (const edge of inside) edges.add(edge);
    }
    const shown = nodes.filter(({id}) => ids.has(id));
    return {graph: {nodes: shown, edges: [...edges]}, left: nodes.length - shown.length};
  };
  return {
    marked: part(groups.filter(isMarked).flat()),
    others: part(groups.filter(group => !isMarked(group)).flat()),
  };
}

/** The nodes that hang together, those with a marked one first. */
function componentsOf({nodes, edges}: Graph): GraphNode[][] {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const marked = [...nodes.filter(({mark}) => mark !== undefined), ...nodes];
  const groups = hangingTogether(
    marked.map(({id}) => id),
    edges,
  );
  return groups.map(group => group.flatMap(id => byId.get(id) ?? []));
}

/**
 * What hangs together by ties in whatever direction: in each group the first that was given, then what is next to it, and
 * so on.
 */
export function hangingTogether<Id>(
  ids: readonly Id[],
  ties: ReadonlyArray<{readonly from: Id; readonly to: Id}>,
): Id[][] {
  const near = new Map<Id, Id[]>(ids.map(id => [id, []]));
  for (const {from, to} of ties) {
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  const met = new Set<Id>();
  return ids.flatMap(id => {
    if (met.has(id)) return [];
    const group = new Set([id]);
    for (const one of group) for (const other of near.get(one) ?? []) if (near.has(other)) group.add(other);
    for (const one of group) met.add(one);
    return [[...group]];
  });
}
