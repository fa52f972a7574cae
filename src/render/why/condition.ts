import {abortCommand} from '../../rules/remedies/abort-connection.ts';
import {thawCommand} from '../../rules/remedies/thaw.ts';
import {listed} from '../../rules/words/listed.ts';
import {byText, continueText, freezerText, selfStopText} from '../../rules/words/stall.ts';
import {isForConnections} from '../../snapshot/blocked-processes/main-wait.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Edge, EdgeKind} from '../../snapshot/wait-chain/edge.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import type {WakeUp} from '../../snapshot/wait-chain/wake-up.ts';
import {actText, anyActText, keepsOpenItself} from './act.ts';
import {closingText, enderNames, names, otherwise, unlockingText} from './enders-text.ts';
import {inputSentences, isForInput} from './input.ts';
import {fdsText, NAMED, nameOf, nodeName, objectText} from './names.ts';
import {inwardText, sortedOthers} from './other-wake-ups.ts';
import {forgotToClose} from './own-end.ts';
import {servingSentences} from './serving.ts';
import {wakeUpText} from './wake-up.ts';

/** Waits through an object that has ends of its own, any of which will do where several objects are watched. */
const throughObject: ReadonlySet<EdgeKind> = new Set(['reads-pipe', 'writes-pipe', 'connects-to']);

/** How many alternatives a sentence names. */
const MOST_ALTERNATIVES = 6;
/** The kernel doesn't show alarm(2), nor what a handler does: a program may give up its wait in one. */
const TIMER = 'A timer of its own may end the wait, too';

/** What has to happen before a process continues that waits for others: sentences without their full stops. */
export function conditionSentences(chain: WaitChain, asked: ChainNode, wait: Wait): string[] {
  const {edges, others} = wait;
  const [first] = edges;
  if (!first) return [];
  if (first.kind === 'reads-pipe' && others.length > 0 && edges.every(({to}) => to === asked.pid))
    return ownWriterSentences(asked, first, others);
  if (edges.some(({isSynchronous}) => isSynchronous)) return [synchronousSentence(chain, asked, wait)];
  if (isForInput(wait))
    return [
      ...inputSentences(chain, asked, wait),
      ...otherwise(others.filter(({kind}) => kind !== 'terminal-hangup').map(wakeUpText)),
    ];
  if (isForConnections(wait)) return servingSentences(chain, asked, wait);
  if (edges.every(({kind}) => kind === 'shares-memory')) return [sharingSentence(chain, asked, wait)];
  const targets = new Set(edges.map(({target}) => objectText(target)));
  const kinds = new Set(edges.map(({kind}) => kind));
  const isAny = kinds.size > 1 || (targets.size > 1 && throughObject.has(first.kind));
  // A lock has to be released by all its holders, be it waited or polled for.
  const isLock = kinds.size === 1 && first.kind === 'waits-for-lock' && targets.size === 1;
  if (isAny || (others.length > 0 && edges.length > 1 && !isLock)) return [anySentence(chain, asked, wait)];
  const [condition, ...more] = conditions[first.kind]({
    chain,
    asked,
    wait,
    who: nodeName(asked),
    when: others.length === 0 && !asked.mayTimerWake ? 'only when' : 'when',
  });
  const doubt = edges.every(({certainty}) => certainty === 'proven') ? '' : ' (likely)';
  return [
    `${condition}${doubt}`,
    ...more,
    ...otherwise(others.map(wakeUpText)),
    ...(asked.mayTimerWake ? [TIMER] : []),
  ];
}

/** Which of the processes that share the memory of a futex will wake its waiter, the memory doesn't show. */
function sharingSentence(chain: WaitChain, asked: ChainNode, {edges, others}: Wait): string {
  const enders = [...new Set(edges.map(edge => nameOf(chain, edge))), ...others.map(wakeUpText)];
  return `${nodeName(asked)} waits on memory that it shares, ${objectText(edges[0]?.target)}, until one of these wakes it (likely): ${listed(enders, MOST_ALTERNATIVES, 'or')}`;
}

/** Node in spawnSync() waits for two things: the exit of its child, and EOF of the output that others may have as well. */
function synchronousSentence(chain: WaitChain, asked: ChainNode, {edges}: Wait): string {
  const children = edges.filter(({isSynchronous}) => isSynchronous);
  const ends = edges.filter(({kind}) => throughObject.has(kind));
  const others = ends.filter(({to}) => !children.some(child => child.to === to));
  const holders = [...new Set(ends.map(edge => nameOf(chain, edge)))];
  const output = others.length === 0 ? '' : `, and ${listed(holders, NAMED)} have closed its output`;
  return `${nodeName(asked)} is inside spawnSync() or execSync() (likely): it continues when its child ${names(chain, children, 'or')} has exited${output}`;
}

/** Where one of several will do, and what each does is not all the same. */
function anySentence(chain: WaitChain, asked: ChainNode, wait: Wait): string {
  const {edges, others} = wait;
  const {outward, inward} = sortedOthers(others);
  const onward = edges.filter(({to}) => to !== asked.pid);
  const enders = enderNames(chain, onward.length + others.length === 0 ? edges : onward);
  const all = [...enders, ...outward.map(wakeUpText), ...inwardText(inward)];
  const isThrough = onward.length === edges.length && edges.every(({kind}) => throughObject.has(kind));
  return all.length === 1
    ? `${nodeName(asked)} continues only when ${all[0]} ${isThrough ? anyActText(edges, wait) : 'acts'}`
    : `${nodeName(asked)} continues on any of these: ${listed(all, MOST_ALTERNATIVES, 'or')}`;
}

interface Condition {
  readonly chain: WaitChain;
  readonly asked: ChainNode;
  readonly wait: Wait;
  readonly who: string;
  readonly when: 'only when' | 'when';
}

