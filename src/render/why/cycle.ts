import {killSentences, lostLockSentences} from '../../rules/remedies/wait-cycle.ts';
import {listed} from '../../rules/words/listed.ts';
import {deadlockedWithout, deadlockVictims} from '../../snapshot/blocked-processes/victims.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import {NAMED, nameOf, nodeName, objectText} from './names.ts';
import {ownThreadText, selfText} from './own-end.ts';
import {waysOut} from './ways-out.ts';

/**
 * What is known of a cycle of waits, and which members to kill: sentences without their full stops.
 * @param opening how the first sentence begins: "a (1) is stuck behind a "
 */
export function cycleSentences(
  chain: WaitChain,
  asked: ChainNode,
  cycle: readonly number[],
  opening = '',
): string[] {
  const members = cycle.flatMap(pid => chain.nodes.find(node => node.pid === pid) ?? []);
  const isStuck = isDeadlock(chain, cycle);
  const what = isStuck ? 'deadlock' : 'cycle';
  const begun = opening === '' ? `${what.charAt(0).toUpperCase()}${what.slice(1)}` : `${opening}${what}`;
  const ways = waysOut(chain, members);
  const [only] = members;
  const isOwnThread = opening === '' && !isStuck && members.length === 1;
  const isProven = chain.isFullySeen && ways.length === 0 && areEdgesProven(members);
  const certainty = isProven ? 'proven' : 'likely';
  return [
    ...(only && isOwnThread
      ? [`${ownThreadText(chain, only)} (${certainty})`]
      : [`${begun} (${certainty}): ${lineText(chain, members)}`, ...selfWaiters(members)]),
    ...(isStuck ? wayOutSentences(chain, asked, members, cycle) : []),
    ...(isStuck || isOwnThread ? [] : [threadSentence(members)]),
    ...(ways.length === 0
      ? []
      : [`The ${isOwnThread ? 'wait' : what} may still end if ${listed(ways, NAMED, 'or')}`]),
    ...(chain.isFullySeen ? [] : ["Not every process's descriptors are visible from here"]),
  ];
}

/** Whether only members of a cycle could free each other. */
export function isDeadlock(chain: WaitChain, cycle: readonly number[]): boolean {
  return cycle.every(pid => chain.deadlocked.has(pid));
}

/**
 * A cycle with the process asked about, of which a member has a thread that is free, as a server has that reads the next
 * request while it works on this one: said beside what the process waits for.
 */
export function loopSentences(chain: WaitChain, cycle: readonly number[]): string[] {
  const members = cycle.flatMap(pid => chain.nodes.find(node => node.pid === pid) ?? []);
  return [`${lineText(chain, members)}, but another thread of one of them is free to end that`];
}

function areEdgesProven(members: readonly ChainNode[]): boolean {
  const edges = members.flatMap(({waits}) => waits.flatMap(wait => wait.edges));
  return edges.every(({to, certainty}) => certainty === 'proven' || !members.some(({pid}) => pid === to));
}

/** Who waits for whom. */
function lineText(chain: WaitChain, members: readonly ChainNode[]): string {
  const [first, ...rest] = members;
  if (!first) return '';
  if (rest.length === 0) return selfText(chain, first);
  if (rest.length === 1) return `${members.map(nodeName).join(' and ')} wait for each other`;
  return `${nodeName(first)} waits for ${[...rest, first].map(nodeName).join(', which waits for ')}`;
}

/** Members of a larger cycle that could free themselves as well: no wonder, then, that they do not. */
function selfWaiters(members: readonly ChainNode[]): string[] {
  const selves = members.filter(({pid, waits}) =>
    waits.some(({edges}) => edges.some(edge => edge.to === pid)),
  );
  if (members.length < 2 || selves.length === 0) return [];
  if (selves.length === members.length) return ['Each of them waits for itself, too'];
  return [
    `${selves.map(nodeName).join(' and ')} ${selves.length === 1 ? 'waits for itself' : 'wait for themselves'}, too`,
  ];
}

/** A cycle that is no deadlock: one of its members has a thread that is free. */
function threadSentence(members: readonly ChainNode[]): string {
  const whose = members.length === 1 ? members.map(nodeName).join() : 'one of them';
  return `Right now only another thread of ${whose} can end it`;
}

function wayOutSentences(
  chain: WaitChain,
  asked: ChainNode,
  members: readonly ChainNode[],
  cycle: readonly number[],
): string[] {
  const victims = deadlockVictims(chain.nodes, cycle);
  const killed = victims.flatMap(pid => members.find(member => member.pid === pid)?.process ?? []);
  const forLocks = members.some(({waits}) =>
    waits.some(({edges}) => edges.some(({kind}) => kind === 'waits-for-lock')),
  );
  return [
    ...(forLocks ? [] : lostLockSentences(killed)),
    ...killSentences(
      members.map(({process}) => process),
      killed,
    ),
    ...coholderSentence(chain, cycle, victims),
    ...behindSentence(chain, asked, cycle, victims),
  ];
}

/** Another process that has an awaited lock has to release it, too. */
function coholderSentence(chain: WaitChain, cycle: readonly number[], victims: readonly number[]): string[] {
  if (cycle.length === 1) return [];
  const left = chain.nodes.filter(({pid}) => cycle.includes(pid) && !victims.includes(pid));
  const locks = left.flatMap(({waits}) =>
    waits.flatMap(({edges}) => edges.filter(({kind}) => kind === 'waits-for-lock')),
  );
  const outside = locks.filter(({to}) => to !== null && !cycle.includes(to));
  const names = [...new Set(outside.map(edge => nameOf(chain, edge)))];
  if (names.length === 0) return [];
  const files = [...new Set(outside.map(({target}) => objectText(target)))];
  const released = files.length === 1 ? files.join() : 'these locks';
  return [`${listed(names, NAMED)} ${names.length === 1 ? 'has' : 'have'} to release ${released}, too`];
}

/** A process that waits for a cycle may be left waiting for itself. */
function behindSentence(
  {nodes}: WaitChain,
  asked: ChainNode,
  cycle: readonly number[],
  victims: readonly number[],
): string[] {
  if (cycle.includes(asked.pid) || !deadlockedWithout(nodes, victims).has(asked.pid)) return [];
  return [`Even then, ${nodeName(asked)} stays blocked`];
}
