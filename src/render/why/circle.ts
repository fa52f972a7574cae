import {listed} from '../../rules/listed.ts';
import {endCommand} from '../../rules/remedies/end-command.ts';
import {heldAfter, whomToEnd} from '../../snapshot/wait-chain/victims.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {NAMED, nameOf, nodeName} from './names.ts';
import {selfText} from './own-end.ts';
import {unlessText} from './unless.ts';

/** What is known of a circle of processes that wait for one another, and which to end. */
export function circleText(chain: WaitChain, asked: ChainNode, cycle: readonly number[]): string {
  const members = cycle.flatMap(pid => chain.nodes.find(node => node.pid === pid) ?? []);
  const [first, second] = members;
  if (!first) return '';
  const isHeld = cycle.every(pid => chain.deadlocked.has(pid));
  const edges = members.flatMap(({waits}) => waits.flatMap(wait => wait.edges));
  const isProven = edges.every(({to, certainty}) => certainty === 'proven' || !cycle.includes(to ?? 0));
  const seen = chain.isFullySeen && isProven ? '' : ', as far as could be seen';
  const doubt = `${unlessText(chain, members)}${seen}`;
  if (!second) {
    const end = isHeld
      ? `only ending it helps: ${endCommand([first.process])}${behindText(chain, asked, cycle)}`
      : 'at this moment only another thread of it can end that';
    return `${selfText(chain, first)}; ${end}${doubt}`;
  }
  const line = `${nodeName(first)} waits for ${[...members.slice(1), first].map(nodeName).join(', which waits for ')}`;
  if (!isHeld)
    return `a circle: ${line}; at this moment only another thread of one of them can end it${doubt}`;
  return `${isProven ? 'deadlock' : 'most likely a deadlock'}: ${line}${eachText(members)}; ${wayOutText(chain, cycle)}${behindText(chain, asked, cycle)}${doubt}`;
}

/** Who of those that wait for others could as well free itself: no wonder, then, that they do not. */
function eachText(members: readonly ChainNode[]): string {
  const selves = members.filter(({pid, waits}) =>
    waits.some(({edges}) => edges.some(edge => edge.to === pid)),
  );
  if (selves.length === 0) return '';
  if (selves.length === members.length) return ', and each of them for itself, too';
  return `, and ${selves.map(nodeName).join(' and ')} for itself, too`;
}

function wayOutText(chain: WaitChain, cycle: readonly number[]): string {
  const {nodes} = chain;
  const ended = whomToEnd(nodes, cycle);
  const kill = endCommand(ended.flatMap(pid => nodes.find(node => node.pid === pid)?.process ?? []));
  const other = cycle.length === 2 ? 'the other' : 'the others';
  if (ended.length === cycle.length)
    return `to end one of them does not free ${other}: ${kill} ends them all`;
  const some = ended.length === 1 ? 'one of them is' : `${ended.length} of them are`;
  return `none of them goes on before ${some} ended: ${kill} frees ${other}${coholdersText(chain, cycle, ended)}`;
}

/** Whoever else has a lock that is waited for has to let go of it, too. */
function coholdersText(chain: WaitChain, cycle: readonly number[], ended: readonly number[]): string {
  const left = chain.nodes.filter(({pid}) => cycle.includes(pid) && !ended.includes(pid));
  const locks = left.flatMap(({waits}) =>
    waits.flatMap(({edges}) => edges.filter(({kind}) => kind === 'waits-for-lock')),
  );
  const outside = locks.filter(({to}) => to !== null && !cycle.includes(to));
  const names = [...new Set(outside.map(edge => nameOf(chain, edge)))];
  if (names.length === 0) return '';
  const target = outside.every(edge => edge.target === outside[0]?.target)
    ? outside[0]?.target
    : 'these locks';
  return `, once ${listed(names, NAMED)} ${names.length === 1 ? 'lets' : 'let'} go of ${target}, too`;
}

/** One that waits for a circle may be left waiting for itself. */
function behindText({nodes}: WaitChain, asked: ChainNode, cycle: readonly number[]): string {
  if (cycle.includes(asked.pid) || !heldAfter(nodes, whomToEnd(nodes, cycle)).has(asked.pid)) return '';
  return `, but ${nodeName(asked)} does not go on then either`;
}
