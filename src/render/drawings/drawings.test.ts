import assert from 'node:assert/strict';
import {test} from 'node:test';
import {drawingLines} from './draw.ts';
import {type Graph, type GraphPart, partsOf} from './graph.ts';

const hostile = 'a"]; <script>alert(1)</script> \\N &lt; `x` #35; |end| %%';
const graph: Graph = {
  nodes: [
    {id: 'p1', lines: [hostile, 'second'], kind: 'process', mark: 'bad'},
    {id: 'p1', lines: ['the same again'], kind: 'process'},
    {id: 'o1', lines: ['pipe:[42]'], kind: 'object'},
  ],
  edges: [
    {from: 'p1', to: 'o1', label: hostile},
    {from: 'p1', to: 'o1', label: hostile},
    {from: 'o1', to: 'p1', label: '', isDashed: true},
  ],
};

test('a name stays text in dot: it ends no label, and is no escape or entity', async () => {
  const lines = await drawingLines(graph, 'dot');
  const label = 'a\\"]; <script>alert(1)</script> \\\\N &amp;lt; `x` #35; |end| %%';
  assert.ok(
    lines.includes(`  p1 [label="${label}\\nsecond", class="bad", color="#c02020", penwidth="2"]`),
    lines.join('\n'),
  );
  assert.equal(lines.filter(line => line.includes('->')).length, 2);
});

test('a name stays text in Mermaid: whatever means something is a number', async () => {
  const lines = await drawingLines(graph, 'mermaid');
  for (const line of lines.slice(1)) assert.doesNotMatch(line, /<(?!br\/>)|`|%|\\|&/, line);
  const [node = '', , edge = ''] = lines.slice(1);
  assert.equal(node.split('"').length, 3);
  assert.equal(edge.split('"').length, 3);
});

test('a name stays text in an SVG', async () => {
  const svg = (await drawingLines(graph, 'svg')).join('\n');
  assert.match(svg, /<svg /);
  assert.ok(svg.includes('&lt;script&gt;alert(1)&lt;/script&gt;'), svg);
  assert.doesNotMatch(svg, /<script|onload/);
});

test('what hangs together with a marked node is apart from the rest, and neither is larger than can be looked at', () => {
  const node = (id: string, mark?: 'bad') => ({id, lines: [id], kind: 'process' as const, mark});
  const tie = (from: string, to: string) => ({from, to, label: ''});
  const {marked, others} = partsOf(
    {
      nodes: ['a', 'b', 'c', 'd', 'e', 'alone'].map(id => node(id)).concat(node('culprit', 'bad')),
      edges: [tie('a', 'b'), tie('c', 'culprit'), tie('d', 'c'), tie('e', 'd')],
    },
    {nodes: 3, edges: 9},
  );
  const idsOf = ({graph}: GraphPart) => graph.nodes.map(({id}) => id);
  assert.deepEqual([idsOf(marked), marked.left], [['culprit', 'c', 'd'], 1]);
  assert.deepEqual(marked.graph.edges, [tie('c', 'culprit'), tie('d', 'c')]);
  assert.deepEqual([idsOf(others), others.left], [['a', 'b'], 0]);
});

test('a drawing has no more ties than can be looked at', () => {
  const ids = Array.from({length: 20}, (_, at) => `n${at}`);
  const nodes = ids.map(id => ({id, lines: [id], kind: 'process' as const}));
  const edges = ids.flatMap(from => ids.map(to => ({from, to, label: ''})));
  const {others} = partsOf({nodes, edges}, {nodes: 60, edges: 40});
  assert.equal(others.graph.edges.length, 36);
  assert.deepEqual([others.graph.nodes.length, others.left], [6, 14]);
});
