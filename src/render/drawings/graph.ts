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
