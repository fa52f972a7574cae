import type {Edge, Wait} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {mainWait} from './main-wait.ts';
import {fdsText, listed, nameOf, nodeName, parentText} from './names.ts';

/** The closing sentence: what has to happen before the process goes on. */
export function summaryOf(chain: WaitChain): string {
  const [asked] = chain.nodes;
  if (!asked) return '';
  const [cycle] = chain.cycles;
  if (cycle) return circleText(chain, asked, cycle);
  const wait = mainWait(asked);
  if (!wait)
    return `${nodeName(asked)} has ended: it waits for nothing, but for its parent to reap it (procdoc zombies tells why that does not).`;
  return wait.edges.length === 0
    ? `${nodeName(asked)} ${aloneText(wait)}.`
    : `${conditionText(chain, asked, wait)}${originText(chain, wait)}.`;
}

/** What a process that waits for no other one does. */
function aloneText({syscall, others}: Wait): string {
  if (syscall === 'running') return 'is not blocked: it runs';
  return `waits for ${listed(others, 'or') || 'nothing that was seen'}`;
}

function circleText(chain: WaitChain, asked: ChainNode, cycle: readonly number[]): string {
  const members = cycle.flatMap(pid => chain.nodes.find(node => node.pid === pid) ?? []);
  const [first] = members;
  if (!first) return '';
  const isHeld = cycle.every(pid => chain.deadlocked.has(pid));
  const way = cycle.includes(asked.pid) ? '' : `${nodeName(asked)} waits for what cannot happen: `;
  const seen = chain.isFullySeen ? '' : ', as far as could be seen';
  if (members.length === 1) return `${way}${selfText(first)}${seen}.`;
  const line = `${nodeName(first)} waits for ${[...members.slice(1), first].map(nodeName).join(', which waits for ')}`;
  const end = isHeld
    ? 'none of them goes on before one of them is ended'
    : 'only another thread of one of them can end it';
  return `${way}${isHeld ? 'deadlock' : 'a circle'}: ${line}; ${end}${seen}.`;
}

function selfText(node: ChainNode): string {
  const own = node.waits.flatMap(({edges}) => edges).find(edge => edge.to === node.pid);
  const through = own && fdsText(own) ? `, as ${fdsText(own)}` : '';
  if (own?.kind === 'reads-pipe')
    return `${nodeName(node)} waits for an end of file that cannot come: nobody but itself has the write end of ${own.target}${through}, which it forgot to close`;
  return `${nodeName(node)} waits for itself: nobody else has ${own?.target ?? 'what it waits for'}${through}`;
}

function conditionText(chain: WaitChain, asked: ChainNode, {edges, others}: Wait): string {
  const who = nodeName(asked);
  const kinds = new Set(edges.map(({kind}) => kind));
  const [first] = edges;
  if (!first) return who;
  if (kinds.size > 1 || (others.length > 0 && edges.length > 1)) {
    const enders = edges.map(edge => nameOf(chain, edge));
    return `${who} goes on when any of these acts: ${listed([...new Set(enders), ...others], 'or', 6)}`;
  }
  const condition = conditions[first.kind](who, chain, edges);
  return others.length === 0
    ? condition
    : `${condition.replace(' only when ', ' when ')}; the wait may also be ended by ${listed(others, 'or')}`;
}

type Condition = (who: string, chain: WaitChain, edges: readonly Edge[]) => string;

const conditions: Readonly<Record<Edge['kind'], Condition>> = {
  'reads-pipe': (who, chain, edges) =>
    `${who} gets EOF only when ${releaseText(chain, edges)}${ownEndText(edges)}`,
  'writes-pipe': (who, chain, edges) => `${who} goes on only when ${actText(chain, edges, 'reads from')}`,
  'waits-for-lock': (who, chain, edges) =>
    `${who} gets the lock only when ${releaseText(chain, edges)}, or ${edges.length === 1 ? 'unlocks it' : 'it is unlocked'}`,
  'waits-for-child': (who, chain, edges) =>
    `${who} goes on only when ${edges.length === 1 ? 'its child' : 'one of its children'} ${names(chain, edges, 'or')} ends`,
  'waits-for-process': (who, chain, edges) => `${who} goes on only when ${names(chain, edges, 'or')} ends`,
  'connects-to': (who, chain, edges) =>
    `${who} goes on only when ${actText(chain, edges, 'answers on, or closes,')}`,
  'traced-by': (who, chain, edges) =>
    `${who} goes on only when its tracer ${names(chain, edges, 'or')} lets it`,
  'stopped-by': who =>
    `${who} goes on only when it gets SIGCONT (kill -CONT); the kernel does not tell who stopped it`,
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
  return `${listed(holders, 'and')} all exit or close it`;
}

function actText(chain: WaitChain, edges: readonly Edge[], act: string): string {
  const enders = edges.map(edge => {
    const fds = fdsText(edge);
    return `${nameOf(chain, edge)} ${act} ${fds ? `its ${fds}` : 'the connection'}`;
  });
  return listed(enders, 'or');
}

function names(chain: WaitChain, edges: readonly Edge[], conjunction: 'and' | 'or'): string {
  return listed(
    edges.map(edge => nameOf(chain, edge)),
    conjunction,
  );
}

/** Where the only process that can end the wait comes from, and where the chain ends, if that is farther on. */
function originText(chain: WaitChain, {edges}: Wait): string {
  const enders = chain.nodes.filter(({pid}) => edges.some(({to}) => to === pid));
  const [only] = enders;
  const orphan = enders.length === 1 && only ? parentText(only) : undefined;
  const farther = chain.nodes
    .slice(1)
    .filter(node => chain.roots.includes(node.pid) && !enders.includes(node));
  return [
    orphan ? `; its parent is ${orphan}` : '',
    farther.length === 0
      ? ''
      : `; at the end of the chain, ${listed(
          farther.map(root => rootText(chain, root)),
          'and',
        )}`,
  ].join('');
}

function rootText(chain: WaitChain, root: ChainNode): string {
  const wait = mainWait(root);
  const [edge] = wait?.edges ?? [];
  if (edge?.kind === 'stopped-by') return `${nodeName(root)} is stopped, until it gets SIGCONT`;
  if (edge) return `${nodeName(root)} waits for ${nameOf(chain, edge)}`;
  return `${nodeName(root)} ${wait ? aloneText(wait) : 'has ended'}`;
}
