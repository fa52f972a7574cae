import {laidOut} from '../drawings/draw.ts';
import {type Graph, type GraphNode, type GraphPart, partsOf, type Size} from '../drawings/graph.ts';
import {counted} from '../page.ts';
import {html, Markup} from './markup.ts';

const MOST: Size = {nodes: 60, edges: 120};

/** What there is to say of a drawing. */
export interface Caption {
  /** A letter or more, by which it goes on the page. */
  readonly name: string;
  readonly title: string;
  /** What its arrows mean. */
  readonly legend: string;
  /** What is said where there is nothing to draw. */
  readonly none: string;
}

/**
 * A graph as a drawing, with all that it shows as a table, for who can't see it. What hangs together with nothing that is
 * marked is folded away, where something is.
 */
export async function drawingMarkup(whole: Graph, caption: Caption): Promise<Markup> {
  const {marked, others} = partsOf(whole, MOST);
  const [first, rest] = marked.graph.nodes.length > 0 ? [marked, others] : [others, marked];
  if (first.graph.nodes.length === 0) return html`<p>${caption.none}</p>`;
  const figure = await figureMarkup(first, caption);
  const count = rest.graph.nodes.length + rest.left;
  if (count === 0) return figure;
  const {name, title} = caption;
  const folded = {...caption, name: `${name}-rest`, title: `${title} about which nothing was found`};
  return html`${figure}
<details class="rest"><summary>${folded.title}</summary>${await figureMarkup(rest, folded)}</details>`;
}

async function figureMarkup(part: GraphPart, {name, title, legend}: Caption): Promise<Markup> {
  const svg = svgElement(await laidOut(part.graph, name), `${name}-title`);
  return html`<figure>
<figcaption><span id="${name}-title">${title}</span>: ${legend}${leftText(part.left)}</figcaption>
<div class="drawing" tabindex="0" role="group" aria-label="${title}">${svg}</div>
<details><summary>The same as a table</summary>${tableMarkup(part, title)}</details>
</figure>`;
}

function leftText(left: number): string {
  return left === 0 ? '' : ` ${counted(left, 'more node is', 'more nodes are')} left out.`;
}

/** The svg element of a file that Graphviz wrote, as a picture that has a title. */
function svgElement(file: string, title: string): Markup {
  const at = file.indexOf('<svg');
  return new Markup(`<svg role="img" aria-labelledby="${title}"${file.slice(at + '<svg'.length).trimEnd()}`);
}

function tableMarkup({graph: {nodes, edges}}: GraphPart, title: string): Markup {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const nameOf = (id: string) => textOf(byId.get(id));
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${title}, as a table"><table>
<thead><tr><th scope="col">From</th><th scope="col">How</th><th scope="col">To</th></tr></thead>
<tbody>${edges.map(
    ({from, label, to}) =>
      html`<tr><th scope="row">${nameOf(from)}</th><td>${label}</td><td>${nameOf(to)}</td></tr>\n`,
  )}</tbody></table></div>`;
}

function textOf(node: GraphNode | undefined): string {
  return (node?.lines ?? []).join(' · ');
}
