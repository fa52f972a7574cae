/** What a node is, and so its shape: a process, or something that processes have. */
export type NodeKind = 'process' | 'object';

/** Whether something calls for a look: the process that was asked about, a culprit, what is merely worth a look. */
export type Mark = 'asked' | 'bad' | 'warning';

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

/**
 * As much of a graph as can be looked at: nodes that hang together stay together, those with a marked node first; what
 * hangs together in larger numbers than that is cut.
 * @param most how many nodes it has at most
 */
export function partOf(whole: Graph, most: number): GraphPart {
  const {nodes, edges} = distinctGraph(whole);
  const all = componentsOf({nodes, edges})
    .filter(({length}) => length > 1)
    .flat();
  const shown = all.slice(0, most);
  const ids = new Set(shown.map(({id}) => id));
  return {
    graph: {nodes: shown, edges: edges.filter(({from, to}) => ids.has(from) && ids.has(to))},
    left: all.length - shown.length,
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
