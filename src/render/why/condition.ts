import {listed} from '../../rules/listed.ts';
import type {Edge, EdgeKind, Wait} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {actText} from './act.ts';
import {fdsText, NAMED, nameOf, nodeName, sortedOthers, withinText} from './names.ts';
import {forgotToClose} from './own-end.ts';

/** Of these, each object has ends of its own, and one of several that are watched will do. */
const throughObject: ReadonlySet<EdgeKind> = new Set(['reads-pipe', 'writes-pipe', 'connects-to']);

/** What has to happen before a process goes on that waits for others. */
export function conditionText(chain: WaitChain, asked: ChainNode, wait: Wait): string {
  const {edges, others} = wait;
  const [first] = edges;
  if (!first) return nodeName(asked);
  if (first.kind === 'reads-pipe' && others.length > 0 && edges.every(({to}) => to === asked.pid))
    return ownWriterText(asked, first, others);
  const targets = new Set(edges.map(({target}) => target));
  const kinds = new Set(edges.map(({kind}) => kind));
  const isAny = kinds.size > 1 || (targets.size > 1 && throughObject.has(first.kind));
  if (isAny || (others.length > 0 && edges.length > 1)) return anyText(chain, asked, wait);
  const doubt = edges.every(({certainty}) => certainty === 'proven') ? '' : ', most likely,';
  const when = `${doubt}${others.length === 0 ? ' only' : ''} when`;
  const condition = conditions[first.kind]({chain, asked, wait, who: nodeName(asked), when});
  return others.length === 0
    ? condition
    : `${condition}; the wait may also be ended by ${listed(others, NAMED, 'or')}`;
}

/** Where one of several will do, and what each does is not all the same. */
function anyText(chain: WaitChain, asked: ChainNode, {edges, others}: Wait): string {
  const {outward, inward} = sortedOthers(others);
  const onward = edges.filter(({to}) => to !== asked.pid);
  const enders = (onward.length + others.length === 0 ? edges : onward).map(
    edge => `${nameOf(chain, edge)}${edge.certainty === 'proven' ? '' : ' (most likely)'}`,
  );
  const all = [...new Set(enders), ...outward, ...withinText(inward)];
  return all.length === 1
    ? `${nodeName(asked)} goes on only when ${all[0]} acts`
    : `${nodeName(asked)} goes on when any of these acts: ${listed(all, 6, 'or')}`;
}

interface Told {
  readonly chain: WaitChain;
  readonly asked: ChainNode;
  readonly wait: Wait;
  readonly who: string;
  /** " only when", ", most likely, when" … */
  readonly when: string;
}

const conditions: Readonly<Record<EdgeKind, (told: Told) => string>> = {
  'reads-pipe': ({chain, asked, wait: {edges}, who, when}) =>
    `${who} gets EOF${when} ${releaseText(chain, edges)}${ownEndText(asked, edges)}${dataText(chain, asked, edges)}`,
  'writes-pipe': ({chain, wait, who, when}) => `${who} goes on${when} ${actText(chain, wait)}`,
  'waits-for-lock': ({chain, wait: {edges}, who, when}) =>
    edges.every(({fds}) => fds.length === 0)
      ? `${who} gets the lock${when} ${names(chain, edges, 'and')}, which took it, exits or lets go of it`
      : `${who} gets the lock${when} ${releaseText(chain, edges)}, or ${edges.length === 1 ? 'unlocks it' : 'it is unlocked'}`,
  'waits-for-child': ({chain, wait: {edges}, who, when}) =>
    `${who} goes on${when} ${edges.length === 1 ? 'its child' : 'one of its children'} ${names(chain, edges, 'or')} ends${edges.some(({acts}) => acts?.includes('execs')) ? ' or calls execve(2)' : ''}`,
  'waits-for-tracee': ({chain, wait: {edges}, who, when}) =>
    `${who} goes on${when} ${edges.length === 1 ? 'its tracee' : 'one of its tracees'} ${names(chain, edges, 'or')} ends, or next stops for it`,
  'breaks-lease': ({chain, wait: {edges}, who, when}) =>
    `${who} goes on${when} ${names(chain, edges, 'and')} gives back its lease (F_SETLEASE), or closes that file`,
  'waits-for-process': ({chain, wait: {edges}, who, when}) =>
    `${who} goes on${when} ${names(chain, edges, 'or')} ends`,
  'connects-to': ({chain, wait, who, when}) => `${who} goes on${when} ${actText(chain, wait)}`,
  'reads-terminal': ({chain, wait, who, when}) => `${who} goes on${when} ${actText(chain, wait)}`,
  'traced-by': ({chain, wait: {edges}, who, when}) =>
    `${who} goes on${when} its tracer ${names(chain, edges, 'or')} lets it`,
  'stopped-by': ({asked, who, when}) =>
    `${who} goes on${when} it gets SIGCONT (kill -CONT ${asked.pid}); the kernel does not tell who stopped it`,
};

/** A reader that has the write end itself, and nobody else has: someone may still open it, or another thread write. */
function ownWriterText(asked: ChainNode, own: Edge, others: readonly string[]): string {
  const as = fdsText(own);
  const purpose = own.bothWays?.length === own.fds.length ? 'both reading and writing' : 'writing';
  const kept = forgotToClose(asked, own)
    ? `: it keeps the pipe open itself, as ${as}, which it forgot to close`
    : ` as long as it has the pipe open for ${purpose} itself, as ${as}`;
  return `${nodeName(asked)} goes on when ${listed(others, NAMED, 'or')} writes to ${own.target}; it gets no EOF${kept}`;
}

/** A reader that has a write end itself never sees the end of the pipe, whatever the other writers do. */
function ownEndText(asked: ChainNode, edges: readonly Edge[]): string {
  const own = edges.find(({to}) => to === asked.pid);
  if (!own) return '';
  const forgot = forgotToClose(asked, own) ? ', which it forgot to close' : '';
  return `; it keeps the pipe open itself, as ${fdsText(own)}${forgot}`;
}

/** For an end of file all writers have to go, but for data one of them will do. */
function dataText(chain: WaitChain, asked: ChainNode, edges: readonly Edge[]): string {
  const writers = edges.filter(({to}) => to !== asked.pid);
  if (edges.length < 2) return '';
  const [only] = writers;
  const from = writers.length === 1 && only ? nameOf(chain, only) : 'any of them';
  return `; data from ${from} lets it go on, too`;
}

/** "sleep (4711) exits or closes fd 1"; of several, all have to. */
function releaseText(chain: WaitChain, edges: readonly Edge[]): string {
  const [only] = edges;
  if (edges.length === 1 && only) return `${nameOf(chain, only)} exits or closes ${fdsText(only)}`;
  const holders = edges.map(edge => `${nameOf(chain, edge)} (${fdsText(edge)})`);
  return `${listed(holders, NAMED)} all exit or close it`;
}

function names(chain: WaitChain, edges: readonly Edge[], conjunction: 'and' | 'or'): string {
  return listed(
    edges.map(edge => nameOf(chain, edge)),
    NAMED,
    conjunction,
  );
}
