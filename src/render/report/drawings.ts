import type {ProcessNode} from '../../snapshot/wait-chain/follow-waits.ts';
import type {Graph, GraphNode} from '../drawings/graph.ts';
import {hangingTogether, processId, severityMark} from '../drawings/graph.ts';
import {holdersGraph} from '../holders/graph.ts';
import {locksGraph} from '../locks/graph.ts';
import {waitGraph} from '../why/graph.ts';
import {drawingMarkup} from './drawing.ts';
import type {FoundAbout} from './found-processes.ts';
import type {Markup} from './markup.ts';
import type {Report} from './report.ts';
import {signs} from './severity-badge.ts';

/** How many rules stand in the box of a process. */
const NAMED = 2;

/** Who waits for whom. */
export function waitsDrawing({waiting}: Report, found: ReadonlyMap<number, FoundAbout>): Promise<Markup> {
  const {deadlocked} = waiting;
  const nodes = tellingNodes(waiting, found);
  const graph = waitGraph({nodes}, ({pid}) => (deadlocked.has(pid) ? 'bad' : undefined));
  const stuck = new Set([...deadlocked].map(processId));
  const said = {
    ...graph,
    nodes: graph.nodes.map(node =>
      stuck.has(node.id) ? {...node, lines: [...node.lines, `${signs.error} deadlocked`]} : node,
    ),
  };
  return drawingMarkup(withFindings(said, found), {
    name: 'waits',
    title: 'Waits',
    legend:
      'an arrow leads from a process that waits to one that can end the wait. Parents that only wait for their children are left out.',
    none: 'No process was seen that only another one can free, apart from parents that wait for their children.',
  });
}

/** Without processes that hang together only because parents wait for their children, and about which nothing was found. */
function tellingNodes(
  {nodes, deadlocked}: Report['waiting'],
  found: ReadonlyMap<number, FoundAbout>,
): readonly ProcessNode[] {
  const byPid = new Map(nodes.map(node => [node.pid, node]));
  const edgesOf = (pid: number) => (byPid.get(pid)?.waits ?? []).flatMap(({edges}) => edges);
  const pids = [...byPid.keys()];
  const ties = pids.flatMap(pid => edgesOf(pid).flatMap(({from, to}) => (to === null ? [] : [{from, to}])));
  const tells = (pid: number) =>
    deadlocked.has(pid) ||
    isGrave(found.get(pid)) ||
    edgesOf(pid).some(({kind}) => kind !== 'waits-for-child');
  const telling = new Set(
    hangingTogether(pids, ties)
      .filter(group => group.some(tells))
      .flat(),
  );
  return nodes.filter(({pid}) => telling.has(pid));
}

/** Who holds and who waits for which lock. */
export function locksDrawing({locks}: Report, found: ReadonlyMap<number, FoundAbout>): Promise<Markup> {
  const shown = locks.filter(
    ({lock, severity}) =>
      severityMark(severity) !== undefined ||
      lock.waiters.length > 0 ||
      lock.holders.some(({process}) => isGrave(found.get(process.pid))),
  );
  return drawingMarkup(withFindings(locksGraph(shown), found), {
    name: 'locks',
    title: 'Locks',
    legend: 'an arrow leads from who waits to the lock, and from the lock to who holds it.',
    none: 'No process waits for a file lock, and none has one that something was found about.',
  });
}

/** Who has what open, of what processes hold that something was found about. */
export function heldDrawing({held}: Report, found: ReadonlyMap<number, FoundAbout>): Promise<Markup> {
  return drawingMarkup(withFindings(holdersGraph(held), found), {
    name: 'held',
    title: 'Ports, pipes and deleted files',
    legend: 'an arrow leads from a process to what it has open, a dashed one from the other end.',
    none: 'No process that something was found about was seen to hold a port, a pipe of others or a deleted file.',
  });
}

/** Whether something was found about a process that is more than worth knowing. */
export function isGrave(about: FoundAbout | undefined): boolean {
  return about !== undefined && about.severity !== 'info';
}

/** A graph in which the processes are marked that something was found about: by a line with a sign, and by a colour. */
function withFindings(graph: Graph, found: ReadonlyMap<number, FoundAbout>): Graph {
  const byId = new Map([...found].map(([pid, about]) => [processId(pid), about]));
  const marked = (node: GraphNode): GraphNode => {
    const about = byId.get(node.id);
    const mark = severityMark(about?.severity);
    if (!about || !mark || node.kind !== 'process') return {...node, mark: node.mark};
    return {...node, lines: [...node.lines, ...rulesText(about)], mark};
  };
  return {...graph, nodes: graph.nodes.map(marked)};
}

/** "▲ locks/held-by-heir", a line for each of the worst rules. */
function rulesText({rules}: FoundAbout): string[] {
  const texts = [...rules].map(([rule, severity]) => `${signs[severity]} ${rule}`);
  const left = texts.length - NAMED;
  return left > 1 ? [...texts.slice(0, NAMED), `and ${left} more`] : texts;
}
