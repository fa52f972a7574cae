import {listed} from '../../rules/listed.ts';
import type {Edge, Wait} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {circleText} from './circle.ts';
import {mainWait} from './main-wait.ts';
import {fdsText, NAMED, nameOf, nodeName, parentText, sortedOthers} from './names.ts';

/** The closing sentence: what has to happen before the process goes on. */
export function summaryOf(chain: WaitChain): string {
  const [asked] = chain.nodes;
  if (!asked) return '';
  const cycle = chain.cycles.find(members => members.includes(asked.pid)) ?? chain.cycles[0];
  if (cycle && (cycle.includes(asked.pid) || chain.deadlocked.has(asked.pid))) {
    const way = cycle.includes(asked.pid) ? '' : `${nodeName(asked)} waits for what cannot happen: `;
    return `${way}${circleText(chain, asked, cycle)}.`;
  }
  const wait = mainWait(asked);
  if (!wait)
    return `${nodeName(asked)} has ended: it waits for nothing, but for its parent to reap it (procdoc zombies tells why that does not).`;
  if (wait.edges.length === 0) return `${nodeName(asked)} ${aloneText(wait, asked)}.`;
  const aside = cycle
    ? ` ${isAmong(cycle, wait) ? 'Of these,' : 'But'} ${circleText(chain, asked, cycle)}.`
    : '';
  return `${conditionText(chain, asked, wait)}${originText(chain, wait)}.${aside}`;
}

/** Whether a circle is one of several branches of a wait. */
function isAmong(cycle: readonly number[], {edges}: Wait): boolean {
  return edges.length > 1 && edges.some(({to}) => to !== null && cycle.includes(to));
}

/** What a process that waits for no other one does. */
function aloneText({syscall, others}: Wait, {isKernelThread}: ChainNode): string {
  if (syscall === 'running') return 'is not blocked: it runs';
  const what = isKernelThread ? 'is a kernel thread, which makes no system calls: it ' : '';
  return `${what}waits for ${listed(others, NAMED, 'or') || 'nothing that was seen'}`;
}

function conditionText(chain: WaitChain, asked: ChainNode, {edges, others}: Wait): string {
  const who = nodeName(asked);
  const kinds = new Set(edges.map(({kind}) => kind));
  const [first] = edges;
  if (!first) return who;
  if (kinds.size > 1 || (others.length > 0 && edges.length > 1)) {
    const enders = edges.map(edge => nameOf(chain, edge));
    const {outward, inward} = sortedOthers(others);
    const within = inward.length > 1 ? ['a wake-up from within'] : inward;
    return `${who} goes on when any of these acts: ${listed([...new Set(enders), ...outward, ...within], 6, 'or')}`;
  }
  const condition = conditions[first.kind](who, chain, edges);
  return others.length === 0
    ? condition
    : `${condition.replace(' only when ', ' when ')}; the wait may also be ended by ${listed(others, NAMED, 'or')}`;
}

type Condition = (who: string, chain: WaitChain, edges: readonly Edge[]) => string;

const conditions: Readonly<Record<Edge['kind'], Condition>> = {
  'reads-pipe': (who, chain, edges) =>
    `${who} gets EOF only when ${releaseText(chain, edges)}${ownEndText(edges)}`,
  'writes-pipe': (who, chain, edges) => `${who} goes on only when ${actText(chain, edges, 'reads from')}`,
  'waits-for-lock': (who, chain, edges) =>
    edges.every(({fds}) => fds.length === 0)
      ? `${who} gets the lock, most likely, only when ${names(chain, edges, 'and')}, which took it, exits or lets go of it`
      : `${who} gets the lock only when ${releaseText(chain, edges)}, or ${edges.length === 1 ? 'unlocks it' : 'it is unlocked'}`,
  'waits-for-child': (who, chain, edges) =>
    `${who} goes on only when ${edges.length === 1 ? 'its child' : 'one of its children'} ${names(chain, edges, 'or')} ends`,
  'waits-for-tracee': (who, chain, edges) =>
    `${who} goes on only when ${edges.length === 1 ? 'its tracee' : 'one of its tracees'} ${names(chain, edges, 'or')} ends, or next stops for it`,
  'waits-for-process': (who, chain, edges) => `${who} goes on only when ${names(chain, edges, 'or')} ends`,
  'connects-to': (who, chain, edges) =>
    `${who} goes on only when ${actText(chain, edges, 'answers on, or closes,')}`,
  'traced-by': (who, chain, edges) =>
    `${who} goes on only when its tracer ${names(chain, edges, 'or')} lets it`,
  'stopped-by': (who, _, [edge]) =>
    `${who} goes on only when it gets SIGCONT (kill -CONT ${edge?.from}); the kernel does not tell who stopped it`,
};

/** A reader that has a write end itself never sees the end of the pipe, whatever the other writers do. */
function ownEndText(edges: readonly Edge[]): string {
  const own = edges.find(({from, to}) => from === to);
  return own ? `; it keeps the pipe open itself, as ${fdsText(own)}, which it forgot to close` : '';
}

/** "sleep (4711) exits or closes fd 1"; of several, all have to. */
function releaseText(chain: WaitChain, edges: readonly Edge[]): string {
  const [only] = edges;
  if (edges.length === 1 && only) return `${nameOf(chain, only)} exits or closes ${fdsText(only)}`;
  const holders = edges.map(edge => `${nameOf(chain, edge)} (${fdsText(edge)})`);
  return `${listed(holders, NAMED)} all exit or close it`;
}

function actText(chain: WaitChain, edges: readonly Edge[], act: string): string {
  const enders = edges.map(edge => {
    const fds = fdsText(edge);
    return `${nameOf(chain, edge)} ${act} ${fds ? `its ${fds}` : 'the connection'}`;
  });
  return listed(enders, NAMED, 'or');
}

function names(chain: WaitChain, edges: readonly Edge[], conjunction: 'and' | 'or'): string {
  return listed(
    edges.map(edge => nameOf(chain, edge)),
    NAMED,
    conjunction,
  );
}

/** Where the only process that can end the wait comes from, which such are stopped, and where the chain ends, if that is farther on. */
function originText(chain: WaitChain, {edges}: Wait): string {
  const enders = chain.nodes.filter(({pid}) => edges.some(({to}) => to === pid));
  const [only] = enders;
  const orphan = enders.length === 1 && only ? parentText(only) : undefined;
  const farther = chain.nodes
    .slice(1)
    .filter(node => chain.roots.includes(node.pid) && !enders.includes(node));
  const stopped = enders.filter(node => mainWait(node)?.edges[0]?.kind === 'stopped-by');
  return [
    ...stopped.map(node => `; ${rootText(chain, node)}`),
    orphan ? `; its parent is ${orphan}` : '',
    farther.length === 0
      ? ''
      : `; at the end of the chain, ${listed(
          farther.map(root => rootText(chain, root)),
          NAMED,
        )}`,
  ].join('');
}

function rootText(chain: WaitChain, root: ChainNode): string {
  const wait = mainWait(root);
  const [edge] = wait?.edges ?? [];
  if (edge?.kind === 'stopped-by')
    return `${nodeName(root)} is stopped, until it gets SIGCONT (kill -CONT ${root.pid})`;
  if (edge) return `${nodeName(root)} waits for ${nameOf(chain, edge)}`;
  return `${nodeName(root)} ${wait ? aloneText(wait, root) : 'has ended'}`;
}
