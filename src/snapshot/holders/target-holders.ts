import type {DescriptorId, Syscalls} from '../../kernel/syscalls.ts';
import type {InetSocket} from '../../parse/sockets/net-inet.ts';
import type {HolderTarget} from '../../parse/targets/holder-target.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {
  HIDDEN_PROCESSES,
  LOOP_DEVICES,
  MOUNTS,
  MOUNTS_ELSEWHERE,
  NETWORKS_ELSEWHERE,
  THREAD_DESCRIPTORS,
  UNRECORDED_PROCESSES,
} from '../gap-names.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {executing, type FileUser, fileUsers} from './file-users.ts';
import {type HeldDescription, heldDescriptions, unheldSockets} from './held-description.ts';
import {type Asking, askingOf} from './holder-origins.ts';
import type {HolderSearch} from './holder-search.ts';
import {type KernelUses, kernelUses} from './kernel-uses.ts';
import {mountUsers} from './mount-users.ts';
import {leadsTo, openFilesOf} from './target-ends.ts';

/** The processes that hold a target, and how. */
export interface TargetHolders {
  /** As it was asked for. */
  readonly target: string;
  readonly asked: HolderTarget;
  readonly descriptions: readonly HeldDescription[];
  /** Every descriptor that leads there, whichever its description: of PID:FD, more than are asked for. */
  readonly ends: readonly OpenFile[];
  /** Processes that execute the file: while they do, no process can open it for writing, and the other way round (ETXTBSY). */
  readonly executedBy: readonly Process[];
  readonly usedBy: readonly FileUser[];
  readonly kernelUses: KernelUses;
  /** Sockets at the port that no process has: TIME_WAIT. */
  readonly nobodys: readonly InetSocket[];
  /** Whether sockets that are bound and nothing else were not looked at, though nothing else was found. */
  readonly missesBound: boolean;
  /** Whether sockets of some network namespaces were not looked at, though none was found in the others. */
  readonly missesNetworks: boolean;
}

/** What shows uses of a file, by a descriptor and without. */
const usesOfFiles = [
  ...['fd', HIDDEN_PROCESSES, UNRECORDED_PROCESSES, THREAD_DESCRIPTORS],
  ...['fdinfo', 'cwd', 'root', 'exe', 'maps', 'map_files', 'mountinfo'],
  ...[MOUNTS, MOUNTS_ELSEWHERE, LOOP_DEVICES],
];

/** The tables of procdoc's own network namespace, which every user can read. */
const socketTables = ['tcp', 'tcp6', 'udp', 'udp6', 'udplite', 'udplite6', 'unix'].map(name => `net/${name}`);

/**
 * Whether its holders are known: of a socket by the tables that every user can read, else by every descriptor. A port
 * and an abstract name belong to one network namespace, that of procdoc; a socket with a path can be reached from any.
 */
export function isKnown({ledger}: Snapshot, target: TargetHolders): boolean {
  const {asked, missesBound, missesNetworks} = target;
  const isOfOneNetwork = asked.kind === 'port' || (asked.kind === 'unix' && asked.name.startsWith('@'));
  if (isOfOneNetwork) return !missesBound && !ledger.lacks(...socketTables);
  if (missesNetworks) return false;
  return asked.kind === 'unix' ? !ledger.lacks('net/unix') : !ledger.lacks(...usesOfFiles);
}

/** Whether anything was found that keeps the target in use. */
export function isHeld({descriptions, executedBy, usedBy, kernelUses}: TargetHolders): boolean {
  const {mounts, loopDevices, devices, isSwap} = kernelUses;
  const found = [descriptions, executedBy, usedBy, mounts, loopDevices, devices];
  return isSwap || found.some(({length}) => length > 0);
}

/** Looks for all targets at once: of every descriptor its link is read, and of a path, only if a file is wanted, its stat. */
export function readTargetHolders(
  snapshot: Snapshot,
  syscalls: Syscalls,
  searches: ReadonlyArray<{readonly target: string; readonly search: HolderSearch}>,
): TargetHolders[] {
  const open = openFilesOf(
    snapshot,
    syscalls,
    searches.map(({search}) => search),
  );
  const asking = askingOf(snapshot, syscalls);
  return searches.map(({target, search}) => {
    const held = descriptionsOf(snapshot, asking, search, open);
    const uses = kernelUses(snapshot, search);
    const isHeld = ({descriptor}: OpenFile) => held.ends.some(end => isThe(end.descriptor, descriptor));
    return {
      target,
      asked: search.asked,
      ...held,
      executedBy: executing(snapshot, search),
      usedBy: uses.rootOf ? mountUsers(snapshot, uses.rootOf, isHeld) : fileUsers(snapshot, search),
      kernelUses: uses,
      nobodys: search.nobodys,
      missesBound: search.missesBound,
      missesNetworks:
        search.isOfSocket &&
        held.descriptions.length === 0 &&
        snapshot.ledger.lacks('ns/net', NETWORKS_ELSEWHERE),
    };
  });
}

function descriptionsOf(
  snapshot: Snapshot,
  asking: Asking,
  search: HolderSearch,
  open: ReadonlyMap<string, readonly OpenFile[]>,
): Pick<TargetHolders, 'descriptions' | 'ends'> {
  const {links, file, descriptor} = search;
  const ends = [...open].flatMap(([link, files]) =>
    links.has(link) ? files : file && link.startsWith('/') ? files.filter(one => leadsTo(one, file)) : [],
  );
  const held = heldDescriptions(snapshot, asking, search, ends, open);
  const descriptions = descriptor
    ? held.filter(({holders}) => holders.some(one => isThe(one.descriptor, descriptor)))
    : [...held, ...unheldSockets(search, open)];
  return {descriptions, ends};
}

function isThe({pid, fd}: DescriptorId, wanted: DescriptorId): boolean {
  return pid === wanted.pid && fd === wanted.fd;
}
