import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {UnixSocket} from '../../kernel/unix-diag.ts';
import {readWaitChain} from '../blocked-processes/wait-chain.ts';
import type {Descriptor} from '../descriptor.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {holdersOf, openFilesByTarget} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readTracer} from '../tracer.ts';

/**
 * The processes that a question about these may lead to: their ancestors, descendants, process groups and
 * tracers; whom they wait for, to the last cause; who has one of their open file descriptions, their pipes and
 * sockets, the other ends of these, or a lock on a file they have open. Of each, the ancestors and the leaders
 * of its session and process group too, which tell whether it was adopted.
 */
export async function readCircle(snapshot: Snapshot, asked: readonly Process[]): Promise<Process[]> {
  const chains = await Promise.all(asked.map(process => readWaitChain(snapshot, process)));
  const syscalls = await snapshot.syscalls();
  const near = [
    ...asked,
    ...asked.flatMap(process => snapshot.descendants(process)),
    ...asked.flatMap(process => groupOf(snapshot, process)),
    ...asked.flatMap(process => readTracer(snapshot, process) ?? []),
    ...chains.flatMap(({nodes}) => nodes.map(({process}) => process)),
    ...sharersOf(snapshot, asked, syscalls),
  ];
  const circle = near.flatMap(process => [
    process,
    ...snapshot.ancestors(process),
    ...[process.stat.pgid, process.stat.sid].flatMap(pid => snapshot.find(pid) ?? []),
  ]);
  return [...new Set(circle)].filter(({pid}) => pid !== snapshot.observerPid());
}

function groupOf(snapshot: Snapshot, {stat}: Process): Process[] {
  return snapshot.stats().flatMap(({pid, pgid}) => (pgid === stat.pgid ? (snapshot.find(pid) ?? []) : []));
}

function sharersOf(snapshot: Snapshot, asked: readonly Process[], syscalls: Syscalls): Process[] {
  const own = asked.flatMap(process => orUndefined(process.descriptors()) ?? []);
  const links = new Set(own.flatMap(one => orUndefined(one.target()) ?? []));
  const peers = peerLinks(links, syscalls);
  const others = snapshot
    .processes()
    .filter(process => !process.stat.kernelThread && !asked.includes(process));
  const open = openFilesByTarget(others, link => links.has(link) || peers.has(link));
  const shared = own.flatMap(descriptor => {
    const link = orUndefined(descriptor.target()) ?? '';
    const candidates = open.get(link) ?? [];
    if (linkedInode(link) !== undefined) return candidates;
    return [
      ...holdersOf(descriptor, candidates, syscalls),
      ...candidates.filter(other => hasLock(other.descriptor)),
    ];
  });
  const ends = [...peers].flatMap(link => open.get(link) ?? []);
  return [...shared, ...ends].map(({process}) => process);
}

function hasLock(descriptor: Descriptor): boolean {
  return (orUndefined(descriptor.info())?.locks ?? []).length > 0;
}

/** The links of the other ends of unix sockets, and of who has yet to accept one. */
function peerLinks(links: ReadonlySet<string>, syscalls: Syscalls): ReadonlySet<string> {
  const sockets = orUndefined(syscalls.unixSockets()) ?? new Map<number, UnixSocket>();
  const isAmong = (inode: number) => links.has(`socket:[${inode}]`);
  const peers = [...sockets].flatMap(([inode, {peerInode, queuedInodes}]) => [
    ...(peerInode !== undefined && isAmong(inode) ? [peerInode] : []),
    ...(queuedInodes?.some(isAmong) ? [inode] : []),
  ]);
  return new Set(peers.map(inode => `socket:[${inode}]`));
}
