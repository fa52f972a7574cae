import {orUndefined} from '../../kernel/read.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {readMachineSockets} from '../descriptors/network-namespaces.ts';
import type {EveryOpenFile} from '../descriptors/open-file-index.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {followWaits, type ProcessNode} from '../wait-chain/follow-waits.ts';

/**
 * The processes that others wait for, directly or by way of others of them: what keeps those waiting keeps the others
 * waiting, too. What listens serves whoever comes, and what drives a terminal has its own work: neither is held up as
 * a whole by one thing that it waits for.
 */
export async function readAwaitedProcesses(
  snapshot: Snapshot,
  waiting: readonly Process[],
  openFiles: EveryOpenFile,
): Promise<ReadonlySet<Process>> {
  const asked = new Set(waiting);
  const awaited = new Set<Process>();
  const isFollowed = ({process}: ProcessNode) => asked.has(process) || awaited.has(process);
  for await (const {process, waits} of followWaits(snapshot, waiting, {openFiles, isFollowed})) {
    if (!asked.has(process) && !awaited.has(process)) continue;
    for (const {kind, to} of waits.flatMap(({edges}) => edges)) {
      const other = to === null || kind === 'reads-terminal' ? undefined : snapshot.find(to);
      if (other && !asked.has(other) && !listens(snapshot, other)) awaited.add(other);
    }
  }
  return awaited;
}

function listens(snapshot: Snapshot, process: Process): boolean {
  const links = (orUndefined(process.descriptors()) ?? []).map(one => orUndefined(one.target()) ?? '');
  const inodes = links.flatMap(link => (link.startsWith('socket:[') ? (linkedInode(link) ?? []) : []));
  const {byInode} = readMachineSockets(snapshot);
  return inodes.some(inode => byInode.get(inode)?.state === 'LISTEN');
}
