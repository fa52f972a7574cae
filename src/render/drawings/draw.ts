import {once} from '../../snapshot/once.ts';
import {dotLines} from './dot.ts';
import {type DrawingFormat, distinctGraph, type Graph} from './graph.ts';
import {mermaidLines} from './mermaid.ts';

/** The lines of a drawing. */
export async function drawingLines(drawn: Graph, format: DrawingFormat): Promise<string[]> {
  const graph = distinctGraph(drawn);
  switch (format) {
    case 'dot':
      return dotLines(graph);
    case 'mermaid':
      return mermaidLines(graph);
    case 'svg':
      return (await laidOut(graph)).trimEnd().split('\n');
  }
}

const graphviz = once(async () => {
  const {instance} = await import('@viz-js/viz');
  return instance();
});

/**
 * A graph as SVG. Graphviz, which lays it out, is loaded only for that.
 * @param name of the drawing, where it stands with others on one page: the ids in it begin with that
 */
export async function laidOut(graph: Graph, name?: string): Promise<string> {
  const viz = await graphviz();
  const ids = name !== undefined && {
    graphAttributes: {id: name, bgcolor: 'transparent'},
    nodeAttributes: {id: `${name}-\\N`},
    edgeAttributes: {id: `${name}-\\E`},
  };
  return viz.renderString(dotLines(graph).join('\n'), {format: 'svg', ...ids});
}