const conditions: Readonly<Record<EdgeKind, (about: Condition) => string[]>> = {
  'reads-pipe': about => {
    const {chain, asked, wait, who, when} = about;
    const own = wait.edges.find(({to}) => to === asked.pid);
    return own
      ? [dataForOwnWriter(about, own)]
      : [`${who} sees EOF ${when} ${closingText(chain, wait.edges)}`, ...dataSentence(asked, wait.edges)];
  },
  'writes-pipe': acting,
  'waits-for-lock': ({chain, wait: {edges}, who, when}) => [
    `${who} gets the lock ${when} ${unlockingText(chain, edges)}`,
  ],
  'waits-for-child': ({chain, wait: {edges}, who, when}) => [
    `${who} continues ${when} ${edges.length === 1 ? 'its child' : 'one of its children'} ${names(chain, edges, 'or')} exits${edges.some(({acts}) => acts?.includes('execs')) ? ' or calls execve(2)' : ''}`,
  ],
  'waits-for-tracee': ({chain, wait: {edges}, who, when}) => [
    `${who} continues ${when} ${edges.length === 1 ? 'its tracee' : 'one of its tracees'} ${names(chain, edges, 'or')} exits or next stops`,
  ],
  'breaks-lease': ({chain, wait: {edges}, who, when}) => [
    `${who} continues ${when} ${names(chain, edges, 'and')} gives back its lease (F_SETLEASE) or closes that file`,
  ],
  'waits-for-process': ({chain, wait: {edges}, who, when}) => [
    `${who} continues ${when} ${names(chain, edges, 'or')} exits`,
  ],
  'connects-to': acting,
  'waits-for-server': ({chain, asked: {process}, wait: {edges}, who, when}) => [
    `${who} continues ${when} ${names(chain, edges, 'or')} answers for the FUSE file system at ${edges.map(({target}) => objectText(target)).join(' or ')}`,
    ...[abortCommand(edges, process)].flatMap(command =>
      command === undefined ? [] : `To fail every request to that server: ${command}`,
    ),
  ],
  'reads-terminal': acting,
  'waits-for-input': acting,
  'reads-eventfd': writing,
  'reads-queue': writing,
  'writes-queue': writing,
  'waits-for-semaphore': ({chain, wait: {edges}, who, when}) => [
    `${who} continues ${when} ${names(chain, edges, 'or')} changes ${objectText(edges[0]?.target)}`,
  ],
  'shares-memory': ({chain, asked, wait}) => [sharingSentence(chain, asked, wait)],
  'traced-by': ({chain, wait: {edges, state}, who, when}) => [
    state === 'Z'
      ? `${who} has exited, and can be reaped ${when} its tracer ${names(chain, edges, 'or')} waits for it, detaches or exits`
      : `${who} continues ${when} its tracer ${names(chain, edges, 'or')} resumes it, detaches or exits`,
  ],
  'stopped-by': ({asked: {process}, wait: {edges}, who}) => {
    const stop = edges[0]?.stop;
    const unknown = byText(stop) === '' ? 'The kernel keeps no record of who stopped it' : undefined;
    return [
      `${who} is stopped${byText(stop)}, and continues only when it gets SIGCONT: ${continueText(process, stop)}`,
      ...[selfStopText(process, stop) ?? unknown].filter(sentence => sentence !== undefined),
    ];
  },
  'frozen-by': ({asked, wait: {edges}, who}) => [
    `${who} is frozen by ${freezerText(edges[0]?.freezer)}, and continues only when that is thawed${edges[0]?.freezer ? `: ${thawCommand(edges[0].freezer, asked.process)}` : ''}`,
  ],
};

/** What has no end that the last process closes. */
function writing({chain, wait: {edges}, who, when}: Condition): string[] {
  const does = edges[0]?.kind === 'writes-queue' ? 'receives from' : 'writes to';
  return [`${who} continues ${when} ${names(chain, edges, 'or')} ${does} ${objectText(edges[0]?.target)}`];
}

function acting({chain, wait, who, when}: Condition): string[] {
  return [
    `${who} continues ${when} ${actText(chain, wait)}`,
    ...(keepsOpenItself(wait) ? [`${who} keeps that end open itself`] : []),
  ];
}

/** A reader that has the only write end itself: another process may open a FIFO, or another thread write. */
function ownWriterSentences(asked: ChainNode, own: Edge, others: readonly WakeUp[]): string[] {
  const who = nodeName(asked);
  const purpose = own.bothWays?.length === own.fds.length ? 'reading and writing' : 'writing';
  const why = forgotToClose(asked, own)
    ? `: it forgot to close its own write end (${fdsText(own)})`
    : ` while it has ${objectText(own.target)} open for ${purpose} itself (${fdsText(own)})`;
  return [
    `${who} continues when ${listed(others.map(wakeUpText), NAMED, 'or')} writes`,
    `${who} never sees EOF${why}`,
  ];
}

/**
 * A reader that has a write end itself never sees EOF, whatever the other writers do: it may have forgotten to close that, or
 * wait for data alone, as the reader of a multiprocessing.Queue of Python.
 */
function dataForOwnWriter({chain, wait: {edges}, who, when}: Condition, own: Edge): string {
  const others = edges.filter(edge => edge.to !== own.to);
  return `${who} continues ${when} ${names(chain, others, 'or')} writes to ${objectText(own.target)}, and sees no EOF while it has the pipe open for writing itself (${fdsText(own)})`;
}

/** EOF needs all writers to close the pipe, but any of them can send data. */
function dataSentence(asked: ChainNode, edges: readonly Edge[]): string[] {
  return edges.length < 2 ? [] : [`Data from any of them lets ${nodeName(asked)} continue, too`];
}
