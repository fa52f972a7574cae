import type {Graph, GraphNode} from './graph.ts';

/** A graph as a flowchart of Mermaid, which issues and wikis draw. */
export function mermaidLines({nodes, edges}: Graph): string[] {
  return [
    'flowchart LR',
    ...nodes.map(node => `  ${node.id}${shapeOf(node)}`),
    ...edges.map(({from, to, label, isDashed}) => {
      const arrow = isDashed ? '-.->' : '-->';
      return `  ${from} ${arrow}${label === '' ? '' : `|"${escaped(label)}"|`} ${to}`;
    }),
    '  classDef asked stroke:#1f5fbf,stroke-width:3px',
    '  classDef bad stroke:#c02020,stroke-width:3px',
    '  classDef warning stroke:#b06a00,stroke-width:3px',
    ...nodes.flatMap(({id, mark}) => (mark ? [`  class ${id} ${mark}`] : [])),
  ];
}

function shapeOf({lines, kind}: GraphNode): string {
  const text = lines.map(escaped).join('<br/>');
  return kind === 'object' ? `(["${text}"])` : `["${text}"]`;
}

/** Quotes, marks of Markdown and HTML mean something in a label: whatever may is written by its number. */
function escaped(text: string): string {
  return text.replace(/[^\w .,:/()+=-]/gu, char => `#${char.codePointAt(0)};`);
}
