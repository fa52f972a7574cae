import {orUndefined} from '../../kernel/read.ts';
import type {DescriptorId} from '../../kernel/syscalls.ts';
import type {HolderTarget} from '../../parse/targets/holder-target.ts';
import {readHoldings} from '../descriptors/holdings.ts';
import type {EveryOpenFile} from '../descriptors/open-file-index.ts';
import {readDeletedFiles} from '../inheritance/deleted-files.ts';
import {DescriptorScene} from '../inheritance/descriptor-scene.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {holderSearches} from './holder-search.ts';
import {readTargetHolders, type TargetHolders} from './target-holders.ts';

/**
 * The listeners, pipes and deleted files that some processes hold, each with everyone who has it open: what others may be
 * waiting for, apart from locks.
 * @param most how many of them are looked for
 */
export async function readHeldBy(
  snapshot: Snapshot,
  processes: readonly Process[],
  openFiles: EveryOpenFile,
  most: number,
): Promise<TargetHolders[]> {
  if (processes.length === 0) return [];
  const syscalls = await snapshot.comparingSyscalls();
  const open = await openFiles();
  const holdingsOf = readHoldings(snapshot, processes, syscalls, open.matching);
  const scene = new DescriptorScene(snapshot, open.byLink, syscalls);
  const held = processes.flatMap(process => {
    const {listeners = [], pipes = []} = holdingsOf(process) ?? {};
    return [...listeners, ...pipes].map(({fd}) => ({pid: process.pid, fd}));
  });
  const deleted = readDeletedFiles(scene, [])
    .filter(({holders}) => holders.some(({process}) => processes.includes(process)))
    .flatMap(({holders}) => holders.map(({process: {pid}, descriptor: {fd}}) => ({pid, fd})));
  const targets = [
    ...held.map(descriptor => targetOf(snapshot, descriptor)),
    ...deleted.map((descriptor): HolderTarget => ({kind: 'descriptor', ...descriptor})),
  ];
  const distinct = new Map(targets.map(target => [JSON.stringify(target), target]));
  const searchFor = holderSearches(snapshot, syscalls);
  const searches = [...distinct].slice(0, most).flatMap(([target, asked]) => {
    const search = orUndefined(searchFor(asked));
    return search ? [{target, search}] : [];
  });
  return readTargetHolders(snapshot, syscalls, searches);
}

/** A pipe or socket as a whole, with both ends of a pipe; else what the one descriptor has open. */
function targetOf(snapshot: Snapshot, {pid, fd}: DescriptorId): HolderTarget {
  const link = orUndefined(snapshot.source.link(`${pid}/fd/${fd}`));
  return link === undefined || link.startsWith('/') ? {kind: 'descriptor', pid, fd} : {kind: 'link', link};
}
