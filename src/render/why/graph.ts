import {stateText} from '../../rules/words/activity.ts';
import {edgeTargetText} from '../../rules/words/edge-target.ts';
import {mainWait} from '../../snapshot/blocked-processes/main-wait.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import {type Graph, type GraphNode, processId} from '../drawings/graph.ts';
import {printable} from '../safe-text.ts';
import {nameOf, nodeName, roles, throughText} from './names.ts';

/** Who waits for whom, as a drawing: an arrow leads from a waiter to what can end its wait. */
export function whyGraph(chain: WaitChain): Graph {
  const edges = chain.nodes.flatMap(({waits}) => waits.flatMap(wait => wait.edges));
  const unseen = edges.filter(({to}) => to === null);
  return {
    nodes: [
      ...chain.nodes.map((node, at) => processNode(chain, node, at === 0)),
      ...unseen.map(
        (edge): GraphNode => ({id: endOf(edge), lines: [printable(nameOf(chain, edge))], kind: 'object'}),
      ),
    ],
    edges: edges.map(edge => ({
      from: processId(edge.from),
      to: endOf(edge),
      label: printable(edgeText(edge)),
    })),
  };
}

function processNode(chain: WaitChain, node: ChainNode, isAsked: boolean): GraphNode {
  const doing = mainWait(node)?.doing;
  const mark = chain.deadlocked.has(node.pid) ? 'bad' : isAsked ? 'asked' : undefined;
  const end = chain.roots.includes(node.pid) && !isAsked ? 'warning' : undefined;
  return {
    id: processId(node.pid),
    lines: [nodeName(node), ...(doing ? [stateText(doing)] : node.isZombie ? ['zombie'] : [])].map(printable),
    kind: 'process',
    mark: mark ?? end,
  };
}

/** What waits for an unknown process has an end of its own. */
function endOf({from, to, kind}: Edge): string {
  return to === null ? `${processId(from)}${kind.replaceAll('-', '')}` : processId(to);
}

function edgeText(edge: Edge): string {
  const target = edge.target === null ? '' : ` of ${edgeTargetText(edge.target)}`;
  return `${roles[edge.kind]}${target}${throughText(edge)}`;
}
