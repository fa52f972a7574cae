import type {Graph, GraphEdge, GraphNode, Mark} from './graph.ts';

const colours: Readonly<Record<Mark, string>> = {asked: '#1f5fbf', bad: '#c02020', warning: '#b06a00'};

/** Graphviz knows how wide the letters of the first are, also where no font is installed. */
const FONT = 'Helvetica,Arial,sans-serif';

/** A graph in the language of Graphviz, dot(1). */
export function dotLines({nodes, edges}: Graph): string[] {
  return [
    'digraph procdoc {',
    '  rankdir=LR',
    `  node [fontname="${FONT}", fontsize=11, margin="0.16,0.06", shape=box]`,
    `  edge [fontname="${FONT}", fontsize=9]`,
    ...nodes.map(node => `  ${node.id} [${attributes(nodeLook(node))}]`),
    ...edges.map(edge => `  ${edge.from} -> ${edge.to} [${attributes(edgeLook(edge))}]`),
    '}',
  ];
}

function nodeLook({lines, kind, mark}: GraphNode): Record<string, string> {
  return {
    label: lines.map(escaped).join('\\n'),
    ...(kind === 'object' && {style: 'rounded'}),
    ...(mark && {class: mark, color: colours[mark], penwidth: '2'}),
  };
}

function edgeLook({label, isDashed}: GraphEdge): Record<string, string> {
  return {label: escaped(label), ...(isDashed && {style: 'dashed'})};
}

function attributes(look: Readonly<Record<string, string>>): string {
  return Object.entries(look)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ');
}

/** Graphviz reads escapes such as "\N" in a label, and entities of HTML such as "&lt;": neither is meant. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
