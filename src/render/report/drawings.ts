import {cycleRules} from '../../rules/families/index.ts';
import {firstVerdict} from '../../rules/rule.ts';
import type {WaitCycle} from '../../snapshot/blocked-processes/wait-cycles.ts';
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

/** What is said of processes in every drawing. */
export interface Known {
  readonly found: ReadonlyMap<number, FoundAbout>;
  /** The processes that were asked about. */
  readonly asked: ReadonlySet<number>;
}

/** Who waits for whom. */
export function waitsDrawing({waiting}: Report, known: Known): Promise<Markup> {
  const {deadlocks} = waiting;
  const stuck = new Map(deadlocks.flatMap(cycle => cycle.members.map(({pid}) => [processId(pid), cycle])));
  const nodes = tellingNodes(waiting, known);
  const graph = waitGraph({nodes}, () => undefined);
  const said = graph.nodes.map((node): GraphNode => {
    const cycle = stuck.get(node.id);
    return cycle ? {...node, lines: [...node.lines, ...deadlockTexts(cycle)], mark: 'bad'} : node;
  });
  return drawingMarkup(withKnown({...graph, nodes: said}, known), {
    name: 'waits',
    title: 'Waits',
    legend:
      'an arrow leads from a process that waits to one that can end the wait. Parents that only wait for their children are left out.',
    none: 'No process was seen that only another one can free, apart from parents that wait for their children.',
  });
}

/** How sure it is that a process is in a deadlock, by the rule that finds it. */
function deadlockTexts(cycle: WaitCycle): string[] {
  const verdict = firstVerdict(cycleRules, cycle);
  return verdict ? [`${signs.error} deadlocked (${verdict.certainty})`] : [];
}

/** Without processes that hang together only because parents wait for their children, and of which there is nothing to say. */
function tellingNodes({nodes, deadlocks}: Report['waiting'], known: Known): readonly ProcessNode[] {
  const byPid = new Map(nodes.map(node => [node.pid, node]));
  const edgesOf = (pid: number) => (byPid.get(pid)?.waits ?? []).flatMap(({edges}) => edges);
  const pids = [...byPid.keys()];
  const ties = pids.flatMap(pid => edgesOf(pid).flatMap(({from, to}) => (to === null ? [] : [{from, to}])));
  const stuck = new Set(deadlocks.flatMap(({members}) => members.map(({pid}) => pid)));
  const tells = (pid: number) =>
    stuck.has(pid) || isOfInterest(pid, known) || edgesOf(pid).some(({kind}) => kind !== 'waits-for-child');
  const telling = new Set(
    hangingTogether(pids, ties)
      .filter(group => group.some(tells))
      .flat(),
  );
  return nodes.filter(({pid}) => telling.has(pid));
}

/** Who holds and who waits for which lock. */
export function locksDrawing({locks}: Report, known: Known): Promise<Markup> {
  const shown = locks.filter(
    ({lock, severity}) =>
      severityMark(severity) !== undefined ||
      lock.waiters.length > 0 ||
      lock.holders.some(({process}) => isOfInterest(process.pid, known)),
  );
  return drawingMarkup(withKnown(locksGraph(shown), known), {
    name: 'locks',
    title: 'Locks',
    legend: 'an arrow leads from who waits to the lock, and from the lock to who holds it.',
    none: `No process waits for a file lock, and none ${interestText(known)} has one.`,
  });
}

/** Who has what open, of what processes hold that were asked about, or that something was found about. */
export function heldDrawing({held}: Report, known: Known): Promise<Markup> {
  return drawingMarkup(withKnown(inOnePlace(holdersGraph(held)), known), {
    name: 'held',
    title: 'Ports, pipes and deleted files',
    legend: 'an arrow leads from a process to what it has open, a dashed one from the other end.',
    none: `No process ${interestText(known)} was seen to hold a port, a pipe of others or a deleted file.`,
  });
}

/** A graph in which what goes by one name is one node: both ends of a pipe, and each time that a file was opened. */
function inOnePlace({nodes, edges}: Graph): Graph {
  const first = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const {id, kind, lines} of nodes) {
    const name = kind === 'object' ? lines.join('\n') : id;
    if (!first.has(name)) first.set(name, id);
    ids.set(id, first.get(name) ?? id);
  }
  const idOf = (id: string) => ids.get(id) ?? id;
  return {
    nodes: nodes.filter(({id}) => idOf(id) === id),
    edges: edges.map(edge => ({...edge, from: idOf(edge.from), to: idOf(edge.to)})),
  };
}

function isOfInterest(pid: number, {found, asked}: Known): boolean {
  return asked.has(pid) || isGrave(found.get(pid));
}

function interestText({asked}: Known): string {
  return asked.size === 0
    ? 'that something was found about'
    : 'that was asked about, or that something was found about,';
}

/** Whether something was found about a process that is more than worth knowing. */
export function isGrave(about: FoundAbout | undefined): boolean {
  return about !== undefined && about.severity !== 'info';
}

/** A graph in which it is said what was found about a process, and that it was asked about: by a line, and by a colour. */
function withKnown(graph: Graph, {found, asked}: Known): Graph {
  const askedIds = new Set([...asked].map(processId));
  const byId = new Map([...found].map(([pid, about]) => [processId(pid), about]));
  const marked = (node: GraphNode): GraphNode => {
    if (node.kind !== 'process') return node;
    const about = byId.get(node.id);
    const mark = severityMark(about?.severity) ?? node.mark;
    const isAsked = askedIds.has(node.id);
    const texts = [...(isAsked ? ['asked about'] : []), ...(about && isGrave(about) ? rulesText(about) : [])];
    return {...node, lines: [...node.lines, ...texts], mark: mark ?? (isAsked ? 'asked' : undefined)};
  };
  return {...graph, nodes: graph.nodes.map(marked)};
}

/** "▲ locks/held-by-heir", a line for each of the worst rules. */
function rulesText({rules}: FoundAbout): string[] {
  const texts = [...rules].map(([rule, severity]) => `${signs[severity]} ${rule}`);
  const left = texts.length - NAMED;
  return left > 1 ? [...texts.slice(0, NAMED), `and ${left} more`] : texts;
}
