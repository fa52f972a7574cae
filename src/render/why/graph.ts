import {stateText} from '../../rules/words/activity.ts';
import {edgeTargetText} from '../../rules/words/edge-target.ts';
import {mainWait} from '../../snapshot/blocked-processes/main-wait.ts';
import type {WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import type {ProcessNode} from '../../snapshot/wait-chain/follow-waits.ts';
import {type Graph, type GraphNode, type Mark, processId} from '../drawings/graph.ts';
import {printable} from '../safe-text.ts';
import {nameOf, nodeName, roles, throughText, type Waiting} from './names.ts';

/** Who waits for whom, as a drawing: an arrow leads from a waiter to what can end its wait. */
export function whyGraph(chain: WaitChain): Graph {
  const [asked] = chain.nodes;
  return waitGraph(chain, ({pid}) => {
    if (chain.deadlocked.has(pid)) return 'bad';
    if (pid === asked?.pid) return 'asked';
    return chain.roots.includes(pid) ? 'warning' : undefined;
  });
}

/** As {@link whyGraph}, of any processes; `markOf` says how each is marked. */
export function waitGraph(waiting: Waiting, markOf: (node: ProcessNode) => Mark | undefined): Graph {
  const edges = waiting.nodes.flatMap(({waits}) => waits.flatMap(wait => wait.edges));
  const unseen = edges.filter(({to}) => to === null);
  return {
    nodes: [
      ...waiting.nodes.map(node => processNode(node, markOf(node))),
      ...unseen.map(
        (edge): GraphNode => ({id: endOf(edge), lines: [printable(nameOf(waiting, edge))], kind: 'object'}),
      ),
    ],
    edges: edges.map(edge => ({
      from: processId(edge.from),
      to: endOf(edge),
      label: printable(edgeText(edge)),
    })),
  };
}

function processNode(node: ProcessNode, mark: Mark | undefined): GraphNode {
  const doing = mainWait(node)?.doing;
  const state = doing ? [stateText(doing)] : node.process.isZombie() ? ['zombie'] : [];
  return {
    id: processId(node.pid),
    lines: [nodeName(node), ...state].map(printable),
    kind: 'process',
    mark,
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
