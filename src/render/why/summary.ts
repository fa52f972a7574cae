import {procdocCommand} from '../../rules/commands/printed-commands.ts';
import {endCommand} from '../../rules/remedies/end-command.ts';
import {thawCommand} from '../../rules/remedies/thaw.ts';
import {listed} from '../../rules/words/listed.ts';
import {byText, continueText, freezerText} from '../../rules/words/stall.ts';
import {isForConnections, mainWait} from '../../snapshot/blocked-processes/main-wait.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import {durationText} from '../duration.ts';
import {conditionSentences} from './condition.ts';
import {cycleSentences, isDeadlock, loopSentences} from './cycle.ts';
import {inputText, isForInput} from './input.ts';
import {NAMED, nameOf, nodeName, orphanText} from './names.ts';
import {wakeUpsInOrder} from './other-wake-ups.ts';
import {wakeUpText} from './wake-up.ts';

/** The answer in a few sentences: what a process is blocked on, and what has to happen before it continues. */
export function summaryOf(chain: WaitChain): string {
  return summarySentences(chain).join(' ');
}

/** The sentences of the summary; the first is the answer. */
export function summarySentences(chain: WaitChain): string[] {
  const [asked] = chain.nodes;
  if (!asked) return [];
  const [answer, ...more] = sentences(chain, asked);
  return [answer, ...idleSentence(chain, asked), ...more].map(sentence => `${sentence}.`);
}

/** The first line of the answer: what a process is blocked on, and since when. */
export function headOf(chain: WaitChain): string {
  const [asked] = chain.nodes;
  if (!asked) return '';
  const [answer = ''] = sentences(chain, asked);
  return [answer, ...idleSentence(chain, asked)].map(sentence => `${sentence}.`).join(' ');
}

/** A shorter wait is how a program works that wakes up all the time. */
const IDLE_SECONDS = 1;

/** Since when it waits. Of several threads, the others may have run. */
function idleSentence({idleSeconds}: WaitChain, asked: ChainNode): string[] {
  if (idleSeconds === null || idleSeconds < IDLE_SECONDS) return [];
  const who = asked.waits.length === 1 ? nodeName(asked) : `That thread of ${nodeName(asked)}`;
  return [`${who} hasn't run for ${durationText(idleSeconds)}`];
}

function sentences(chain: WaitChain, asked: ChainNode): string[] {
  const cycle = chain.cycles.find(members => members.includes(asked.pid)) ?? chain.cycles[0];
  const isFree = cycle?.includes(asked.pid) === true && !isDeadlock(chain, cycle);
  const isLoop = isFree && cycle.length > 1;
  if (cycle?.includes(asked.pid) && !isLoop && !(isFree && isForAnother(asked)))
    return cycleSentences(chain, asked, cycle);
  if (cycle && chain.deadlocked.has(asked.pid))
    return cycleSentences(chain, asked, cycle, `${nodeName(asked)} is stuck behind a `);
  const wait = mainWait(asked);
  if (!wait && !asked.isZombie)
    return [`What ${nodeName(asked)} does isn't known: its threads can't be read`];
  if (!wait)
    return [
      `${nodeName(asked)} has exited and isn't blocked: it is a zombie until its parent reaps it`,
      `To see why the parent doesn't: \`${procdocCommand(asked.process, 'zombies')}\``,
    ];
  if (wait.edges.length === 0) return [`${nodeName(asked)} ${aloneText(wait, asked)}`];
  return [
    ...conditionSentences(chain, asked, wait),
    ...originSentences(chain, wait),
    ...(cycle && isLoop ? loopSentences(chain, cycle) : []),
    ...(cycle && !isFree ? cycleSentences(chain, asked, cycle, asideFor(cycle, wait)) : []),
  ];
}

/** Whether the wait that says most of a process is for another one, whatever a thread of it waits for that the others have. */
function isForAnother(asked: ChainNode): boolean {
  const edges = mainWait(asked)?.edges ?? [];
  return edges.length > 0 && edges.every(({to}) => to !== asked.pid);
}

