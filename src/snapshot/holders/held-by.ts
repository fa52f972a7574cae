import {orUndefined} from '../../kernel/read.ts';
import type {DescriptorId} from '../../kernel/syscalls.ts';
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
  const deleted = readDeletedFiles(scene, []).flatMap(({holders}) =>
    holders.filter(({process}) => processes.includes(process)).slice(0, 1),
  );
  const held = processes.flatMap(process => {
    const {listeners = [], pipes = []} = holdingsOf(process) ?? {};
    return [...listeners, ...pipes].map(({fd}): DescriptorId => ({pid: process.pid, fd}));
  });
  const all = [...held, ...deleted.map(({process: {pid}, descriptor: {fd}}) => ({pid, fd}))];
  const distinct = new Map(all.map(one => [linkOf(snapshot, one), one]));
  const searchFor = holderSearches(snapshot, syscalls);
  const searches = [...distinct.values()].slice(0, most).flatMap(({pid, fd}) => {
    const search = orUndefined(searchFor({kind: 'descriptor', pid, fd}));
    return search ? [{target: `${pid}:${fd}`, search}] : [];
  });
  return readTargetHolders(snapshot, syscalls, searches);
}

function linkOf(snapshot: Snapshot, {pid, fd}: DescriptorId): string {
  return orUndefined(snapshot.source.link(`${pid}/fd/${fd}`)) ?? `${pid}:${fd}`;
}
