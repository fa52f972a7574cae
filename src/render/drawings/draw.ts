import {dotLines} from './dot.ts';
import {type DrawingFormat, distinctGraph, type Graph} from './graph.ts';
import {mermaidLines} from './mermaid.ts';

/** The lines of a drawing. Graphviz, which lays an SVG out, is loaded only for that. */
export async function drawingLines(drawn: Graph, format: DrawingFormat): Promise<string[]> {
  const graph = distinctGraph(drawn);
  switch (format) {
    case 'dot':
      return dotLines(graph);
    case 'mermaid':
      return mermaidLines(graph);
    case 'svg': {
      const {instance} = await import('@viz-js/viz');
      const viz = await instance();
      return viz.renderString(dotLines(graph).join('\n'), {format: 'svg'}).trimEnd().split('\n');
    }
  }
}