/** A deadlock concerns one of several branches of a wait, or a wait that something else can end as well. */
function asideFor(cycle: readonly number[], {edges}: Wait): string {
  const isBranch = edges.length > 1 && edges.some(({to}) => to !== null && cycle.includes(to));
  return isBranch ? 'One of these is in a ' : 'On the way there is a ';
}

/** What a process does that waits for no other one. */
function aloneText({doing, others}: Wait, {isKernelThread}: ChainNode): string {
  if (doing?.kind === 'running') return "isn't blocked: it is running";
  const isExiting = others.some(({kind}) => kind === 'exit');
  const what = isKernelThread
    ? 'is a kernel thread, which makes no system calls, and '
    : isExiting
      ? 'is exiting, and '
      : '';
  return `${what}waits for ${listed(wakeUpsInOrder(others), NAMED, 'or') || 'something unknown'}`;
}

/** Which processes that can end the wait are stopped, or wait for input, where the only one comes from, and where the chain ends, if that is farther away. */
function originSentences(chain: WaitChain, wait: Wait): string[] {
  const {edges} = wait;
  const enders = chain.nodes.filter(({pid}) => edges.some(({to}) => to === pid));
  const halted = enders
    .filter(node =>
      ['stopped-by', 'frozen-by', 'waits-for-input'].includes(mainWait(node)?.edges[0]?.kind ?? ''),
    )
    .map(node => rootText(chain, node));
  // An idle client or worker is no cause, wherever it comes from.
  if (isForConnections(wait)) return halted;
  const [only] = enders;
  const orphan =
    enders.length === 1 && only && orphanText(only) ? [`${nodeName(only)} is an ${orphanText(only)}`] : [];
  const farther = chain.nodes
    .slice(1)
    .filter(node => chain.roots.includes(node.pid) && !enders.includes(node));
  const ends = listed(
    farther.map(root => rootText(chain, root)),
    NAMED,
  );
  return [
    ...halted,
    ...orphan,
    ...(farther.length === 0 ? [] : [`At the end of the chain, ${ends}`]),
    ...leftoverSentence([...enders, ...farther].filter(isLeftover), orphan.length > 0 ? only : undefined),
  ];
}

/** An orphan that leads no session has not made itself a daemon, so that it may have been left behind. */
function isLeftover({adoption, process: {stat, pid}, isObserver}: ChainNode): boolean {
  return !isObserver && (adoption === 'adopted' || adoption === 'probably-adopted') && stat.sid !== pid;
}

/** How to end the wait, where it isn't for a process that is wanted. `named`: whom the sentence before is about. */
function leftoverSentence(nodes: readonly ChainNode[], named: ChainNode | undefined): string[] {
  if (nodes.length === 0 || nodes.length > NAMED) return [];
  const names = listed(nodes.map(nodeName), NAMED);
  const are = nodes.length === 1 ? `${names} is a leftover` : `${names} are leftovers`;
  const isNamed = nodes.length === 1 && nodes[0] === named;
  return [`If ${isNamed ? "it's a leftover" : are}: ${endCommand(nodes.map(({process}) => process))}`];
}

/** What can end a wait: one process, or any of several, of which nobody knows which it will be. */
function endersText(chain: WaitChain, {edges, others}: Wait): string {
  const all = [...new Set([...edges.map(edge => nameOf(chain, edge)), ...others.map(wakeUpText)])];
  return all.length === 1 ? `${all[0]}` : `any of these: ${listed(all, NAMED, 'or')}`;
}

function rootText(chain: WaitChain, root: ChainNode): string {
  const wait = mainWait(root);
  const [edge] = wait?.edges ?? [];
  if (edge?.kind === 'stopped-by')
    return `${nodeName(root)} is stopped${byText(edge.stop)} until it gets SIGCONT: ${continueText(root.process, edge.stop)}`;
  if (edge?.freezer)
    return `${nodeName(root)} is frozen by ${freezerText(edge.freezer)}; to thaw it: ${thawCommand(edge.freezer, root.process)}`;
  if (wait && edge && isForInput(wait)) return `${nodeName(root)} ${inputText(edge)}`;
  if (wait && edge) return `${nodeName(root)} waits for ${endersText(chain, wait)}`;
  return `${nodeName(root)} ${wait ? aloneText(wait, root) : 'has exited'}`;
}
