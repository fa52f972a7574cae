import {listed} from '../../rules/listed.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {circleText} from './circle.ts';
import {conditionText} from './condition.ts';
import {mainWait} from './main-wait.ts';
import {NAMED, nameOf, nodeName, parentText} from './names.ts';
import {unlockers} from './unless.ts';

/** The closing sentence: what has to happen before the process goes on. */
export function summaryOf(chain: WaitChain): string {
  const [asked] = chain.nodes;
  if (!asked) return '';
  const cycle = chain.cycles.find(members => members.includes(asked.pid)) ?? chain.cycles[0];
  if (cycle && (cycle.includes(asked.pid) || chain.deadlocked.has(asked.pid))) {
    const way = cycle.includes(asked.pid) ? '' : `${nodeName(asked)} waits for ${hopeText(chain, cycle)}: `;
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

/** Someone may be there to unlock what a circle waits for. */
function hopeText(chain: WaitChain, cycle: readonly number[]): string {
  const members = chain.nodes.filter(({pid}) => cycle.includes(pid));
  return unlockers(chain, members).length === 0 ? 'what cannot happen' : 'one that is stuck';
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
